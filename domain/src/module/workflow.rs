//! The workflow: the city's own states and actions, each action with one effect of the law.

use serde::{Deserialize, Serialize};

use crate::calendar::Limit;
use crate::form::Form;
use crate::name::{ActionName, BasisName, DepartmentName, ProcedureName, RoleName, StateName};
use crate::text::Text;

/// States and the actions between them. The first state is where a case begins.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Workflow {
    /// Never empty; the first is the initial state.
    pub states: Vec<State>,
    /// In the order in which a person is offered them.
    pub actions: Vec<Action>,
}

impl Workflow {
    /// The state of this name.
    #[must_use]
    pub fn state(&self, name: &StateName) -> Option<&State> {
        self.states.iter().find(|state| &state.name == name)
    }

    /// The action of this name.
    #[must_use]
    pub fn action(&self, name: &ActionName) -> Option<&Action> {
        self.actions.iter().find(|action| &action.name == name)
    }
}

/// Where a case can stand.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// Its name.
    pub name: StateName,
    /// Its name for people.
    pub title: Text,
    /// How long a case may stay here, from the moment it enters.
    pub limit: Option<Limit>,
    /// What the city itself does when `limit` passes; absent means: only record it.
    pub on_expiry: Option<Expiry>,
    /// Whether the case is over here, and how.
    pub end: Option<End>,
}

/// What happens by itself when a state's limit passes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Expiry {
    /// The state that the case moves to.
    pub to: StateName,
    /// Whether silence has accepted the case (逾期不告知的，视为受理). The limits then count from when
    /// its materials came.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub deems_accepted: bool,
}

/// A procedure that takes time of its own: a test, a hearing, an expert review, a site check.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Procedure {
    /// Its name.
    pub name: ProcedureName,
    /// Its name for people.
    pub title: Text,
    /// The law that lets it stop the clock; always there where it does.
    pub basis: Option<BasisName>,
    /// How long it may take.
    pub most: Limit,
    /// What the limits of the case do meanwhile.
    pub clock: ProcedureClock,
    /// What the law has rules of its own for; absent: a procedure like any other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<ProcedureKind>,
}

/// A procedure that the law has rules of its own for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ProcedureKind {
    /// 公示: everybody may read the case and object, until time alone ends it.
    PublicNotice {
        /// How long the check of one objection may take.
        check_within: Limit,
    },
    /// 听证: a hearing, told in time before it is held (Administrative Licence Law, art. 48).
    Hearing {
        /// How long before it is held it must be told.
        told_before: Limit,
    },
}

/// What the silence of a department that was asked for its opinion means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Silence {
    /// 默认同意: yes, on record as such.
    Consents,
    /// Nothing: the case waits on. For what must be known, such as a check of data.
    Waits,
}

/// What the limits of a case do while a procedure is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ProcedureClock {
    /// They go on.
    Running,
    /// They stand still, at most as long as the procedure may take.
    Stopped,
}

/// How a case is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum End {
    /// What was asked for was done.
    Completed,
    /// Closed, but what was asked for was not done ("closed" is not "solved").
    Unsolved,
    /// Refused on the merits (不予许可).
    Refused,
    /// Not accepted (不予受理).
    Declined,
    /// Taken back by the applicant, or deemed so.
    Withdrawn,
    /// Ended without a decision, because there is nothing left to decide (终止).
    Terminated,
    /// Granted, and taken back later (撤销).
    Revoked,
}

/// One thing that somebody may do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Action {
    /// Its name.
    pub name: ActionName,
    /// Its name for people: an imperative.
    pub title: Text,
    /// In which states it may be done.
    pub from: Vec<StateName>,
    /// Where the case stands afterwards; absent means: where it stood.
    pub to: Option<StateName>,
    /// Who may do it: staff roles of the department that has the case, or `applicant`.
    pub roles: Vec<RoleName>,
    /// Four eyes: no officer does it who has done one of these actions in the same case.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_by: Vec<ActionName>,
    /// How many officers must do it before it takes effect (两名以上工作人员). At least 1.
    #[serde(skip_serializing_if = "is_one")]
    pub officers: u8,
    /// What it demands of the person who does it, beyond what the effect demands.
    pub demands: Demands,
    /// What it means in law.
    pub effect: Effect,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference to what it may leave out")]
fn is_one(officers: &u8) -> bool {
    *officers == 1
}

/// What an action demands.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Demands {
    /// Whether a reason must be written.
    pub reason: bool,
    /// Fields that must be filled in.
    pub fields: Option<Form>,
}

/// The closed set of what an action can mean in law. States carry the city's process; the effect
/// carries clocks, notices and what the stage becomes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Effect {
    /// 受理: complete and within our power. Starts the limits (unless submission did).
    Accept,
    /// 不予受理: outside our power. Needs one of these legal bases and a reason.
    Decline {
        /// What it may rest on.
        basis: Vec<BasisName>,
    },
    /// 一次性告知补正: everything that is missing, told at once.
    RequestSupplement {
        /// How long the applicant has.
        answer_within: Limit,
        /// Where the case goes when they do not answer; absent means: it stays.
        on_lapse: Option<StateName>,
    },
    /// 特别程序开始: a procedure begins.
    StartProcedure {
        /// Which one.
        procedure: Procedure,
    },
    /// 特别程序结束: the procedure that was begun is over.
    EndProcedure {
        /// Which one.
        procedure: ProcedureName,
    },
    /// 延长期限: the limits are lengthened, once. Needs a reason.
    Extend,
    /// 中止: the case rests and its limits stand still. Needs one of these legal bases and a reason.
    Suspend {
        /// What it may rest on.
        basis: Vec<BasisName>,
    },
    /// 恢复办理: a case that rested goes on.
    Resume,
    /// 准予: the decision is yes.
    Approve,
    /// 不予许可: the decision is no. Needs one of these legal bases and a reason.
    Refuse {
        /// What it may rest on.
        basis: Vec<BasisName>,
    },
    /// The result is made (制证).
    Issue,
    /// 撤销: what was granted is taken back, because it was got by what was not true. Needs one of these
    /// legal bases and a reason.
    Revoke {
        /// What it may rest on.
        basis: Vec<BasisName>,
    },
    /// 转办: another department has it from now on. The clock does not move.
    Transfer {
        /// To whom it may go.
        to: Vec<DepartmentName>,
    },
    /// 退回: a case that was passed on goes back to where it came from. Needs a reason. The clock does not
    /// move.
    Return {
        /// How often at most in one case.
        times_max: u8,
    },
    /// 终止: there is nothing left to decide. Needs one of these legal bases and a reason.
    Terminate {
        /// What it may rest on.
        basis: Vec<BasisName>,
    },
    /// 撤回申请: the applicant takes it back.
    Withdraw,
    /// Something for the record. Moves no clock.
    Note,
    /// 办结: the case is over.
    Close,
    /// 重办: a closed case is taken up again.
    Reopen {
        /// How long after closing.
        within: Limit,
        /// How often at most.
        times_max: u8,
    },
    /// 征求意见: other departments are asked for their opinion, at the same time.
    RequestOpinions {
        /// Whom.
        from: Vec<DepartmentName>,
        /// How long they have.
        within: Limit,
        /// What it means when they say nothing.
        silence: Silence,
        /// Where the case goes when every opinion is there; absent: it stays.
        on_all: Option<StateName>,
    },
    /// 反馈意见: a department that was asked gives its opinion. A negative one needs a reason.
    GiveOpinion {
        /// Whether it agrees.
        agrees: bool,
    },
    /// 答复异议: the first objection that waits is answered. Needs a reason.
    AnswerObjection {
        /// Whether the objection is right.
        upheld: bool,
    },
}

impl Effect {
    /// The legal bases of which one must be named for it; none: it needs none.
    #[must_use]
    pub fn bases(&self) -> &[BasisName] {
        match self {
            Self::Decline { basis }
            | Self::Suspend { basis }
            | Self::Refuse { basis }
            | Self::Revoke { basis }
            | Self::Terminate { basis } => basis,
            Self::Accept
            | Self::RequestSupplement { .. }
            | Self::StartProcedure { .. }
            | Self::EndProcedure { .. }
            | Self::Extend
            | Self::Resume
            | Self::Approve
            | Self::Issue
            | Self::Transfer { .. }
            | Self::Return { .. }
            | Self::Withdraw
            | Self::Note
            | Self::Close
            | Self::Reopen { .. }
            | Self::RequestOpinions { .. }
            | Self::GiveOpinion { .. }
            | Self::AnswerObjection { .. } => &[],
        }
    }

    /// Whether the city may do it by itself, by an instant rule: nothing that says no, that stops a clock
    /// or that asks somebody for something.
    #[must_use]
    pub fn may_be_instant(&self) -> bool {
        matches!(self, Self::Accept | Self::Approve | Self::Issue | Self::Note | Self::Close)
    }

    /// Whether it decides about the applicant: who may do it may know what else is kept closest.
    #[must_use]
    pub fn decides(&self) -> bool {
        match self {
            Self::Approve
            | Self::Refuse { .. }
            | Self::Decline { .. }
            | Self::Terminate { .. }
            | Self::Revoke { .. }
            | Self::Extend
            | Self::Close
            | Self::AnswerObjection { .. } => true,
            Self::Accept
            | Self::StartProcedure { .. }
            | Self::EndProcedure { .. }
            | Self::Suspend { .. }
            | Self::Resume
            | Self::Return { .. }
            | Self::RequestSupplement { .. }
            | Self::Issue
            | Self::Transfer { .. }
            | Self::Withdraw
            | Self::Note
            | Self::Reopen { .. }
            | Self::RequestOpinions { .. }
            | Self::GiveOpinion { .. } => false,
        }
    }
}
