//! Who sees what of a case. The whole table is committed beside this file, so that a change of the
//! rules is read as a change of the table; denials are written by hand as well.

use std::fmt::Write as _;

use cityhall_domain::calendar::Calendar;
use cityhall_domain::facts::Facts;
use cityhall_domain::form::Class;
use cityhall_domain::module::Module;
use cityhall_domain::name::{DepartmentName, SubjectId};
use cityhall_domain::supervision::Supervision;
use cityhall_engine::access::{Clearance, Situation, clearance};
use cityhall_engine::sealing::BlindToken;
use cityhall_engine::{Principal, Standing};

use crate::city::{clerk, handler, officer, resident};
use crate::module::{lower, spec};

/// The token of whoever asks in a situation where they are named.
const NAMED: BlindToken = BlindToken([7; 32]);

fn staff(standing: fn(SubjectId) -> Standing) -> Principal {
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

struct Scene {
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

fn decide(who: &Principal, scene: &Scene, module: &Module) -> Clearance {
    let department: DepartmentName = "works".parse().unwrap();
    let persons = if scene.named { vec![NAMED] } else { Vec::new() };
    let city = city();
    let situation = Situation {
        module,
        applicant: scene.applicant.as_ref(),
        department: &department,
        consulted: &[],
        published: scene.published,
        persons: &persons,
        city: Some(&city),
    };
    let token = who.subject().map(|_| NAMED);
    clearance(who, token, &situation)
}

fn module() -> Module {
    lower(1, "letter", &spec("Letter")).unwrap()
}

#[test]
fn the_table_is_as_committed() {
    let module = module();
    let mut table = String::from("who | case | clearance | public | internal | personal | sensitive\n");
    for (who, principal) in people() {
        for scene in scenes() {
            let clearance = decide(&principal, &scene, &module);
            let shows = [Class::Public, Class::Internal, Class::Personal, Class::Sensitive]
                .map(|class| if clearance.shows(class) { "yes" } else { "-" });
            writeln!(table, "{who} | {} | {clearance:?} | {}", scene.name, shows.join(" | ")).unwrap();
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/access.txt");
    if std::env::var_os("CITYHALL_WRITE_GOLDEN").is_some() {
        std::fs::write(path, &table).unwrap();
    }
    assert_eq!(table, std::fs::read_to_string(path).unwrap_or_default(), "run with CITYHALL_WRITE_GOLDEN=1 and review");
}

#[test]
fn denials() {
    let module = module();
    let at = |name: &str| scenes().into_iter().find(|scene| scene.name == name).unwrap();
    let sees = |who: &Principal, scene: &str| decide(who, &at(scene), &module);
    let none = Clearance::None;
    assert_eq!(sees(&resident("s-1"), "another's"), none, "a resident sees no other's case");
    assert_eq!(sees(&resident("s-1"), "another's, naming them"), none, "nor one that names them");
    assert_eq!(sees(&officer("s-1", "works", &["clerk"]), "their own"), none, "an officer never handles their own");
    assert_eq!(sees(&officer("s-1", "works", &["clerk"]), "another's, naming them"), none, "nor one that names them");
    assert_eq!(sees(&officer("s-1", "parks", &["clerk"]), "another's"), none, "nor another department's");
    assert_eq!(sees(&officer("s-1", "parks", &["hall"]), "their own"), none, "nor takes anything down for themselves");
    assert_eq!(sees(&officer("s-1", "parks", &["hall"]), "another's, naming them"), none);
    assert_eq!(sees(&officer("s-1", "works", &["applicant"]), "another's"), none, "no token makes an applicant");
    let above = officer("s-1", "gov", &["supervisor"]);
    assert_eq!(sees(&above, "another's"), Clearance::Auditor, "who oversees sees what an auditor does");
    assert_eq!(sees(&above, "another's, naming them"), none, "but nothing of their own");
    assert_eq!(sees(&officer("s-1", "gov", &["clerk"]), "another's"), none, "standing above is no oversight");
    assert_eq!(sees(&officer("s-1", "parks", &["leader"]), "another's"), none, "nor is a role beside");
    for unheard in [staff(|subject| Standing::Admin { subject }), staff(|subject| Standing::Partner { subject })] {
        assert_eq!(sees(&unheard, "another's"), none);
    }
    assert!(!sees(&clerk(), "another's").shows(Class::Sensitive), "who does not decide reads nothing sensitive");
    assert!(sees(&handler(), "another's").shows(Class::Sensitive));
    let auditor = staff(|subject| Standing::Auditor { subject });
    assert!(!sees(&auditor, "another's").shows(Class::Personal), "an auditor reads no personal value");
    assert!(!sees(&Principal::anonymous(), "another's, published").shows(Class::Internal));
    let hall = sees(&officer("s-1", "parks", &["hall"]), "another's");
    assert!(hall.may_see() && !hall.shows(Class::Personal), "who files for others reads no personal value");
}
