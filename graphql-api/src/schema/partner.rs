//! API keys and usage of partners, for administrators and for the partner itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_graphql::Value;
use async_graphql::dynamic::{FieldValue, ResolverContext};
use cityhall_domain::name::PartnerName;
use cityhall_engine::partners::{Partner, Quota};
use cityhall_engine::{ApiKey, IssueKey, IssuedKey, KeyRefused, Right, Scope, UsageOfDay};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

use crate::refusal::of_key;
use crate::schema::core::{language_argument, moment};
use crate::schema::fault::Fault;
use crate::schema::module::word;
use crate::schema::mutation::{Payload, once, outcome_fields, read_input};
use crate::schema::page;
use crate::schema::spec::{Answer, Argument, Spec, ty};
use crate::schema::table::Table;
use crate::visit::Visit;

/// How a right is called in the API, and what it means.
fn right_word(right: Right) -> (&'static str, &'static str) {
    match right {
        Right::ReadPublished => ("READ_PUBLISHED", "Read published cases."),
        Right::ReadCases => ("READ_CASES", "Read the cases of whoever gave the partner a mandate."),
        Right::Submit => ("SUBMIT", "Hand in cases, and act in those that it reads for somebody."),
    }
}

/// Adds what partners and administrators both see.
pub(crate) fn add_shared(table: &mut Table) {
    table.words("PartnerRight", "One thing that a partner may do.", &Right::ALL.map(right_word));
    table.object("PartnerScope", "What a partner, or one of its keys, may do.", scope_fields());
    table.object("ApiKey", "A key of a partner's systems. Its secret is told nowhere.", key_fields());
    table.object("PartnerUsageOfDay", "What a partner did on one day in one module.", day_fields());
    table.object("PartnerUsage", "What a partner did.", usage_fields());
    table.object("Partner", "A body whose systems use the API (合作单位).", partner_fields());
    table.object("PartnerQuota", "How much a partner's systems may ask for together.", quota_fields());
}

/// Adds what a partner sees of itself.
pub(crate) fn add_own(table: &mut Table) {
    let about = "The API keys of the caller's partner, the newest first.";
    let keys = Spec::asked("apiKeys", ty::list("ApiKey"), about, |ctx| {
        Box::pin(async move {
            let partner = Visit::of(&ctx).who.partner.as_ref().map(|grant| grant.partner.clone());
            Ok(partner.and_then(|partner| listed(&ctx, &partner)))
        })
    });
    table.query("apiKeys", keys);
    let about = "What the caller's partner did, counted from the events that came through its systems.";
    let usage = Spec::asked("partnerUsage", ty::may("PartnerUsage"), about, |ctx| {
        Box::pin(async move {
            let partner = Visit::of(&ctx).who.partner.as_ref().map(|grant| grant.partner.clone());
            usage(ctx, partner).await
        })
    });
    table.query("partnerUsage", usage.with_all(usage_arguments()));
}

/// Adds what administrators do.
pub(crate) fn add_admin(table: &mut Table) {
    let about = "The API keys of a partner, the newest first; null where the city never had such a partner.";
    let keys = Spec::asked("apiKeys", ty::list("ApiKey"), about, |ctx| {
        Box::pin(async move {
            let partner = page::text(&ctx, "partner").and_then(|name| name.parse::<PartnerName>().ok());
            Ok(partner.and_then(|partner| listed(&ctx, &partner)))
        })
    });
    table.query("apiKeys", keys.with(Argument::new("partner", ty::must("String"), "Its name.")));
    add_keys(table);
    add_all(table);
}

/// Adds what those see who look at every partner: administrators and auditors.
pub(crate) fn add_all(table: &mut Table) {
    let about = "The partners of the city; null for everybody but administrators and auditors.";
    let partners = Spec::asked("partners", ty::list("Partner"), about, |ctx| {
        Box::pin(async move {
            let visit = Visit::of(&ctx);
            let all = visit.catalog.partners.iter().map(|(name, known)| {
                FieldValue::owned_any(PartnerNode { name: name.clone(), known: Arc::clone(known) })
            });
            Ok(visit.who.sees_partners().then(|| FieldValue::list(all.collect::<Vec<_>>())))
        })
    });
    table.query("partners", partners);
    let about = "What a partner did, counted from the events that came through its systems.";
    let usage = Spec::asked("partnerUsage", ty::may("PartnerUsage"), about, |ctx| {
        Box::pin(async move {
            let partner = page::text(&ctx, "partner").and_then(|name| name.parse::<PartnerName>().ok());
            usage(ctx, partner).await
        })
    });
    let partner = Argument::new("partner", ty::must("String"), "Its name.");
    table.query("partnerUsage", usage.with(partner).with_all(usage_arguments()));
}

fn add_keys(table: &mut Table) {
    table.input(
        "IssueApiKeyInput",
        "A key for a partner's systems, for those that cannot sign an assertion.",
        [
            Argument::new("partner", ty::must("String"), "For which partner."),
            Argument::new("label", ty::must("String"), "What it is for, such as the system that will hold it."),
            Argument::new("until", ty::must("DateTime"), "Until when; at most 400 days ahead."),
            Argument::new("rights", ty::list("PartnerRight"), "With which rights; all of the partner's when absent."),
            Argument::new("modules", ty::list("String"), "In which modules; in all of the partner's when absent."),
            Argument::new(
                "addressRanges",
                ty::list("String"),
                "From where, such as `192.0.2.0/24`; from where the partner may call when absent.",
            ),
        ],
    );
    table.input(
        "RevokeApiKeyInput",
        "A key that is to be good for nothing.",
        [Argument::new("key", ty::must("ID"), "The key's id.")],
    );
    let token = Spec::leaf::<Arc<Payload>>(
        "token",
        ty::may("String"),
        "The whole key, for `Authorization: Bearer`. It is shown now and never again.",
        |payload| payload.key.as_ref()?.1.as_ref().map(|issued| Value::from(issued.token.as_str())),
    );
    table.object("IssueApiKeyPayload", "What issuing a key came to.", payload_fields().into_iter().chain([token]));
    table.object("RevokeApiKeyPayload", "What revoking a key came to.", payload_fields());
    let about = "Issues an API key. On record in the power log. Not repeatable: each time another key.";
    let issue = Spec::asked("issueApiKey", ty::may("IssueApiKeyPayload"), about, issue);
    table.mutation("issueApiKey", issue.with(Argument::new("input", ty::must("IssueApiKeyInput"), "Which.")));
    let about = "Takes an API key back: it is good for nothing from then on. On record in the power log.";
    let revoke = Spec::asked("revokeApiKey", ty::may("RevokeApiKeyPayload"), about, revoke);
    table.mutation("revokeApiKey", revoke.with(Argument::new("input", ty::must("RevokeApiKeyInput"), "Which.")));
}

/// What a partner did, and its keys.
struct Usage {
    partner: PartnerName,
    days: Vec<UsageOfDay>,
}

fn usage_arguments() -> [Argument; 3] {
    [
        Argument::new("firstDay", ty::may("Date"), "From which day; the earliest of 92 days when absent."),
        Argument::new("lastDay", ty::may("Date"), "Until which day; today when absent."),
        page::at_least_argument(),
    ]
}

async fn usage(ctx: ResolverContext<'_>, partner: Option<PartnerName>) -> Result<Option<FieldValue<'_>>, Fault> {
    let Some(partner) = partner else { return Ok(None) };
    let (first, last) = (day(&ctx, "firstDay")?, day(&ctx, "lastDay")?);
    let (visit, at_least) = (Visit::of(&ctx), page::at_least(&ctx)?);
    let days = visit.engine.reads().partner_usage(&visit.who, &partner, first, last, at_least).await?;
    Ok(days.map(|days| FieldValue::owned_any(Usage { partner, days })))
}

fn day(ctx: &ResolverContext<'_>, name: &str) -> Result<Option<Date>, Fault> {
    let text = page::text(ctx, name);
    text.map(|text| text.parse().map_err(|_| Fault::input(format!("`{name}` is no day")))).transpose()
}

/// A partner with its name.
struct PartnerNode {
    name: PartnerName,
    known: Arc<Partner>,
}

fn partner_fields() -> [Spec; 3] {
    let about = "How much its systems may ask for together; null: as much as any partner.";
    [
        Spec::leaf::<PartnerNode>("name", ty::must("String"), "Its name in manifests.", |node| {
            Some(Value::from(node.name.as_str()))
        }),
        Spec::part::<PartnerNode>("title", ty::may("String"), "Its name for people.", |node, ctx| {
            Some(Value::from(Visit::text(ctx, &node.known.title)).into())
        })
        .with(language_argument()),
        Spec::part::<PartnerNode>("quota", ty::may("PartnerQuota"), about, |node, _| {
            node.known.quota.map(FieldValue::owned_any)
        }),
    ]
}

fn quota_fields() -> [Spec; 2] {
    [
        Spec::leaf::<Quota>("cost", ty::must("WholeNumber"), "How much, in units of cost.", |quota| {
            Some(Value::from(quota.cost))
        }),
        Spec::leaf::<Quota>("seconds", ty::must("Int"), "In how many seconds.", |quota| {
            Some(Value::from(quota.seconds))
        }),
    ]
}

fn usage_fields() -> [Spec; 4] {
    let about = "By day and module, the earliest first; at most 92 days.";
    [
        Spec::leaf::<Usage>("partner", ty::must("String"), "Which partner.", |usage| {
            Some(Value::from(usage.partner.as_str()))
        }),
        Spec::part::<Usage>("whose", ty::may("Partner"), "Who that is; null once it is no partner.", |usage, ctx| {
            let known = Visit::of(ctx).catalog.partners.get(&usage.partner)?;
            Some(FieldValue::owned_any(PartnerNode { name: usage.partner.clone(), known: Arc::clone(known) }))
        }),
        Spec::part::<Usage>("days", ty::list("PartnerUsageOfDay"), about, |usage, _| {
            Some(FieldValue::list(usage.days.iter().map(|day| FieldValue::borrowed_any(day))))
        }),
        Spec::part::<Usage>("keys", ty::list("ApiKey"), "Its API keys, the newest first.", |usage, ctx| {
            listed(ctx, &usage.partner)
        }),
    ]
}

fn day_fields() -> [Spec; 4] {
    let count = |number: u64| i32::try_from(number).ok().map(Value::from);
    [
        Spec::leaf::<UsageOfDay>("day", ty::must("Date"), "The day in the city.", |one| {
            Some(Value::from(one.day.to_string()))
        }),
        Spec::leaf::<UsageOfDay>("module", ty::must("String"), "The module.", |one| {
            Some(Value::from(one.module.as_str()))
        }),
        Spec::leaf::<UsageOfDay>("submissions", ty::may("Int"), "How many cases it handed in.", move |one| {
            count(one.submissions)
        }),
        Spec::leaf::<UsageOfDay>("acts", ty::may("Int"), "How many other events came through it.", move |one| {
            count(one.acts)
        }),
    ]
}

fn listed<'a>(ctx: &ResolverContext<'a>, partner: &PartnerName) -> Option<FieldValue<'a>> {
    let visit = Visit::of(ctx);
    let keys = visit.engine.keys_of(&visit.who, partner)?;
    Some(FieldValue::list(keys.into_iter().map(FieldValue::owned_any)))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct IssueInput {
    partner: String,
    label: String,
    until: Timestamp,
    #[serde(default)]
    rights: Option<Vec<String>>,
    #[serde(default)]
    modules: Option<Vec<String>>,
    #[serde(default)]
    address_ranges: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct RevokeInput {
    key: String,
}

impl IssueInput {
    fn asked(self) -> Result<IssueKey, Fault> {
        let right = |word: String| Right::ALL.into_iter().find(|right| right_word(*right).0 == word);
        let rights = self.rights.map(|words| words.into_iter().map(right).collect::<Option<BTreeSet<_>>>());
        let rights = rights.map(|rights| rights.ok_or_else(|| Fault::input("a right is none"))).transpose()?;
        Ok(IssueKey {
            partner: self.partner,
            label: self.label,
            until: self.until,
            rights,
            modules: self.modules,
            ranges: self.address_ranges.unwrap_or_default(),
        })
    }
}

fn issue(ctx: ResolverContext<'_>) -> Answer<'_> {
    Box::pin(async move {
        let payload = once(&ctx, async {
            let visit = Visit::of(&ctx);
            let asked = read_input::<IssueInput>(&ctx)?.asked()?;
            let issued = visit.engine.issue_key(&visit.who, &asked).await;
            Ok(payload(issued.map(|issued| (issued.key.clone(), Some(issued))), &ctx))
        });
        Ok(Some(FieldValue::owned_any(payload.await?)))
    })
}

fn revoke(ctx: ResolverContext<'_>) -> Answer<'_> {
    Box::pin(async move {
        let payload = once(&ctx, async {
            let visit = Visit::of(&ctx);
            let RevokeInput { key } = read_input(&ctx)?;
            let revoked = visit.engine.revoke_key(&visit.who, &key).await;
            Ok(payload(revoked.map(|key| (key, None)), &ctx))
        });
        Ok(Some(FieldValue::owned_any(payload.await?)))
    })
}

fn payload(done: Result<(ApiKey, Option<IssuedKey>), KeyRefused>, ctx: &ResolverContext<'_>) -> Payload {
    match done {
        Ok(key) => Payload { key: Some(key), ..Payload::default() },
        Err(refused) => Payload { errors: vec![of_key(&refused, Visit::of(ctx).language)], ..Payload::default() },
    }
}

fn payload_fields() -> [Spec; 2] {
    let [errors, _] = outcome_fields();
    let key = Spec::part::<Arc<Payload>>("key", ty::may("ApiKey"), "The key; null when nothing was done.", |one, _| {
        one.key.as_ref().map(|(key, _)| FieldValue::owned_any(key.clone()))
    });
    [key, errors]
}

fn scope_fields() -> [Spec; 2] {
    [
        Spec::leaf::<Scope>("rights", ty::list("PartnerRight"), "What.", |scope| {
            Some(Value::List(scope.rights.iter().map(|right| word(right_word(*right).0)).collect()))
        }),
        Spec::leaf::<Scope>("modules", ty::list("String"), "In which modules; null: in all.", |scope| {
            let modules = scope.modules.as_ref()?;
            Some(Value::List(modules.iter().map(|module| Value::from(module.as_str())).collect()))
        }),
    ]
}

fn key_fields() -> Vec<Spec> {
    vec![
        Spec::leaf::<ApiKey>("id", ty::must("ID"), "What stands in it before the secret.", |key| {
            Some(Value::from(key.id.as_str()))
        }),
        Spec::leaf::<ApiKey>("partner", ty::must("String"), "Whose it is.", |key| {
            Some(Value::from(key.partner.as_str()))
        }),
        Spec::leaf::<ApiKey>("label", ty::may("String"), "What it is for.", |key| {
            Some(Value::from(key.label.as_str()))
        }),
        Spec::part::<ApiKey>(
            "scope",
            ty::may("PartnerScope"),
            "What of the partner's scope it has; null: all of it.",
            |key, _| key.scope.clone().map(FieldValue::owned_any),
        ),
        Spec::leaf::<ApiKey>("addressRanges", ty::list("String"), "From where it is good.", |key| {
            Some(Value::List(key.ranges.iter().map(|range| Value::from(range.to_string())).collect()))
        }),
        Spec::leaf::<ApiKey>("issuedAt", ty::may("DateTime"), "When it was issued.", |key| Some(moment(key.issued_at))),
        Spec::leaf::<ApiKey>("until", ty::may("DateTime"), "Until when it is good.", |key| {
            Some(moment(key.expires_at))
        }),
        Spec::leaf::<ApiKey>("revokedAt", ty::may("DateTime"), "When it was revoked.", |key| {
            key.revoked_at.map(moment)
        }),
        Spec::leaf::<ApiKey>("usedAt", ty::may("DateTime"), "When it was last used, to the minute.", |key| {
            key.used_at.map(moment)
        }),
    ]
}
