//! States and actions as a city writes them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::spec::{Limit, NAME, Nothing, Text};

/// The city's own process. The first state is where a case begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Workflow {
    /// Where a case can stand; the first is the initial state.
    #[schemars(length(min = 2, max = 64))]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["name"]))]
    pub states: Vec<State>,
    /// What somebody may do, in the order in which it is offered.
    #[schemars(length(min = 1, max = 128))]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["name"]))]
    pub actions: Vec<Action>,
}

/// Where a case can stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct State {
    /// Its name; actions refer to it.
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub name: String,
    /// Its name for people.
    pub title: Text,
    /// How long a case may stay here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// What the city itself does when `limit` passes; absent means: only record it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_expiry: Option<Expiry>,
    /// Whether the case is over here, and how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<End>,
}

/// What happens by itself when a state's limit passes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Expiry {
    /// The state that the case moves to.
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub to: String,
    /// Whether silence has accepted the case (逾期不告知的，视为受理): in intake, with the time that the law gives to
    /// tell what is missing. The limits then count from when the materials came.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deems_accepted: bool,
}

/// A procedure that takes time of its own: a test, a hearing, an expert review, a site check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Procedure {
    /// Its name; actions refer to it.
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub name: String,
    /// Its name for people.
    pub title: Text,
    /// The legal basis of the guide that lets it stop the clock; required where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub basis: Option<String>,
    /// How long it may take. Limits that it stopped go on then, whether it is over or not.
    pub most: Limit,
    /// What the limits of the case do meanwhile.
    pub clock: ProcedureClock,
    /// 公示: everybody may read the case meanwhile and object; time alone ends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_notice: Option<PublicNotice>,
    /// 听证: a hearing, told in time; not together with `publicNotice`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hearing: Option<Hearing>,
}

/// A public notice.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PublicNotice {
    /// How long the check of one objection may take.
    pub check_within: Limit,
}

/// A hearing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Hearing {
    /// How long before it is held it must be told; seven days by law.
    pub told_before: Limit,
}

/// What the silence of a department that was asked for its opinion means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Silence {
    /// 默认同意: yes, on record as such.
    Consents,
    /// Nothing: the case waits on. For what must be known, such as a check of data.
    Waits,
}

/// What the limits of a case do while a procedure is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ProcedureClock {
    /// They go on: the procedure is part of the examination.
    Running,
    /// They stand still (不计入期限).
    Stopped,
}

/// How a case is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum End {
    /// What was asked for was done.
    Completed,
    /// Closed, but what was asked for was not done.
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Action {
    /// Its name. `answer-supplement` is built in and may not be used.
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub name: String,
    /// Its name for people: an imperative.
    pub title: Text,
    /// In which states it may be done.
    #[schemars(length(min = 1, max = 64), inner(length(min = 1, max = 63), regex(pattern = NAME)))]
    #[schemars(extend("x-kubernetes-list-type" = "set"))]
    pub from: Vec<String>,
    /// Where the case stands afterwards; absent means: where it stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub to: Option<String>,
    /// Who may do it: staff roles of the department that has the case, or `applicant`; `city` for what only an instant rule does.
    #[schemars(length(min = 1, max = 32), inner(length(min = 1, max = 63), regex(pattern = NAME)))]
    #[schemars(extend("x-kubernetes-list-type" = "set"))]
    pub roles: Vec<String>,
    /// Four eyes: no officer does it who has done one of these actions in the same case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1, max = 32), inner(length(min = 1, max = 63), regex(pattern = NAME)))]
    #[schemars(extend("x-kubernetes-list-type" = "set"))]
    pub not_by: Vec<String>,
    /// How many officers must do it before it takes effect; a content check takes two (两名以上工作人员).
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[schemars(range(min = 1, max = 5))]
    pub officers: i32,
    /// What it demands of the person who does it, beyond what the effect demands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demands: Option<Demands>,
    /// What it means in law.
    pub effect: Effect,
}

fn one() -> i32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference to what it may leave out")]
fn is_one(officers: &i32) -> bool {
    *officers == 1
}

/// What an action demands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Demands {
    /// Whether a reason must be written.
    #[serde(default)]
    pub reason: bool,
    /// Fields that must be filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<super::Form>,
}

/// What an action means in law: exactly one of these.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Effect {
    /// 受理: complete and within our power. Starts the limits unless submission did.
    Accept(Nothing),
    /// 不予受理: outside our power. Ends `Declined`.
    Decline(Basis),
    /// 一次性告知补正: everything that is missing, told at once.
    RequestSupplement(RequestSupplement),
    /// 特别程序开始: a procedure begins.
    StartProcedure(NamedProcedure),
    /// 特别程序结束: the procedure that was begun is over.
    EndProcedure(NamedProcedure),
    /// 延长期限: the limits become longer by `limits.extension`, once, with a reason.
    Extend(Nothing),
    /// 中止: the case rests and its limits stand still until it is resumed.
    Suspend(Basis),
    /// 恢复办理: a case that rested goes on.
    Resume(Nothing),
    /// 准予: the decision is yes.
    Approve(Nothing),
    /// 不予许可: the decision is no. Ends `Refused`.
    Refuse(Basis),
    /// 制证: the result is made.
    Issue(Nothing),
    /// 撤销: what was granted is taken back. Ends `Revoked`.
    Revoke(Basis),
    /// 转办: another department has it from now on. The clock does not move.
    Transfer(Transfer),
    /// 退回: a case that was passed on goes back, with a reason. The clock does not move.
    Return(Return),
    /// 终止: there is nothing left to decide. Ends `Terminated`.
    Terminate(Basis),
    /// 撤回申请: the applicant takes it back. Ends `Withdrawn`.
    Withdraw(Nothing),
    /// Something for the record. Moves no clock.
    Note(Nothing),
    /// 办结: the case is over.
    Close(Nothing),
    /// 重办: a closed case is taken up again.
    Reopen(Reopen),
    /// 征求意见: other departments are asked for their opinion, at the same time.
    RequestOpinions(RequestOpinions),
    /// 反馈意见: a department that was asked gives its opinion; one that does not agree says why.
    GiveOpinion(GiveOpinion),
    /// 答复异议: the first objection that waits is answered, with a reason.
    AnswerObjection(AnswerObjection),
}

/// What other departments are asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RequestOpinions {
    /// Departments that are asked; the one that has the case is left out.
    #[schemars(length(min = 1, max = 32), inner(length(min = 1, max = 63), regex(pattern = NAME)))]
    #[schemars(extend("x-kubernetes-list-type" = "set"))]
    pub from: Vec<String>,
    /// How long they have.
    pub within: Limit,
    /// What it means when they say nothing.
    pub silence: Silence,
    /// The state that the case moves to when every opinion is there; absent means: it stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub on_all: Option<String>,
}

/// An opinion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GiveOpinion {
    /// Whether the department agrees.
    pub agrees: bool,
}

/// An answer to an objection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AnswerObjection {
    /// Whether the objection is right.
    pub upheld: bool,
}

/// A procedure of the module.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NamedProcedure {
    /// Its name in `spec.procedures`.
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub procedure: String,
}

/// How often a case may go back to the department that passed it on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Return {
    /// How often at most in one case.
    #[schemars(range(min = 1, max = 20))]
    pub times_max: i32,
}

/// What a negative decision, a rest or a termination may rest on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Basis {
    /// Names of legal bases of the guide; the officer picks one and writes a reason.
    #[schemars(length(min = 1, max = 32), inner(length(min = 1, max = 63), regex(pattern = NAME)))]
    #[schemars(extend("x-kubernetes-list-type" = "set"))]
    pub basis: Vec<String>,
}

/// A supplement notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RequestSupplement {
    /// How long the applicant has.
    pub answer_within: Limit,
    /// The state that the case moves to when they do not answer; absent means: it stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub on_lapse: Option<String>,
}

/// A hand-over to another department.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Transfer {
    /// Departments to which it may go.
    #[schemars(length(min = 1, max = 64), inner(length(min = 1, max = 63), regex(pattern = NAME)))]
    #[schemars(extend("x-kubernetes-list-type" = "set"))]
    pub to: Vec<String>,
}

/// How a closed case may be taken up again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reopen {
    /// How long after closing.
    pub within: Limit,
    /// How often at most.
    #[schemars(range(min = 1, max = 20))]
    pub times_max: i32,
}
