//! What a partner's system sees: never more than its grant, whoever it acts for.

use std::sync::Arc;

use cityhall_domain::case::Stage;
use cityhall_domain::name::{DepartmentName, SubjectId};
use cityhall_engine::access::{Policies, Relation, Situation, clearance};
use cityhall_engine::partners::{Credential, Grant, Right, Scope, subject};
use cityhall_engine::{Audience, Principal, Standing};

use crate::module::{lower, spec};

pub(crate) fn grant(rights: &[Right], modules: Option<&[&str]>) -> Grant {
    let modules = modules.map(|modules| modules.iter().map(|name| name.parse().unwrap()).collect());
    Grant {
        partner: "map".parse().unwrap(),
        credential: Credential::Client("map-server".to_owned()),
        scope: Scope { rights: rights.iter().copied().collect(), modules },
        quota: None,
    }
}

/// The system itself, without a mandate.
fn system(grant: Grant) -> Principal {
    let standing = Standing::Partner { subject: subject(&grant.partner) };
    Principal { partner: Some(Arc::new(grant)), ..Principal::new(standing, None) }
}

/// The system while it acts for this person.
pub(crate) fn for_somebody(grant: Grant, person: &str) -> Principal {
    let standing = Standing::Resident { subject: SubjectId(person.to_owned()) };
    Principal { partner: Some(Arc::new(grant)), ..Principal::new(standing, None) }
}

/// What somebody is to a case of `s-1` under the module `letter`.
fn sees(who: &Principal, published: bool) -> Relation {
    let module = lower(1, "letter", &spec("Letter")).unwrap();
    let (department, applicant): (DepartmentName, _) = ("works".parse().unwrap(), SubjectId("s-1".to_owned()));
    let situation = Situation {
        module: &module,
        applicant: Some(&applicant),
        department: &department,
        consulted: &[],
        stage: Stage::Accepted,
        published,
        persons: &[],
        city: None,
        policies: &Policies::default(),
    };
    clearance(who, None, &situation).relation()
}

#[test]
fn a_partner_sees_what_its_grant_and_the_consent_of_a_person_give() {
    assert_eq!(sees(&for_somebody(grant(&Right::ALL, None), "s-1"), false), Relation::Own);
    assert_eq!(sees(&for_somebody(grant(&Right::ALL, Some(&["letter"])), "s-1"), false), Relation::Own);
    assert_eq!(sees(&system(grant(&Right::ALL, None)), true), Relation::Public);
}

#[test]
fn denials() {
    let none = Relation::None;
    let all = || grant(&Right::ALL, None);
    assert_eq!(sees(&system(all()), false), none, "without consent no case that is not published");
    assert_eq!(sees(&for_somebody(all(), "s-2"), false), none, "with one person's consent no other's");
    let elsewhere = || grant(&Right::ALL, Some(&["lamp"]));
    assert_eq!(sees(&for_somebody(elsewhere(), "s-1"), false), none, "with consent, but outside its modules");
    assert_eq!(sees(&system(elsewhere()), true), none, "published, but outside its modules");
    assert_eq!(sees(&for_somebody(elsewhere(), "s-1"), true), none, "both, but outside its modules");
    let submits = || grant(&[Right::Submit], None);
    assert_eq!(sees(&for_somebody(submits(), "s-1"), false), none, "handing in is not reading");
    assert_eq!(sees(&system(submits()), true), none, "nor is it reading what is published");
    let published = || grant(&[Right::ReadPublished], None);
    assert_eq!(sees(&for_somebody(published(), "s-1"), false), none, "reading what is published is not reading cases");
    let cases = || grant(&[Right::ReadCases], None);
    assert_eq!(sees(&system(cases()), true), none, "reading cases is not reading what is published");
    assert_eq!(sees(&system(cases()), false), none, "nor anybody's without consent");
    for who in [system(all()), for_somebody(all(), "s-1")] {
        assert_eq!(who.audience(), Audience::Partner, "whoever it acts for, it sees the schema of partners");
    }
    assert!(!system(published()).submits(&"letter".parse().unwrap()), "reading is not handing in");
    assert!(!system(elsewhere()).submits(&"letter".parse().unwrap()), "nor is it outside of its modules");
}
