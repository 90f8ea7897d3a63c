//! Cases (办件): the interface that all share, and the type for those without one of their own.

use std::sync::Arc;

use async_graphql::Value;
use async_graphql::dynamic::{FieldValue, Interface, ResolverContext};
use cityhall_domain::case::{CaseNumber, Stage};
use cityhall_domain::module::End;
use cityhall_domain::name::{CaseId, ModuleName};
use cityhall_engine::{AvailableAction, CaseView, Done, Redaction, RedactionReason, SupplementView};

use crate::opaque::{GlobalId, encode_position};
use crate::refusal::applicant_kind;
use crate::schema::ahead::Ahead;
use crate::schema::core::{json, language_argument, moment};
use crate::schema::module::{ModuleNode, word};
use crate::schema::spec::{Spec, object, ty};
use crate::schema::table::{Table, implementing};
use crate::schema::{
    assignment, card, clock, concerns, conversation, department, notice, page, people, rating, timeline,
};
use crate::visit::Visit;

/// The type of cases whose module has no type of its own in this schema.
pub(crate) const OTHER_CASE: &str = "OtherCase";

/// A case as resolvers hold it.
#[derive(Clone)]
pub(crate) struct CaseNode {
    pub(crate) id: CaseId,
    number: CaseNumber,
    revision: u64,
    /// Absent where the caller asks for nothing but what a command's answer tells.
    view: Option<Arc<CaseView>>,
    /// What was read ahead for a whole list.
    pub(crate) ahead: Ahead,
}

impl CaseNode {
    /// A case that was read.
    pub(crate) fn read(view: CaseView) -> Self {
        Self {
            id: view.id,
            number: view.number.clone(),
            revision: view.revision,
            view: Some(Arc::new(view)),
            ahead: Ahead::default(),
        }
    }

    /// A case of which only a command's answer is known.
    pub(crate) fn done(done: &Done) -> Self {
        Self {
            id: done.case_id,
            number: done.number.clone(),
            revision: done.revision,
            view: None,
            ahead: Ahead::default(),
        }
    }

    /// What the reader may see of it.
    pub(crate) fn view(&self) -> Option<&CaseView> {
        self.view.as_deref()
    }

    /// The same, to be held on to.
    pub(crate) fn shared(&self) -> Option<Arc<CaseView>> {
        self.view.clone()
    }

    /// The value of a field whose type is the interface.
    pub(crate) fn dressed(&self, ctx: &ResolverContext<'_>) -> FieldValue<'static> {
        let module = self.view().map(|view| &view.module);
        FieldValue::owned_any(self.clone()).with_type(type_of(ctx, module))
    }
}

/// The type that stands for cases of a module.
pub(crate) fn type_of(ctx: &ResolverContext<'_>, module: Option<&ModuleName>) -> String {
    let known = module.and_then(|module| Visit::of(ctx).case_types.get(module));
    known.map_or(OTHER_CASE, String::as_str).to_owned()
}

/// Fields that a command's answer tells without a read.
pub(crate) const KNOWN_FROM_COMMAND: [&str; 3] = ["id", "number", "revision"];

/// Adds it.
pub(crate) fn add(table: &mut Table) {
    table.words(
        "Stage",
        "How far a case is, the same in every module.",
        &[
            ("SUBMITTED", "Handed in, not yet accepted (已提交)."),
            ("ACCEPTED", "Accepted, not yet decided (已受理)."),
            ("DECIDED", "Decided, not yet over (已决定)."),
            ("CLOSED", "Over (已办结)."),
        ],
    );
    table.words(
        "CaseEnd",
        "How a case is over.",
        &[
            ("COMPLETED", "What was asked for was done."),
            ("UNSOLVED", "Closed, but what was asked for was not done."),
            ("REFUSED", "Refused on the merits (不予许可)."),
            ("DECLINED", "Not accepted (不予受理)."),
            ("WITHDRAWN", "Taken back by the applicant, or deemed so."),
            ("TERMINATED", "Ended without a decision, because there is nothing left to decide (终止)."),
            ("REVOKED", "Granted, and taken back later (撤销)."),
        ],
    );
    add_parts(table);
    concerns::add(table);
    people::add(table);
    assignment::add(table);
    timeline::add(table);
    conversation::add(table);
    rating::add(table);
    notice::add(table);
    let interface = Interface::new("Case").description("One person's matter under one module revision (办件).");
    table.add(fields().iter().fold(interface, |interface, spec| interface.field(spec.interface_field())));
    let about = "A case whose module has no type of its own in this schema.";
    table.add(implementing(object(OTHER_CASE, about, fields()), &["Node", "Case"]));
}

/// Adds lists of cases of any module.
pub(crate) fn add_connection(table: &mut Table) {
    page::add_connection::<CaseNode>(table, "Case", "Case", |node, ctx| Some(node.dressed(ctx)));
}

/// The fields of every case.
pub(crate) fn fields() -> Vec<Spec> {
    identity()
        .into_iter()
        .chain(standing())
        .chain(times())
        .chain(content())
        .chain(concerns::fields())
        .chain(assignment::fields())
        .collect()
}

fn viewed(name: &str, of: async_graphql::dynamic::TypeRef, about: &str, read: fn(&CaseView) -> Option<Value>) -> Spec {
    Spec::leaf::<CaseNode>(name, of, about, move |node| node.view().and_then(read))
}

fn identity() -> Vec<Spec> {
    vec![
        Spec::leaf::<CaseNode>("id", ty::must("ID"), "The global id.", |node| {
            Some(Value::from(GlobalId::Case(node.id).encode()))
        }),
        Spec::leaf::<CaseNode>("number", ty::may("String"), "The number that people say on the telephone.", |node| {
            Some(Value::from(node.number.as_str()))
        }),
        Spec::leaf::<CaseNode>("revision", ty::may("Int"), "Grows with every event; for `expectedRevision`.", |node| {
            i32::try_from(node.revision).ok().map(Value::from)
        }),
        viewed("module", ty::may("String"), "The name of its module.", |view| Some(Value::from(view.module.as_str()))),
        viewed("moduleRevision", ty::may("Int"), "The revision of the module that it stays under.", |view| {
            i32::try_from(view.module_revision).ok().map(Value::from)
        }),
        Spec::part::<CaseNode>(
            "serviceModule",
            ty::may("ServiceModule"),
            "Its module, in the revision that it stays under.",
            |node, ctx| {
                let view = node.view()?;
                let catalog = &Visit::of(ctx).catalog;
                let revision = catalog.revision(&view.module, view.module_revision)?;
                let retired = catalog.current(&view.module).is_none();
                Some(FieldValue::owned_any(ModuleNode::of_revision(revision, retired)))
            },
        ),
    ]
}

fn standing() -> Vec<Spec> {
    vec![
        viewed("state", ty::may("String"), "Where it stands in the city's own process.", |view| {
            Some(Value::from(view.state.as_str()))
        }),
        Spec::part::<CaseNode>("stateTitle", ty::may("String"), "The state's name for people.", |node, ctx| {
            let view = node.view()?;
            let revision = Visit::of(ctx).catalog.revision(&view.module, view.module_revision)?;
            let state = revision.module.workflow.state(&view.state)?;
            Some(Value::from(Visit::text(ctx, &state.title)).into())
        })
        .with(language_argument()),
        viewed("stage", ty::may("Stage"), "How far it is.", |view| Some(word(stage_word(view.stage)))),
        viewed("end", ty::may("CaseEnd"), "How it ended, while it is over.", |view| view.end.map(end_word)),
        Spec::part::<CaseNode>("department", ty::may("Department"), "Who has it.", |node, ctx| {
            node.view().and_then(|view| department::find(ctx, &view.department))
        }),
        viewed("applicant", ty::may("String"), "Whose it is, for readers who may know.", |view| {
            view.applicant_subject.as_ref().map(|subject| Value::from(subject.0.as_str()))
        }),
        viewed(
            "applicantKind",
            ty::may("ApplicantKind"),
            "What kind of applicant it is, for readers who may know.",
            |view| view.applicant_kind.map(|kind| word(applicant_kind(kind))),
        ),
        viewed("published", ty::may("Boolean"), "Whether the public may read it.", |view| {
            Some(Value::from(view.published))
        }),
    ]
}

fn times() -> Vec<Spec> {
    vec![
        viewed("dueAt", ty::may("DateTime"), "The first moment that is too late, once the limit runs.", |view| {
            view.due.map(|due| moment(due.at))
        }),
        viewed("dueDay", ty::may("Date"), "The last day, in the city's time zone.", |view| {
            view.due.map(|due| Value::from(due.day.to_string()))
        }),
        viewed("provisional", ty::may("Boolean"), "Whether the due date waits for a year's calendar.", |view| {
            view.due.map(|due| Value::from(due.provisional))
        }),
        viewed("overdue", ty::may("Boolean"), "Whether the promised limit passed before the decision.", |view| {
            Some(Value::from(view.overdue))
        }),
        viewed("daysOver", ty::may("Int"), "Since how many days it is overdue; a day that has begun counts.", |view| {
            view.days_over.and_then(|days| i32::try_from(days).ok()).map(Value::from)
        }),
        Spec::part::<CaseNode>(
            "clocks",
            ty::list("ClockDate"),
            "Every limit that runs and has not passed.",
            |node, _| Some(clock::dates(&node.view()?.clocks)),
        ),
        viewed("stoppedSince", ty::may("DateTime"), "Since when its limits stand still.", |view| {
            view.stopped_since.map(moment)
        }),
        Spec::part::<CaseNode>("procedure", ty::may("OpenProcedure"), "The procedure that is open.", |node, _| {
            node.view()?.procedure.as_ref().map(|open| FieldValue::borrowed_any(open))
        }),
        viewed("submittedAt", ty::may("DateTime"), "When it was handed in.", |view| Some(moment(view.submitted_at))),
        viewed("updatedAt", ty::may("DateTime"), "The moment of its last event.", |view| Some(moment(view.updated_at))),
        viewed("asOf", ty::may("Position"), "What this reflects.", |view| {
            Some(Value::from(encode_position(view.as_of)))
        }),
    ]
}

fn content() -> Vec<Spec> {
    vec![
        Spec::part::<CaseNode>(
            "form",
            ty::may("Form"),
            "What the applicant filled in, as it was asked.",
            |node, ctx| {
                let view = node.view()?;
                let revision = Visit::of(ctx).catalog.revision(&view.module, view.module_revision)?;
                Some(FieldValue::owned_any(revision.module.form.schema().clone()))
            },
        ),
        viewed("answersJson", ty::may("JSON"), "The answers, without what this reader may not see.", |view| {
            json(&serde_json::Value::Object(view.answers.clone()))
        }),
        Spec::part::<CaseNode>("redactions", ty::list("Redaction"), "What is not shown, and why.", |node, _| {
            Some(redactions(&node.view()?.redactions))
        }),
        Spec::part::<CaseNode>(
            "availableActions",
            ty::list("AvailableAction"),
            "What this reader may do now.",
            |node, _| Some(FieldValue::list(node.view()?.actions().into_iter().map(FieldValue::owned_any))),
        ),
        Spec::part::<CaseNode>(
            "supplement",
            ty::may("SupplementNotice"),
            "The notice that waits for an answer.",
            |node, _| node.view()?.supplement.as_ref().map(|notice| FieldValue::borrowed_any(notice)),
        ),
        viewed(
            "receiptCode",
            ty::may("String"),
            "The code of its receipt, for its applicant: with the number it opens `caseByReceipt`.",
            |view| view.receipt_code.map(|code| Value::from(code.to_string())),
        ),
        timeline::field(),
        rating::field(),
        notice::field(),
        Spec::part::<CaseNode>(
            "cards",
            ty::list("CaseCard"),
            "Cards that its limits drew; for the staff.",
            |node, _| Some(card::cards(&node.view()?.cards)),
        ),
        Spec::part::<CaseNode>(
            "warnings",
            ty::list("AnswerWarning"),
            "What may be wrong with the answers that this reader sees.",
            |node, _| Some(people::warnings(&node.view()?.warnings)),
        ),
    ]
    .into_iter()
    .chain(conversation::fields())
    .collect()
}

/// Values that are not shown, as the executor resolves them further.
pub(crate) fn redactions(all: &[Redaction]) -> FieldValue<'_> {
    FieldValue::list(all.iter().map(|one| FieldValue::borrowed_any(one)))
}

fn add_parts(table: &mut Table) {
    table.words(
        "RedactionReason",
        "Why a value is not shown.",
        &[
            ("NOT_ALLOWED", "The reader may not read values of its class."),
            ("ERASED", "The person whose value it is was erased."),
            ("UNREADABLE", "It does not open with the key that there is."),
        ],
    );
    table.object(
        "Redaction",
        "A value that is there and not shown.",
        [
            Spec::leaf::<Redaction>("path", ty::may("String"), "JSON Pointer of the value.", |one| {
                Some(Value::from(one.path.as_str()))
            }),
            Spec::leaf::<Redaction>("reason", ty::may("RedactionReason"), "Why it is not shown.", |one| {
                Some(word(redaction_word(one.reason)))
            }),
        ],
    );
    table.object(
        "SupplementNotice",
        "A notice of what is missing or wrong (补正通知).",
        [
            Spec::leaf::<SupplementView>("items", ty::list("String"), "JSON Pointers of what is missing.", |one| {
                Some(Value::List(one.items.iter().map(|item| Value::from(item.as_str())).collect()))
            }),
            Spec::leaf::<SupplementView>("documents", ty::list("String"), "Materials that are missing.", |one| {
                Some(Value::List(one.documents.iter().map(|name| Value::from(name.as_str())).collect()))
            }),
            Spec::leaf::<SupplementView>("dueAt", ty::may("DateTime"), "When it lapses.", |one| {
                Some(moment(one.due.at))
            }),
        ],
    );
    table.object("AvailableAction", "Something that this reader may do now.", action_fields());
}

fn action_fields() -> Vec<Spec> {
    fn names<T: ToString>(all: &[T]) -> Value {
        Value::List(all.iter().map(|one| Value::from(one.to_string())).collect())
    }
    vec![
        Spec::leaf::<AvailableAction>("name", ty::may("String"), "Its name for `performAction`.", |one| {
            Some(Value::from(one.name.as_str()))
        }),
        Spec::part::<AvailableAction>("title", ty::may("String"), "Its name for people.", |one, ctx| {
            Some(Value::from(Visit::text(ctx, &one.title)).into())
        })
        .with(language_argument()),
        Spec::leaf::<AvailableAction>("effect", ty::may("String"), "What it means in law.", |one| {
            Some(Value::from(one.effect))
        }),
        Spec::leaf::<AvailableAction>("reason", ty::may("Boolean"), "Whether a reason must be written.", |one| {
            Some(Value::from(one.reason))
        }),
        Spec::leaf::<AvailableAction>("legalBasis", ty::list("String"), "Of which one must be named.", |one| {
            Some(names(&one.legal_basis))
        }),
        Spec::leaf::<AvailableAction>("fields", ty::may("JSON"), "The schema of its own fields.", |one| {
            one.fields.as_ref().and_then(json)
        }),
        Spec::leaf::<AvailableAction>("departments", ty::list("String"), "Of which one must be named.", |one| {
            Some(names(&one.departments))
        }),
        Spec::leaf::<AvailableAction>("items", ty::may("Boolean"), "Whether what is missing must be listed.", |one| {
            Some(Value::from(one.items))
        }),
        Spec::leaf::<AvailableAction>("answers", ty::list("String"), "Which answers may be changed.", |one| {
            Some(names(&one.answers))
        }),
    ]
}

/// How a reason for not showing something is called in the API.
pub(crate) fn redaction_word(reason: RedactionReason) -> &'static str {
    match reason {
        RedactionReason::NotAllowed => "NOT_ALLOWED",
        RedactionReason::Erased => "ERASED",
        RedactionReason::Unreadable => "UNREADABLE",
    }
}

/// How a stage is called in the API.
pub(crate) fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::Submitted => "SUBMITTED",
        Stage::Accepted => "ACCEPTED",
        Stage::Decided => "DECIDED",
        Stage::Closed => "CLOSED",
    }
}

/// The stage of this name.
pub(crate) fn stage_of(name: &str) -> Option<Stage> {
    [Stage::Submitted, Stage::Accepted, Stage::Decided, Stage::Closed]
        .into_iter()
        .find(|stage| stage_word(*stage) == name)
}

/// How an end is called in the API.
pub(crate) fn end_word(end: End) -> Value {
    word(match end {
        End::Completed => "COMPLETED",
        End::Unsolved => "UNSOLVED",
        End::Refused => "REFUSED",
        End::Declined => "DECLINED",
        End::Withdrawn => "WITHDRAWN",
        End::Terminated => "TERMINATED",
        End::Revoked => "REVOKED",
    })
}
