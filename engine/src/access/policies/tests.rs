//! What a list leaves out is what a row is refused for, also in departments that nobody has heard of; and what it
//! costs to find out.

use std::time::Instant;

use cityhall_domain::name::SubjectId;
use cityhall_domain::text::Text;
use cityhall_policies::{PolicySpec, RuleSpec};

use super::*;

fn policies(rules: &[&str], modules: usize, departments: usize) -> Policies {
    let rule = |(index, cedar): (usize, &&str)| RuleSpec {
        name: format!("rule-{index}"),
        why: Text::default(),
        cedar: (*cedar).to_owned(),
    };
    let spec = PolicySpec { title: Text::default(), rules: rules.iter().enumerate().map(rule).collect() };
    assert_eq!(cityhall_policies::examine(&spec).0, []);
    let office = |number: usize| format!("office-{number}").parse::<DepartmentName>().unwrap();
    let owner = |number: usize| (format!("module-{number}").parse().unwrap(), office(number % departments));
    let parents = (0..departments).map(|number| (office(number), (number > 0).then(|| office((number - 1) / 3))));
    let rules = Arc::new(Rules::of([("rules", &spec)]));
    Policies { parents: parents.collect(), ..Policies::new(rules, (0..modules).map(owner).collect(), None) }
}

fn officer(subject: &str, department: &str, roles: &[&str]) -> Principal {
    let standing = Standing::Officer {
        subject: SubjectId(subject.to_owned()),
        department: department.parse().unwrap(),
        roles: roles.iter().map(|role| role.parse().unwrap()).collect(),
    };
    Principal::new(standing, None)
}

/// Whether one of these says that such a case is not seen.
fn is_unseen(unseen: &[Unseen], module: &ModuleName, department: &DepartmentName, shape: (Stage, bool)) -> bool {
    unseen.iter().any(|one| {
        let offices = match &one.offices {
            Offices::All => true,
            Offices::These(names) => names.contains(department),
            Offices::Others(names) => !names.contains(department),
        };
        offices
            && one.modules.as_ref().is_none_or(|names| names.contains(module))
            && one.shapes.as_ref().is_none_or(|shapes| shapes.contains(&shape))
    })
}

const SETS: [&[&str]; 7] = [
    &["forbid(principal, action == Action::\"see\", resource);"],
    &["forbid(principal is Officer, action == Action::\"see\", resource) \
       unless { resource.department == principal.department };"],
    &["forbid(principal is Officer, action == Action::\"see\", resource) \
       when { resource.department in Department::\"office-1\" && resource.stage == Stage::\"CLOSED\" };"],
    &["forbid(principal in Role::\"clerk\", action == Action::\"see\", resource) \
       unless { resource.module.department in principal.department };"],
    &["forbid(principal is Officer, action == Action::\"see\", resource) \
       when { resource.published && resource.module == Module::\"module-2\" };"],
    &["forbid(principal == Officer::\"o-7\", action, resource is Case) \
       when { [Stage::\"SUBMITTED\", Stage::\"DECIDED\"].contains(resource.stage) };"],
    &[
        "forbid(principal is Auditor, action == Action::\"see\", resource) when { resource.published };",
        "forbid(principal is Officer, action == Action::\"act\", resource) when { resource.published };",
    ],
];

#[test]
fn a_list_leaves_out_what_a_row_is_refused_for() {
    let people = [
        officer("o-1", "office-1", &["clerk"]),
        officer("o-7", "office-4", &["clerk", "judge"]),
        officer("o-2", "gone", &["judge"]),
        Principal::new(Standing::Auditor { subject: SubjectId("a-1".to_owned()) }, None),
        Principal::anonymous(),
        Principal::city(),
    ];
    let (mut asked, mut unseen_in_all) = (0, 0);
    for rules in SETS {
        let policies = policies(rules, 4, 6);
        for who in &people {
            let unseen = policies.unseen(who);
            for module in policies.owners.keys() {
                // Of two that are published no more, one is where somebody says that they work.
                let names = ["office-0", "office-1", "office-4", "office-5", "gone", "long-gone", "other-0"];
                for department in names.map(|name| name.parse::<DepartmentName>().unwrap()) {
                    for (stage, published) in SHAPES {
                        let left = policies.left(who, CaseKind { module, department: &department, stage, published });
                        let is_unseen = is_unseen(&unseen, module, &department, (stage, published));
                        assert_eq!(
                            left.sees, !is_unseen,
                            "{who:?} {module} {department} {stage:?} {published} {rules:?}"
                        );
                        asked += 1;
                        unseen_in_all += usize::from(is_unseen);
                    }
                }
            }
        }
    }
    assert!(unseen_in_all > 1000 && unseen_in_all < asked, "{unseen_in_all} of {asked}");
}

#[test]
fn a_filter_is_allowed_only_where_every_case_shows_its_value() {
    let rule = "forbid(principal is Officer, action == Action::\"readInternal\", resource) \
                when { resource.module == Module::\"module-1\" && resource.stage == Stage::\"CLOSED\" };";
    let policies = policies(&[rule], 3, 2);
    let clerk = officer("o-1", "office-1", &["clerk"]);
    let reads = |module: &str, class| policies.reads_everywhere(&clerk, &module.parse().unwrap(), class);
    assert!(reads("module-0", Class::Internal) && reads("module-1", Class::Public));
    assert!(!reads("module-1", Class::Internal) && !reads("module-1", Class::Personal));
    assert!(policies.reads_everywhere(&Principal::city(), &"module-1".parse().unwrap(), Class::Sensitive));
}

/// Printed, never judged: `cargo test -p cityhall-engine --lib -- costs --nocapture`.
#[test]
fn costs() {
    let looked_at = ["none", "department", "module and department", "everything"];
    let rules = [
        "forbid(principal is Officer, action == Action::\"act\", resource);",
        "forbid(principal is Officer, action == Action::\"see\", resource) when { resource.department in Department::\"office-1\" };",
        "forbid(principal is Officer, action == Action::\"see\", resource) when { resource.department != resource.module.department };",
        "forbid(principal is Officer, action == Action::\"see\", resource) when { resource.department != resource.module.department && resource.stage == Stage::\"CLOSED\" && !resource.published };",
    ];
    for (on, rule) in looked_at.iter().zip(rules) {
        let policies = policies(&[rule], 100, 50);
        let who = officer("o-1", "office-7", &["clerk", "judge"]);
        let begun = Instant::now();
        let found = policies.unseen(&who).len();
        let first = begun.elapsed();
        let begun = Instant::now();
        assert_eq!(policies.unseen(&who).len(), found);
        let again = begun.elapsed();
        println!("100 modules, 50 departments, a rule on {on}: condition {first:?}, again {again:?}, {found} parts");
    }
    let policies = policies(&rules[1..], 100, 50);
    let (module, office) = ("module-3".parse().unwrap(), "office-9".parse().unwrap());
    let kind = CaseKind { module: &module, department: &office, stage: Stage::Accepted, published: false };
    let ask = |number: usize| {
        let begun = Instant::now();
        let left = policies.left(&officer("o-1", &format!("office-{number}"), &["clerk"]), kind);
        assert!(!left.sees);
        begun.elapsed()
    };
    let first: std::time::Duration = (0..50).map(ask).sum();
    let again: std::time::Duration = (0..50).map(ask).sum();
    println!("one decision under three rules: {:?} the first time, {:?} again", first / 50, again / 50);
}
