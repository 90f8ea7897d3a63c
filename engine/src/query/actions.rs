//! What a reader may do now, judged by the domain on the row as the view has it, and only where somebody asks.

use std::sync::Arc;

use cityhall_domain::case::{
    Actor, AssignmentAct, Case, ReliefAct, available_actions, available_assignments, available_reliefs,
    may_answer_supplement,
};
use cityhall_domain::facts::Facts;
use cityhall_domain::module::{Action, Effect};
use cityhall_domain::name::{ActionName, BasisName};
use cityhall_domain::supervision;
use cityhall_domain::text::Text;
use jiff::Timestamp;

use super::cases::Cleared;
use super::types::{AvailableAction, CaseView};
use super::walls::Reader;
use crate::access::Relation;

/// As whom somebody would act, under which facts and when: with a case that they may see it says what they may do.
pub(super) struct Acting {
    /// `None` for those who act on no case.
    actor: Option<Actor>,
    /// `None` before the city is published.
    facts: Option<Arc<Facts>>,
    now: Timestamp,
}

impl Acting {
    pub(super) fn of(reader: &Reader<'_>) -> Self {
        Self { actor: reader.who.actor(), facts: reader.catalog.facts().cloned(), now: reader.now }
    }
}

impl CaseView {
    /// What its reader may do now.
    #[must_use]
    pub fn actions(&self) -> Vec<AvailableAction> {
        let Cleared { row, clearance, revision, .. } = &*self.seen.0;
        let Some((actor, facts, now)) = self.acting().filter(|_| clearance.may_act()) else { return Vec::new() };
        let module = &revision.module;
        let case = Case::Open(Box::new(row.case.clone()));
        let mut actions: Vec<_> =
            available_actions(module, facts, &case, actor, now).into_iter().map(of_module).collect();
        let ways = module.assisted.iter().flat_map(|assisted| &assisted.channels);
        let mut acting = ways.map(|way| actor.clone().by_way_of(*way)).chain([actor.clone()]);
        if acting.any(|actor| may_answer_supplement(module, facts, &case, &actor, now)) {
            let items = row.case.supplement.as_ref().map(|notice| notice.items.clone());
            actions.push(answer_supplement(items.unwrap_or_default()));
        }
        actions
    }

    /// What its reader may do about who has it in hand.
    #[must_use]
    pub fn assignment_acts(&self) -> Vec<AssignmentAct> {
        let Cleared { row, clearance, revision, .. } = &*self.seen.0;
        let Some((actor, facts, now)) = self.acting().filter(|_| clearance.may_oversee()) else { return Vec::new() };
        let case = Case::Open(Box::new(row.case.clone()));
        available_assignments(&revision.module, facts, &case, actor, now)
    }

    /// What its reader may take back of what it has brought somebody.
    #[must_use]
    pub fn relief_acts(&self) -> Vec<ReliefAct> {
        let Cleared { row, clearance, revision, .. } = &*self.seen.0;
        let given: &[ReliefAct] = match clearance.relation() {
            Relation::Handler { .. } if clearance.acts() => &ReliefAct::ALL,
            // Who oversees a case decides nothing in it.
            Relation::Auditor if clearance.acts() => &[ReliefAct::WithdrawCard],
            _ => return Vec::new(),
        };
        let Some((actor, facts, now)) = self.acting() else { return Vec::new() };
        let case = Case::Open(Box::new(row.case.clone()));
        let mut acts = available_reliefs(&revision.module, facts, &case, actor, now);
        acts.retain(|act| given.contains(act));
        acts
    }

    /// Whether its reader may open a supervision matter about it.
    #[must_use]
    pub fn supervisable(&self) -> bool {
        let may_oversee = self.seen.0.clearance.may_oversee();
        may_oversee && self.acting().is_some_and(|(actor, facts, _)| supervision::may_open(facts, actor))
    }

    fn acting(&self) -> Option<(&Actor, &Facts, Timestamp)> {
        let Acting { actor, facts, now } = &*self.seen.0.acting;
        Some((actor.as_ref()?, facts.as_deref()?, *now))
    }
}

fn of_module(action: &Action) -> AvailableAction {
    let mut available = AvailableAction {
        name: action.name.clone(),
        title: action.title.clone(),
        effect: "",
        reason: action.demands.reason,
        legal_basis: Vec::new(),
        fields: action.demands.fields.as_ref().map(|form| form.schema().clone()),
        departments: Vec::new(),
        items: false,
        answers: Vec::new(),
    };
    available.effect = match &action.effect {
        Effect::Accept => "accept",
        Effect::Decline { basis } => {
            available.demand_basis(basis);
            "decline"
        }
        Effect::RequestSupplement { .. } => {
            available.items = true;
            "requestSupplement"
        }
        Effect::StartProcedure { .. } => "startProcedure",
        Effect::EndProcedure { .. } => "endProcedure",
        Effect::Extend => {
            available.reason = true;
            "extend"
        }
        Effect::Suspend { basis } => {
            available.demand_basis(basis);
            "suspend"
        }
        Effect::Resume => "resume",
        Effect::Approve => "approve",
        Effect::Refuse { basis } => {
            available.demand_basis(basis);
            "refuse"
        }
        Effect::Issue => "issue",
        Effect::Revoke { basis } => {
            available.demand_basis(basis);
            "revoke"
        }
        Effect::Transfer { to } => {
            available.departments.clone_from(to);
            "transfer"
        }
        Effect::Return { .. } => {
            available.reason = true;
            "return"
        }
        Effect::Terminate { basis } => {
            available.demand_basis(basis);
            "terminate"
        }
        Effect::Withdraw => "withdraw",
        Effect::Note => "note",
        Effect::Close => "close",
        Effect::Reopen { .. } => "reopen",
        Effect::RequestOpinions { .. } => "requestOpinions",
        Effect::GiveOpinion { agrees } => {
            available.reason |= !agrees;
            "giveOpinion"
        }
        Effect::AnswerObjection { .. } => {
            available.reason = true;
            "answerObjection"
        }
    };
    available
}

impl AvailableAction {
    /// What says no needs its basis in law and a reason.
    fn demand_basis(&mut self, basis: &[BasisName]) {
        self.legal_basis = basis.to_vec();
        self.reason = true;
    }
}

fn answer_supplement(items: Vec<String>) -> AvailableAction {
    AvailableAction {
        name: ActionName::answer_supplement(),
        title: Text { zh: Some("补正".to_owned()), en: Some("Answer the supplement notice".to_owned()) },
        effect: "answerSupplement",
        reason: false,
        legal_basis: Vec::new(),
        fields: None,
        departments: Vec::new(),
        items: false,
        answers: items,
    }
}
