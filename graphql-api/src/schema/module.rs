//! Service modules (事项): what a city offers, its guide and its form.

use std::sync::Arc;

use async_graphql::Value;
use async_graphql::dynamic::{FieldValue, ResolverContext};
use cityhall_domain::module::{Assistance, Module, ServiceType};
use cityhall_domain::name::ModuleName;
use cityhall_engine::{Revision, ServedModule};

use crate::opaque::GlobalId;
use crate::refusal::applicant_kind;
use crate::schema::core::{json, language_argument};
use crate::schema::page::{self, Listed};
use crate::schema::spec::{Argument, Spec, object, ty};
use crate::schema::table::{Table, implementing};
use crate::schema::{clock, department, guide, people};
use crate::visit::Visit;

/// A module as it is served: its newest revision, and whether it takes new cases.
#[derive(Clone)]
pub(crate) struct ModuleNode {
    revision: Arc<Revision>,
    retired: bool,
}

impl ModuleNode {
    fn of(served: &ServedModule) -> Option<Self> {
        let revision = served.current.as_ref().or(served.revisions.last())?;
        Some(Self { revision: Arc::clone(revision), retired: served.current.is_none() })
    }

    /// One revision of a module.
    pub(crate) fn of_revision(revision: &Arc<Revision>, retired: bool) -> Self {
        Self { revision: Arc::clone(revision), retired }
    }

    fn module(&self) -> &Module {
        &self.revision.module
    }
}

/// The module of this name, if the city ever had it.
pub(crate) fn find(ctx: &ResolverContext<'_>, name: &ModuleName) -> Option<FieldValue<'static>> {
    Visit::of(ctx).catalog.modules.get(name).and_then(ModuleNode::of).map(FieldValue::owned_any)
}

/// Adds it.
pub(crate) fn add(table: &mut Table) {
    table.words("ServiceType", "What kind of administrative matter a module is (行政权力类型).", SERVICE_TYPES);
    table.words(
        "ApplicantKind",
        "Who may apply.",
        &[
            ("ANONYMOUS", "Nobody in particular: no identity is asked."),
            ("RESIDENT", "A natural person."),
            ("COMPANY", "A legal person or sole trader."),
        ],
    );
    table.words(
        "Assurance",
        "How surely it is known who somebody is, from the least to the most.",
        &[
            ("LOW", "By what they say of themselves, such as a telephone number."),
            ("SUBSTANTIAL", "By a check against an official register or document."),
            ("HIGH", "By a check in person, or by a face or a chip against the register."),
        ],
    );
    guide::add(table);
    clock::add(table);
    add_parts(table);
    add_workflow(table);
    let about = "One government service item (事项): its guide, its form, its workflow.";
    let fields = identity().into_iter().chain(content());
    table.add(implementing(object("ServiceModule", about, fields), &["Node"]));
    page::add_connection::<ModuleNode>(table, "ServiceModule", "ServiceModule", |node, _| {
        Some(FieldValue::owned_any(node.clone()))
    });
    table.query("serviceModule", by_name());
    table.query("serviceModules", list());
}

fn by_name() -> Spec {
    let argument = Argument::new("name", ty::must("String"), "Its name.");
    Spec::known("serviceModule", ty::may("ServiceModule"), "The module of this name.", |ctx| {
        find(ctx, &page::text(ctx, "name")?.parse().ok()?)
    })
    .with(argument)
}

fn list() -> Spec {
    let about = "The modules of the city, by name; retired ones only when asked for.";
    Spec::asked("serviceModules", ty::may("ServiceModuleConnection"), about, |ctx| {
        Box::pin(async move {
            let asked = page::asked(&ctx)?;
            let retired = ctx.args.get("retired").and_then(|value| value.boolean().ok()).unwrap_or(false);
            let department = page::text(&ctx, "department");
            let modules = &Visit::of(&ctx).catalog.modules;
            let all = modules.iter().filter_map(|(name, served)| Some((name.to_string(), ModuleNode::of(served)?)));
            let wanted = all.filter(|(_, node)| {
                node.retired == retired
                    && department.as_ref().is_none_or(|name| node.module().department.as_str() == name)
            });
            Ok(Some(FieldValue::owned_any(Listed::cut(wanted.collect(), &asked))))
        })
    })
    .with_all(page::arguments())
    .with(Argument::new("department", ty::may("String"), "Only those that this department leads."))
    .with(Argument::new("retired", ty::may("Boolean"), "Those that take no new cases instead.").or(false))
}

fn identity() -> Vec<Spec> {
    vec![
        Spec::leaf::<ModuleNode>("id", ty::must("ID"), "The global id.", |node| {
            Some(Value::from(GlobalId::Module(node.module().name.clone()).encode()))
        }),
        Spec::leaf::<ModuleNode>("name", ty::may("String"), "Its name for `submitCase`.", |node| {
            Some(Value::from(node.module().name.as_str()))
        }),
        Spec::part::<ModuleNode>("title", ty::may("String"), "Name of the item (事项名称).", |node, ctx| {
            Some(Value::from(Visit::text(ctx, &node.module().title)).into())
        })
        .with(language_argument()),
        Spec::leaf::<ModuleNode>("type", ty::may("ServiceType"), "What kind of matter it is.", |node| {
            Some(word(service_type(node.module().service_type)))
        }),
        Spec::leaf::<ModuleNode>("revision", ty::may("Int"), "The number of this revision, from 1.", |node| {
            i32::try_from(node.revision.number).ok().map(Value::from)
        }),
        Spec::leaf::<ModuleNode>("digest", ty::may("String"), "SHA-256 of the spec's canonical JSON.", |node| {
            Some(Value::from(node.revision.digest.as_str()))
        }),
        Spec::leaf::<ModuleNode>("retired", ty::may("Boolean"), "Whether it takes no new cases.", |node| {
            Some(Value::from(node.retired))
        }),
        Spec::part::<ModuleNode>("department", ty::may("Department"), "The body that leads.", |node, ctx| {
            department::find(ctx, &node.module().department)
        }),
        Spec::leaf::<ModuleNode>("applicants", ty::list("ApplicantKind"), "Who may apply.", |node| {
            Some(Value::List(node.module().applicants.iter().map(|kind| word(applicant_kind(*kind))).collect()))
        }),
        Spec::part::<ModuleNode>(
            "assistance",
            ty::may("Assistance"),
            "Which officers take it down for a person who comes to them (窗口代办); null: nobody does.",
            |node, _| node.revision.module.assisted.as_ref().map(|one| FieldValue::borrowed_any(one)),
        ),
        Spec::leaf::<ModuleNode>(
            "assurance",
            ty::may("Assurance"),
            "How surely an applicant must be known who applies online (实名等级); null: any account will do.",
            |node| node.module().assurance.map(|level| word(level.word())),
        ),
    ]
}

fn content() -> Vec<Spec> {
    vec![
        Spec::part::<ModuleNode>(
            "guide",
            ty::may("Guide"),
            "What to read before applying (办事指南).",
            |node, ctx| Some(guide::value(&node.revision, Visit::language_of(ctx))),
        )
        .with(language_argument()),
        Spec::part::<ModuleNode>("form", ty::may("Form"), "What an applicant fills in.", |node, _| {
            Some(FieldValue::borrowed_any(node.revision.module.form.schema()))
        }),
        Spec::part::<ModuleNode>("limits", ty::may("Limits"), "How long it may take.", |node, _| {
            Some(FieldValue::borrowed_any(&node.revision.module.limits))
        }),
        Spec::part::<ModuleNode>("procedures", ty::list("Procedure"), "What takes time of its own.", |node, _| {
            Some(FieldValue::list(node.revision.module.procedures.iter().map(|one| FieldValue::borrowed_any(one))))
        }),
        Spec::part::<ModuleNode>("states", ty::list("WorkflowState"), "Where a case can stand.", |node, _| {
            Some(FieldValue::list(node.revision.module.workflow.states.iter().map(|one| FieldValue::borrowed_any(one))))
        }),
        Spec::part::<ModuleNode>("actions", ty::list("WorkflowAction"), "What can be done with a case.", |node, _| {
            let actions = &node.revision.module.workflow.actions;
            Some(FieldValue::list(actions.iter().map(|one| FieldValue::borrowed_any(one))))
        }),
    ]
}

fn add_parts(table: &mut Table) {
    let schema = "JSON Schema 2020-12 within the form profile.";
    table.object("Form", "A form.", [Spec::leaf::<serde_json::Value>("schema", ty::may("JSON"), schema, json)]);
    let fields = [
        Spec::leaf::<Assistance>(
            "roles",
            ty::list("String"),
            "Officers of which roles, whatever their department.",
            |one| Some(Value::List(one.roles.iter().map(|role| Value::from(role.as_str())).collect())),
        ),
        Spec::leaf::<Assistance>("channels", ty::list("Channel"), "By which ways a person comes to them.", |one| {
            Some(Value::List(one.channels.iter().map(|way| word(people::channel_words(*way).0)).collect()))
        }),
    ];
    table.object("Assistance", "Who takes something down for others.", fields);
}

fn add_workflow(table: &mut Table) {
    use cityhall_domain::module::{Action, State};
    table.object(
        "WorkflowState",
        "Where a case can stand.",
        [
            Spec::leaf::<State>("name", ty::may("String"), "Its name.", |one| Some(Value::from(one.name.as_str()))),
            Spec::part::<State>("title", ty::may("String"), "Its name for people.", |one, ctx| {
                Some(Value::from(Visit::text(ctx, &one.title)).into())
            })
            .with(language_argument()),
            Spec::leaf::<State>("end", ty::may("CaseEnd"), "How a case is over there, if it is.", |one| {
                one.end.map(crate::schema::case::end_word)
            }),
        ],
    );
    table.object(
        "WorkflowAction",
        "What can be done with a case.",
        [
            Spec::leaf::<Action>("name", ty::may("String"), "Its name.", |one| Some(Value::from(one.name.as_str()))),
            Spec::part::<Action>("title", ty::may("String"), "Its name for people.", |one, ctx| {
                Some(Value::from(Visit::text(ctx, &one.title)).into())
            })
            .with(language_argument()),
            Spec::leaf::<Action>("from", ty::list("String"), "In which states it may be done.", |one| {
                Some(Value::List(one.from.iter().map(|state| Value::from(state.as_str())).collect()))
            }),
            Spec::leaf::<Action>("to", ty::may("String"), "Where the case stands afterwards.", |one| {
                one.to.as_ref().map(|state| Value::from(state.as_str()))
            }),
            Spec::leaf::<Action>("roles", ty::list("String"), "Who may do it.", |one| {
                Some(Value::List(one.roles.iter().map(|role| Value::from(role.as_str())).collect()))
            }),
            Spec::leaf::<Action>("fields", ty::may("JSON"), "The schema of its own fields.", |one| {
                one.demands.fields.as_ref().and_then(|form| json(form.schema()))
            }),
            Spec::leaf::<Action>("officers", ty::may("Int"), "How many officers must do it.", |one| {
                Some(Value::from(one.officers))
            }),
            Spec::leaf::<Action>("notBy", ty::list("String"), "Whoever did one of these may not do it.", |one| {
                Some(Value::List(one.not_by.iter().map(|action| Value::from(action.as_str())).collect()))
            }),
        ],
    );
}

/// A word of an enumeration.
pub(crate) fn word(text: &str) -> Value {
    Value::Enum(async_graphql::Name::new(text))
}

const SERVICE_TYPES: &[(&str, &str)] = &[
    ("ADMINISTRATIVE_LICENCE", "行政许可"),
    ("ADMINISTRATIVE_CONFIRMATION", "行政确认"),
    ("ADMINISTRATIVE_PAYMENT", "行政给付"),
    ("ADMINISTRATIVE_REWARD", "行政奖励"),
    ("ADMINISTRATIVE_RULING", "行政裁决"),
    ("FILING", "备案"),
    ("OTHER_POWER", "其他行政权力"),
    ("PUBLIC_SERVICE", "公共服务"),
    ("WORK_ORDER", "工单: a report that a department works off."),
    ("LETTER", "信件: a letter that wants an answer."),
];

fn service_type(kind: ServiceType) -> &'static str {
    match kind {
        ServiceType::AdministrativeLicence => "ADMINISTRATIVE_LICENCE",
        ServiceType::AdministrativeConfirmation => "ADMINISTRATIVE_CONFIRMATION",
        ServiceType::AdministrativePayment => "ADMINISTRATIVE_PAYMENT",
        ServiceType::AdministrativeReward => "ADMINISTRATIVE_REWARD",
        ServiceType::AdministrativeRuling => "ADMINISTRATIVE_RULING",
        ServiceType::Filing => "FILING",
        ServiceType::OtherPower => "OTHER_POWER",
        ServiceType::PublicService => "PUBLIC_SERVICE",
        ServiceType::WorkOrder => "WORK_ORDER",
        ServiceType::Letter => "LETTER",
    }
}
