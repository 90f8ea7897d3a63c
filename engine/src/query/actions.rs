//! What a reader may do now, judged by the domain on the row as the view has it.

use cityhall_domain::case::{Case, ReliefAct, available_actions, available_reliefs, may_answer_supplement};
use cityhall_domain::module::{Action, Effect};
use cityhall_domain::name::{ActionName, BasisName};
use cityhall_domain::supervision;
use cityhall_domain::text::Text;

use super::cases::Cleared;
use super::types::AvailableAction;
use super::walls::Reader;
use crate::access::Relation;

impl Reader<'_> {
    /// What the reader may do now on this case.
    pub(super) fn actions(&self, cleared: &Cleared) -> Vec<AvailableAction> {
        if !cleared.clearance.may_act() {
            return Vec::new();
        }
        let (Some(actor), Some(facts)) = (self.who.actor(), self.catalog.facts()) else { return Vec::new() };
        let module = &cleared.revision.module;
        let case = Case::Open(Box::new(cleared.row.case.clone()));
        let mut actions: Vec<_> =
            available_actions(module, facts, &case, &actor, self.now).into_iter().map(of_module).collect();
        let ways = module.assisted.iter().flat_map(|assisted| &assisted.channels);
        let mut acting = ways.map(|way| actor.clone().by_way_of(*way)).chain([actor.clone()]);
        if acting.any(|actor| may_answer_supplement(module, facts, &case, &actor, self.now)) {
            let items = cleared.row.case.supplement.as_ref().map(|notice| notice.items.clone());
            actions.push(answer_supplement(items.unwrap_or_default()));
        }
        actions
    }

    /// What the reader may take back of what the case has brought somebody.
    pub(super) fn reliefs(&self, cleared: &Cleared) -> Vec<ReliefAct> {
        let clearance = cleared.clearance;
        let given: &[ReliefAct] = match clearance.relation() {
            Relation::Handler { .. } if clearance.acts() => &ReliefAct::ALL,
            // Who oversees a case decides nothing in it.
            Relation::Auditor if clearance.acts() => &[ReliefAct::WithdrawCard],
            _ => return Vec::new(),
        };
        let (Some(actor), Some(facts)) = (self.who.actor(), self.catalog.facts()) else { return Vec::new() };
        let case = Case::Open(Box::new(cleared.row.case.clone()));
        let mut acts = available_reliefs(&cleared.revision.module, facts, &case, &actor, self.now);
        acts.retain(|act| given.contains(act));
        acts
    }

    /// Whether the reader may open a supervision matter about a case.
    pub(super) fn supervisable(&self, cleared: &Cleared) -> bool {
        match (self.who.actor(), self.catalog.facts()) {
            (Some(actor), Some(facts)) if cleared.clearance.may_oversee() => supervision::may_open(facts, &actor),
            _ => false,
        }
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
