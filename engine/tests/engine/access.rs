//! Who sees what of a case. The whole tables are committed in `engine/golden/access/`, so that a change of the
//! rules is read as a change of a table; denials are written by hand in `denials`.

use std::fmt::Write as _;
use std::sync::Arc;

use cityhall_domain::calendar::Calendar;
use cityhall_domain::case::Stage;
use cityhall_domain::facts::Facts;
use cityhall_domain::form::Class;
use cityhall_domain::mandate::{Mandate, MandateId, Scope};
use cityhall_domain::module::Module;
use cityhall_domain::name::{DepartmentName, SubjectId};
use cityhall_domain::supervision::Supervision;
use cityhall_domain::text::Text;
use cityhall_engine::access::{Clearance, Policies, Situation, clearance};
use cityhall_engine::sealing::BlindToken;
use cityhall_engine::{CaseRef, Principal, Publication, Standing};
use cityhall_policies::{PolicySpec, RuleSpec, Rules};

use crate::city::{TestCity, answers, clerk, department, handler, officer, resident};
use crate::module::{lower, spec};

/// The token of whoever asks in a situation where they are named.
const NAMED: BlindToken = BlindToken([7; 32]);

pub(crate) fn staff(standing: fn(SubjectId) -> Standing) -> Principal {
    Principal::new(standing(SubjectId("s-1".to_owned())), None)
}

fn people() -> Vec<(&'static str, Principal)> {
    vec![
        ("anonymous", Principal::anonymous()),
        ("resident", resident("s-1")),
        ("company", staff(|subject| Standing::Company { subject })),
        ("officer who does not decide", officer("s-1", "works", &["clerk"])),
        ("officer who decides", officer("s-1", "works", &["handler"])),
        ("officer without a role in the module", officer("s-1", "works", &["gardener"])),
        ("officer of another department", officer("s-1", "parks", &["clerk", "handler"])),
        ("leader without a role in the module", officer("s-1", "works", &["leader"])),
        ("supervisor of a department above", officer("s-1", "gov", &["supervisor"])),
        ("leader of another department", officer("s-1", "parks", &["leader"])),
        ("officer who files for others", officer("s-1", "parks", &["hall"])),
        ("auditor", staff(|subject| Standing::Auditor { subject })),
        ("admin", staff(|subject| Standing::Admin { subject })),
        ("partner", staff(|subject| Standing::Partner { subject })),
        ("city", Principal::city()),
    ]
}

pub(crate) struct Scene {
    name: &'static str,
    applicant: Option<SubjectId>,
    named: bool,
    published: bool,
}

fn scenes() -> Vec<Scene> {
    let mut scenes = Vec::new();
    for (published, own, others, anonymous, named) in [
        (false, "their own", "another's", "anonymous", "another's, naming them"),
        (
            true,
            "their own, published",
            "another's, published",
            "anonymous, published",
            "another's, naming them, published",
        ),
    ] {
        let subject = |subject: &str| Some(SubjectId(subject.to_owned()));
        scenes.push(Scene { name: own, applicant: subject("s-1"), named: false, published });
        scenes.push(Scene { name: others, applicant: subject("s-2"), named: false, published });
        scenes.push(Scene { name: anonymous, applicant: None, named: false, published });
        scenes.push(Scene { name: named, applicant: subject("s-2"), named: true, published });
    }
    scenes
}

/// A city in which `works` and `parks` stand under `gov`.
fn city() -> Facts {
    let gov = || Some("gov".parse().unwrap());
    let departments = [("gov", None), ("works", gov()), ("parks", gov())];
    Facts {
        city_code: "QS".to_owned(),
        zone: jiff::tz::TimeZone::UTC,
        calendar: Calendar::default(),
        departments: departments.into_iter().map(|(name, above)| (name.parse().unwrap(), above)).collect(),
        supervision: Supervision::default(),
    }
}

/// What somebody may see of a case in `works` that is at this stage, in a city with these policies.
pub(crate) fn decide_at(who: &Principal, scene: &Scene, stage: Stage, policies: &Policies) -> Clearance {
    let module = module();
    let department: DepartmentName = "works".parse().unwrap();
    let persons = if scene.named { vec![NAMED] } else { Vec::new() };
    let city = city();
    let situation = Situation {
        module: &module,
        applicant: scene.applicant.as_ref(),
        department: &department,
        consulted: &[],
        stage,
        published: scene.published,
        persons: &persons,
        city: Some(&city),
        policies,
    };
    let token = who.subject().map(|_| NAMED);
    clearance(who, token, &situation)
}

/// A city with these rules.
pub(crate) fn policies(rules: &[&str]) -> Policies {
    let rule = |(index, cedar): (usize, &&str)| RuleSpec {
        name: format!("rule-{index}"),
        why: Text::default(),
        cedar: (*cedar).to_owned(),
    };
    let spec = PolicySpec { title: Text::default(), rules: rules.iter().enumerate().map(rule).collect() };
    let owners = [("letter".parse().unwrap(), "works".parse().unwrap())].into();
    Policies::new(Arc::new(Rules::of([("rules", &spec)])), owners, Some(&city()))
}

pub(crate) fn scene(name: &str) -> Scene {
    scenes().into_iter().find(|scene| scene.name == name).unwrap()
}

fn module() -> Module {
    lower(1, "letter", &spec("Letter")).unwrap()
}

const CLASSES: [Class; 4] = [Class::Public, Class::Internal, Class::Personal, Class::Sensitive];

/// The line of one decision.
fn line(clearance: Clearance) -> String {
    let yes = |yes: bool| if yes { "yes" } else { "-" };
    let shows = CLASSES.map(|class| yes(clearance.shows(class))).join(" | ");
    format!("{:?} | {shows} | {}", clearance.relation(), yes(clearance.may_act()))
}

/// Compares a table with the committed one, or writes it.
pub(crate) fn golden(name: &str, table: &str) {
    let path = format!("{}/golden/access/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("CITYHALL_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, table).unwrap();
    }
    assert_eq!(table, std::fs::read_to_string(path).unwrap_or_default(), "run with CITYHALL_WRITE_GOLDEN=1 and review");
}

#[test]
fn the_table_of_walls_is_as_committed() {
    let none = Policies::default();
    let mut table = String::from("who | case | relation | public | internal | personal | sensitive | act\n");
    for (who, principal) in people() {
        for scene in scenes() {
            let clearance = decide_at(&principal, &scene, Stage::Accepted, &none);
            writeln!(table, "{who} | {} | {}", scene.name, line(clearance)).unwrap();
        }
    }
    golden("walls.txt", &table);
}

/// The rules of the table of policies, one of each kind.
const RULES: [(&str, &str); 7] = [
    (
        "auditors do not see what is over",
        "forbid(principal is Auditor, action == Action::\"see\", resource) when { resource.stage == Stage::\"CLOSED\" };",
    ),
    ("nobody without a token sees anything", "forbid(principal is Anonymous, action == Action::\"see\", resource);"),
    (
        "officers who stand in read nothing personal",
        "forbid(principal is Officer, action == Action::\"readPersonal\", resource) when { principal.byMandate };",
    ),
    (
        "sensitive values stay below the works",
        "forbid(principal, action == Action::\"readSensitive\", resource) when { resource.department in Department::\"gov\" };",
    ),
    (
        "clerks do nothing to what is over",
        "forbid(principal in Role::\"clerk\", action == Action::\"act\", resource) when { resource.stage == Stage::\"CLOSED\" };",
    ),
    ("companies read nothing internal", "forbid(principal is Company, action == Action::\"readInternal\", resource);"),
    (
        "residents do nothing to a letter",
        "forbid(principal is Resident, action == Action::\"act\", resource) when { resource.module == Module::\"letter\" };",
    ),
];

#[test]
fn the_table_of_policies_is_as_committed() {
    let mut table =
        String::from("rule | who | case | stage | relation | public | internal | personal | sensitive | act\n");
    let stand_in = {
        let mut who = officer("s-1", "works", &["handler"]);
        who.mandate = Some(Arc::new(office_mandate()));
        who
    };
    for (rule, cedar) in RULES {
        let (with, without) = (policies(&[cedar]), Policies::default());
        for (who, principal) in people().into_iter().chain([("officer who stands in", stand_in.clone())]) {
            for scene in scenes() {
                for stage in [Stage::Submitted, Stage::Accepted, Stage::Decided, Stage::Closed] {
                    let decided = decide_at(&principal, &scene, stage, &with);
                    // Only what the rule changes: the rest stands in the table of walls.
                    if decided != decide_at(&principal, &scene, stage, &without) {
                        writeln!(table, "{rule} | {who} | {} | {stage:?} | {}", scene.name, line(decided)).unwrap();
                    }
                }
            }
        }
    }
    golden("policies.txt", &table);
}

/// An office that was handed over.
pub(crate) fn office_mandate() -> Mandate {
    let office = Scope::Office {
        officer: SubjectId("s-9".to_owned()),
        department: "works".parse().unwrap(),
        roles: vec!["handler".parse().unwrap()],
    };
    let day = jiff::civil::Date::constant(2026, 3, 2);
    Mandate {
        id: MandateId(uuid::Uuid::nil()),
        agent: SubjectId("s-1".to_owned()),
        scope: office,
        first_day: day,
        last_day: day,
        from: jiff::Timestamp::UNIX_EPOCH,
        until: jiff::Timestamp::MAX,
        ended_at: None,
    }
}

/// What is offered to each of the people at each step of a letter: roles × actions, asked of a real city.
#[tokio::test(flavor = "multi_thread")]
async fn the_table_of_actions_is_as_committed() {
    let city = TestCity::start().await;
    city.publish(department("gov")).await;
    for name in ["works", "parks"] {
        let spec = serde_json::json!({"title": {"en": name}, "parent": "gov"});
        city.publish(Publication::Department { name: name.to_owned(), spec }).await;
    }
    let applicant = resident("s-2");
    let mut cases = Vec::new();
    for (step, actions) in [("received", &[][..]), ("handling", &["accept"]), ("answered", &["accept", "close"])] {
        let case = city.submit(&applicant, answers(), None).await.unwrap();
        for action in actions {
            let who = if *action == "close" { handler() } else { clerk() };
            city.perform(&who, case.case_id, action).await.unwrap();
        }
        cases.push((step, case));
    }
    let head = city.head().await;
    let mut table = String::from("who | step | actions | what may be done about who has it in hand\n");
    for (who, principal) in people().into_iter().chain([("its applicant", applicant.clone())]) {
        for (step, case) in &cases {
            let view = city.engine.case(&principal, CaseRef::Id(case.case_id), Some(head)).await.unwrap();
            let told = view.map_or_else(
                || "does not exist | ".to_owned(),
                |view| {
                    let actions: Vec<_> = view.actions().into_iter().map(|action| action.name.to_string()).collect();
                    format!("{} | {:?}", actions.join(" "), view.assignment_acts())
                },
            );
            writeln!(table, "{who} | {step} | {told}").unwrap();
        }
    }
    golden("actions.txt", &table);
    city.stop().await;
}
