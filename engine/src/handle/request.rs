//! A client's idempotency key with the digest of what it asks.

use cityhall_domain::supervision::Level;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::access::Principal;
use crate::identity::key_digest;
use crate::mandates::GiveMandate;
use crate::refusal::{ActOnCase, CaseAct, OnBehalfOf, PerformAction, SubmitCase};
use crate::sealing::Vault;
use crate::supervision::{FollowSupervision, MatterStep, OpenSupervision};

/// A key as it is compared and stored.
pub(crate) struct Key {
    digest: String,
    request: String,
}

/// What makes two requests the same: everything that was asked, nothing of how it came.
#[derive(Serialize)]
enum Content<'a> {
    Submit {
        module: &'a str,
        module_revision: Option<u32>,
        answers: &'a Map<String, Value>,
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        documents: &'a [String],
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        documents_follow: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        on_behalf_of: Option<&'a OnBehalfOf>,
    },
    Perform {
        case: String,
        action: &'a str,
        reason: Option<&'a str>,
        legal_basis: Option<&'a str>,
        fields: &'a Map<String, Value>,
        department: Option<&'a str>,
        items: &'a [String],
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        documents: &'a [String],
        answers: Option<&'a Map<String, Value>>,
        expected_revision: Option<u64>,
    },
    Act {
        case: String,
        act: &'a CaseAct,
        expected_revision: Option<u64>,
    },
    OpenSupervision {
        case: String,
        level: Level,
        text: &'a str,
    },
    GiveMandate {
        agent: &'a str,
        modules: &'a [String],
        first_day: Date,
        last_day: Date,
    },
    FollowSupervision {
        matter: String,
        step: &'a MatterStep,
    },
}

impl Key {
    pub(super) fn of_submission(vault: &Vault, who: &Principal, asked: &SubmitCase) -> Option<Self> {
        let content = Content::Submit {
            module: &asked.module,
            module_revision: asked.module_revision,
            answers: &asked.answers,
            documents: &asked.documents,
            documents_follow: asked.documents_follow,
            on_behalf_of: asked.on_behalf_of.as_ref(),
        };
        Self::of(vault, who, asked.idempotency_key.as_deref()?, &content)
    }

    pub(super) fn of_action(vault: &Vault, who: &Principal, asked: &PerformAction) -> Option<Self> {
        let content = Content::Perform {
            case: asked.case_id.to_string(),
            action: &asked.action,
            reason: asked.reason.as_deref(),
            legal_basis: asked.legal_basis.as_deref(),
            fields: &asked.fields,
            department: asked.department.as_deref(),
            items: &asked.items,
            documents: &asked.documents,
            answers: asked.answers.as_ref(),
            expected_revision: asked.expected_revision,
        };
        Self::of(vault, who, asked.idempotency_key.as_deref()?, &content)
    }

    pub(super) fn of_act(vault: &Vault, who: &Principal, asked: &ActOnCase) -> Option<Self> {
        let content = Content::Act {
            case: asked.case_id.to_string(),
            act: &asked.act,
            expected_revision: asked.expected_revision,
        };
        Self::of(vault, who, asked.idempotency_key.as_deref()?, &content)
    }

    pub(crate) fn of_opening(vault: &Vault, who: &Principal, asked: &OpenSupervision) -> Option<Self> {
        let content =
            Content::OpenSupervision { case: asked.case_id.to_string(), level: asked.level, text: &asked.text };
        Self::of(vault, who, asked.idempotency_key.as_deref()?, &content)
    }

    pub(crate) fn of_step(vault: &Vault, who: &Principal, asked: &FollowSupervision) -> Option<Self> {
        let content = Content::FollowSupervision { matter: asked.matter.to_string(), step: &asked.step };
        Self::of(vault, who, asked.idempotency_key.as_deref()?, &content)
    }

    pub(crate) fn of_mandate(vault: &Vault, who: &Principal, asked: &GiveMandate) -> Option<Self> {
        let GiveMandate { agent, modules, first_day, last_day, .. } = asked;
        let content = Content::GiveMandate { agent, modules, first_day: *first_day, last_day: *last_day };
        Self::of(vault, who, asked.idempotency_key.as_deref()?, &content)
    }

    /// The digest of what is asked is keyed: beside few unknowns it may hold a number of an identity card.
    fn of(vault: &Vault, who: &Principal, key: &str, content: &Content<'_>) -> Option<Self> {
        let canonical = serde_json_canonicalizer::to_vec(content).ok()?;
        Some(Self { digest: key_digest(who, key), request: vault.keyed_digest(&canonical) })
    }

    /// Digest of the key and of whose it is.
    pub(crate) fn digest(&self) -> &str {
        &self.digest
    }

    /// Digest of what is asked.
    pub(crate) fn request(&self) -> &str {
        &self.request
    }

    /// What of it stands in the metadata of events.
    pub(crate) fn stored(&self) -> (String, String) {
        (self.digest.clone(), self.request.clone())
    }
}
