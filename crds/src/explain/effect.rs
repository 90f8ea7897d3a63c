//! Effects in the words of the office. A new effect is one more arm of [`meaning`].

use cityhall_domain::calendar::Limit;
use cityhall_domain::module::{Effect, Procedure, Silence};
use cityhall_domain::name::{BasisName, DepartmentName, StateName};

/// What an effect means to people. Texts are `[zh, en]`.
pub(super) struct Meaning<'a> {
    /// The office's word for it.
    pub(super) word: [&'static str; 2],
    /// What it says, as a whole sentence.
    pub(super) sentence: [&'static str; 2],
    /// What the manifest adds to it.
    pub(super) detail: Detail<'a>,
}

/// What a manifest adds to an effect.
#[derive(Clone, Copy)]
pub(super) enum Detail<'a> {
    /// Nothing.
    Plain,
    /// A reason is written, and it rests on one of these.
    Bases(&'a [BasisName]),
    /// Fields are named that the applicant mends in time.
    Supplement { answer_within: Limit, on_lapse: Option<&'a StateName> },
    /// It goes to one of these.
    Receivers(&'a [DepartmentName]),
    /// A procedure takes its time.
    Takes(&'a Procedure),
    /// A reason is written, and the limits become longer.
    Longer,
    /// A reason is written; how often at most.
    Back(u8),
    /// How long after closing, and how often.
    Window { within: Limit, times_max: u8 },
    /// These are asked, and have so long.
    Asks { from: &'a [DepartmentName], within: Limit, silence: Silence, on_all: Option<&'a StateName> },
    /// A reason is written.
    Why,
}

/// The table: each effect with its word, its sentence, and what the manifest adds.
#[expect(clippy::too_many_lines, reason = "a table")]
pub(super) fn meaning(effect: &Effect) -> Meaning<'_> {
    use Detail::{Asks, Back, Bases, Longer, Plain, Receivers, Supplement, Takes, Why, Window};
    let (word, sentence, detail) = match effect {
        Effect::Accept => (
            ["受理", "acceptance"],
            ["材料齐全，属于本机关职权范围。", "The application is complete and within the office's power."],
            Plain,
        ),
        Effect::Decline { basis } => (
            ["不予受理", "declining"],
            ["不属于本机关职权范围，不作实体审查。", "It is not within the office's power and is not examined."],
            Bases(basis),
        ),
        Effect::RequestSupplement { answer_within, on_lapse } => (
            ["补正通知", "supplement notice"],
            [
                "一次告知全部缺漏，只能补正列明的内容。",
                "Everything that is missing is told at once; only that may be mended.",
            ],
            Supplement { answer_within: *answer_within, on_lapse: on_lapse.as_ref() },
        ),
        Effect::StartProcedure { procedure } => (
            ["特别程序开始", "beginning of a procedure"],
            ["一项特别程序开始，结束之前不作决定。", "A procedure begins; nothing is decided before it is over."],
            Takes(procedure),
        ),
        Effect::EndProcedure { .. } => (
            ["特别程序结束", "end of a procedure"],
            ["特别程序结束，停止的时限继续计算。", "The procedure is over; limits that stood still go on."],
            Plain,
        ),
        Effect::Extend => {
            (["延长期限", "extension"], ["延长时限，只能一次。", "The limits become longer, once."], Longer)
        }
        Effect::Suspend { basis } => (
            ["中止", "suspension"],
            [
                "办件暂停，时限停止计算，直到恢复办理。",
                "The case rests and its limits stand still until it is resumed.",
            ],
            Bases(basis),
        ),
        Effect::Resume => {
            (["恢复办理", "resumption"], ["恢复办理，时限继续计算。", "The case goes on, and so do its limits."], Plain)
        }
        Effect::Approve => {
            (["准予", "approval"], ["决定同意，时限到此为止。", "The decision is yes; the limits end here."], Plain)
        }
        Effect::Refuse { basis } => (
            ["不予许可", "refusal"],
            ["决定不同意，可以申请复议或者提起诉讼。", "The decision is no; it can be appealed."],
            Bases(basis),
        ),
        Effect::Issue => (["制证", "issue"], ["制作并发出结果。", "The result is made and given out."], Plain),
        Effect::Revoke { basis } => (
            ["撤销", "revocation"],
            ["撤销已经作出的准予决定，收回结果。", "What was granted is taken back."],
            Bases(basis),
        ),
        Effect::Transfer { to } => (
            ["转办", "transfer"],
            ["交给另一个部门办理，不影响计时。", "Another department has the case from then on; no clock moves."],
            Receivers(to),
        ),
        Effect::Return { times_max } => (
            ["退回", "return"],
            ["退回转来的部门，不影响计时。", "The case goes back to the department that passed it on; no clock moves."],
            Back(*times_max),
        ),
        Effect::Terminate { basis } => (
            ["终止", "termination"],
            [
                "没有可以决定的事项，办件到此终止。",
                "There is nothing left to decide; the case ends without a decision.",
            ],
            Bases(basis),
        ),
        Effect::Withdraw => (["撤回", "withdrawal"], ["申请人撤回。", "The applicant takes the case back."], Plain),
        Effect::Note => (["记录", "note"], ["记录在案，不影响计时。", "It is put on record; no clock moves."], Plain),
        Effect::Close => (["办结", "closing"], ["办件到此结束。", "The case is over."], Plain),
        Effect::Reopen { within, times_max } => (
            ["重办", "reopening"],
            ["已办结的重新办理，时限从头计算。", "A case that was over is taken up again, with its whole limits anew."],
            Window { within: *within, times_max: *times_max },
        ),
        Effect::RequestOpinions { from, within, silence, on_all } => (
            ["征求意见", "request for opinions"],
            [
                "同时征求其他部门的意见，意见到齐之前不作决定。",
                "Other departments are asked at the same time; nothing is decided before every opinion is there.",
            ],
            Asks { from, within: *within, silence: *silence, on_all: on_all.as_ref() },
        ),
        Effect::GiveOpinion { agrees: true } => {
            (["同意", "opinion: yes"], ["被征求意见的部门表示同意。", "A department that was asked agrees."], Plain)
        }
        Effect::GiveOpinion { agrees: false } => (
            ["不同意", "opinion: no"],
            ["被征求意见的部门不同意，并说明理由。", "A department that was asked does not agree, and says why."],
            Why,
        ),
        Effect::AnswerObjection { upheld: true } => (
            ["异议成立", "objection upheld"],
            ["最先提出的待答复异议成立。", "The first objection that waits is right."],
            Why,
        ),
        Effect::AnswerObjection { upheld: false } => (
            ["异议不成立", "objection dismissed"],
            ["最先提出的待答复异议不成立。", "The first objection that waits is not right."],
            Why,
        ),
    };
    Meaning { word, sentence, detail }
}
