//! What is open in a case and names things of its revision: whether a newer revision knows them. Whatever is not
//! named here has no name of the module in it, or is history that nothing goes on from.

use crate::case::event::Wait;
use crate::case::migration::Blocker;
use crate::case::{OpenCase, OpenProcedure};
use crate::form::pointer::fields_on_the_way;
use crate::module::{Action, Document, Effect, Module, Procedure, ProcedureKind};
use crate::name::{ActionName, DepartmentName, DocumentName, StateName};

/// Everything that is open and that `new` could not bring to its end from `state`.
pub(super) fn of(case: &OpenCase, old: &Module, new: &Module, state: &StateName) -> Vec<Blocker> {
    let one =
        [procedure_known(case, new, state), can_resume(case, new, state), objections_answerable(case, new, state)];
    let many = [
        supplement_known(case, new),
        signatures_known(case, new),
        documents_known(case, new),
        opinions_known(case, new, state),
        opinions_lead_on(case, new),
        hands_known(case, old, new),
    ];
    one.into_iter().flatten().chain(many.into_iter().flatten()).collect()
}

/// A state of the new revision in which a case is open.
pub(super) fn state_known(new: &Module, state: &StateName) -> Option<Blocker> {
    let known = new.workflow.state(state).is_some_and(|state| state.end.is_none());
    (!known).then(|| Blocker::StateUnknown { state: state.clone() })
}

/// The actions that the new revision has in a state.
fn in_state<'a>(new: &'a Module, state: &'a StateName) -> impl Iterator<Item = &'a Action> {
    new.workflow.actions.iter().filter(move |action| action.from.contains(state))
}

// === Procedures and rest ===

/// A public notice ends by time alone, and is one there too; every other procedure can be ended.
fn procedure_known(case: &OpenCase, new: &Module, state: &StateName) -> Option<Blocker> {
    let open = case.procedure.as_ref()?;
    let known = if is_notice(open.kind) {
        declared(new, open).is_some_and(|procedure| is_notice(procedure.kind))
    } else {
        let ends = |one: &Action| matches!(&one.effect, Effect::EndProcedure { procedure } if *procedure == open.name);
        in_state(new, state).any(ends)
    };
    (!known).then(|| Blocker::ProcedureUnknown { procedure: open.name.clone() })
}

fn declared<'a>(new: &'a Module, open: &OpenProcedure) -> Option<&'a Procedure> {
    let started = new.workflow.actions.iter().filter_map(|action| match &action.effect {
        Effect::StartProcedure { procedure } => Some(procedure),
        _ => None,
    });
    started.into_iter().find(|procedure| procedure.name == open.name)
}

fn is_notice(kind: Option<ProcedureKind>) -> bool {
    matches!(kind, Some(ProcedureKind::PublicNotice { .. }))
}

fn can_resume(case: &OpenCase, new: &Module, state: &StateName) -> Option<Blocker> {
    case.suspended_at?;
    let resumes = |action: &Action| matches!(action.effect, Effect::Resume);
    (!in_state(new, state).any(resumes)).then_some(Blocker::CannotResume)
}

// === What others say ===

/// Objections that wait, and those that a public notice may still bring, can be answered either way.
fn objections_answerable(case: &OpenCase, new: &Module, state: &StateName) -> Option<Blocker> {
    let waiting = case.objections.iter().any(|objection| objection.answer.is_none());
    if !waiting && case.public_notice().is_none() {
        return None;
    }
    let answers = |wanted| in_state(new, state).any(|one| one.effect == Effect::AnswerObjection { upheld: wanted });
    (!answers(true) || !answers(false)).then(|| Blocker::ObjectionsUnanswerable { state: state.clone() })
}

/// Departments that were asked are asked there too, and can say yes and no from where the case stands.
fn opinions_known(case: &OpenCase, new: &Module, state: &StateName) -> Vec<Blocker> {
    let gives = |wanted| in_state(new, state).any(|one| one.effect == Effect::GiveOpinion { agrees: wanted });
    let heard = gives(true) && gives(false);
    let asks = |department: &DepartmentName| {
        let mut actions = new.workflow.actions.iter();
        actions.any(|one| matches!(&one.effect, Effect::RequestOpinions { from, .. } if from.contains(department)))
    };
    let unknown = case.asked_departments().filter(|department| !heard || !asks(department));
    unknown.map(|department| Blocker::OpinionUnknown { department: department.clone() }).collect()
}

/// Opinions that are still asked for lead to a state in which a case is open.
fn opinions_lead_on(case: &OpenCase, new: &Module) -> Vec<Blocker> {
    let asked = case.opinions.iter().filter(|opinion| opinion.answer.is_none());
    let mut found: Vec<Blocker> = asked.filter_map(|opinion| state_known(new, opinion.on_all.as_ref()?)).collect();
    found.dedup();
    found
}

// === What the applicant brings ===

/// The notice is one of the new revision too, asks for fields that are there, and lapses to where a case
/// can go.
fn supplement_known(case: &OpenCase, new: &Module) -> Vec<Blocker> {
    let Some(notice) = &case.supplement else { return Vec::new() };
    let action = new.workflow.action(&notice.action);
    let gives = action.is_some_and(|action| matches!(action.effect, Effect::RequestSupplement { .. }));
    let asks = notice.items.iter().all(|item| fields_on_the_way(new.form.fields(), item).is_some());
    let unknown = (!gives || !asks).then(|| Blocker::SupplementUnknown { action: notice.action.clone() });
    let lapse = notice.on_lapse.as_ref().filter(|state| new.workflow.state(state).is_none());
    unknown.into_iter().chain(lapse.map(|state| Blocker::StateUnknown { state: state.clone() })).collect()
}

/// Materials that are still to come are materials there too: those of a notice, those that acceptance waits for,
/// and those that follow it, which may follow there as well.
fn documents_known(case: &OpenCase, new: &Module) -> Vec<Blocker> {
    let find = |name: &DocumentName| new.guide.documents.iter().find(|document| document.name == *name);
    let of_notice = case.supplement.iter().flat_map(|notice| &notice.documents);
    let missing = case.wanted.difference(&case.presented).filter(|_| case.stage == crate::case::Stage::Submitted);
    let gone = of_notice.chain(missing).filter(|name| find(name).is_none());
    let following = case.waits.iter().filter_map(|waiting| match &waiting.wait {
        Wait::Document(name) => Some(name),
        Wait::Opinion(_) | Wait::Objection(_) => None,
    });
    let late = following.filter(|name| find(name).and_then(Document::follows).is_none());
    let mut unknown: Vec<&DocumentName> = gone.chain(late).collect();
    unknown.sort_unstable();
    unknown.dedup();
    unknown.into_iter().map(|name| Blocker::DocumentUnknown { document: name.clone() }).collect()
}

// === Who did what ===

fn signatures_known(case: &OpenCase, new: &Module) -> Vec<Blocker> {
    let unknown = case.signatures.keys().filter(|action| new.workflow.action(action).is_none());
    unknown.map(|action| Blocker::SignatureUnknown { action: action.clone() }).collect()
}

/// Four eyes outlast the move: what somebody did, and may not check, has its name there too. What is built in has
/// it everywhere.
fn hands_known(case: &OpenCase, old: &Module, new: &Module) -> Vec<Blocker> {
    let built_in = [ActionName::submit(), ActionName::answer_supplement()];
    let checked = |name| old.workflow.actions.iter().any(|action| action.not_by.contains(name));
    let known = |name| built_in.contains(name) || new.workflow.action(name).is_some();
    let unknown = case.hands.keys().filter(|name| checked(name) && !known(name));
    unknown.map(|action| Blocker::HandsUnknown { action: action.clone() }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::consultation::{announced, consulted, object};
    use super::super::moving::{blocked, moved, to, without};
    use crate::calendar::Limit;
    use crate::case::Case;
    use crate::case::given::{
        Given, act, action, approver, at, clerk, due, given, given_accepted, given_notice, given_submitted, lin,
        officer, stranger, submit_promising,
    };
    use crate::case::migration::Blocker;
    use crate::module::{Effect, Module, ProcedureKind};
    use crate::name::{ActionName, SubjectId};

    fn changed(module: &mut Module, name: &str, change: impl FnOnce(&mut Effect)) {
        change(&mut module.workflow.actions.iter_mut().find(|one| one.name.as_str() == name).unwrap().effect);
    }

    // === Public notices and objections ===

    #[test]
    fn a_public_notice_is_one_there_and_its_days_are_kept() {
        let given = announced();
        let unknown = || Blocker::ProcedureUnknown { procedure: "notice".parse().unwrap() };
        blocked(&given, to(&given, |module| without(module, "announce")), &[unknown()]);
        let hearing = to(&given, |module| {
            changed(module, "announce", |effect| {
                let Effect::StartProcedure { procedure } = effect else { panic!("no procedure") };
                procedure.kind = Some(ProcedureKind::Hearing { told_before: Limit::CalendarDays(3) });
            });
        });
        blocked(&given, hearing, &[unknown()]);
        let longer = to(&given, |module| {
            without(module, "close-notice");
            changed(module, "announce", |effect| {
                let Effect::StartProcedure { procedure } = effect else { panic!("no procedure") };
                procedure.most = Limit::CalendarDays(60);
            });
        });
        let then = moved(given, longer).at("03-10T10:00").settled();
        assert_eq!(then.last().body.type_name(), "PublicNoticeEnded");
        assert_eq!(then.last().effective_at, at("03-10T00:00"));
    }

    #[test]
    fn objections_can_be_answered_there_either_way() {
        let unanswerable = || Blocker::ObjectionsUnanswerable { state: "review".parse().unwrap() };
        let running = announced();
        blocked(&running, to(&running, |module| without(module, "dismiss")), &[unanswerable()]);
        // The notice has ended; what came meanwhile has not been answered.
        let raised = announced().after(stranger(), object("it is old")).at("03-10T10:00").settled().go_on();
        blocked(&raised, to(&raised, |module| without(module, "uphold")), &[unanswerable()]);
        let elsewhere = to(&raised, |module| {
            module.workflow.actions.iter_mut().find(|one| one.name.as_str() == "uphold").unwrap().from =
                vec!["heard".parse().unwrap()];
        });
        blocked(&raised, elsewhere, &[unanswerable()]);
        let migration = to(&raised, |module| without(module, "announce"));
        let answered = moved(raised, migration).when(approver(), act("dismiss").because("it stands firm"));
        assert_eq!(answered.last().body.type_name(), "ObjectionAnswered");
    }

    // === Opinions ===

    #[test]
    fn departments_that_were_asked_are_asked_there_and_can_answer() {
        let given = consulted();
        let unknown = |name: &str| Blocker::OpinionUnknown { department: name.parse().unwrap() };
        blocked(&given, to(&given, |module| without(module, "disagree")), &[unknown("roads"), unknown("old-town")]);
        let fewer = to(&given, |module| {
            changed(module, "consult", |effect| {
                let Effect::RequestOpinions { from, .. } = effect else { panic!("nobody is asked") };
                from.retain(|name| name.as_str() != "old-town");
            });
        });
        blocked(&given, fewer, &[unknown("old-town")]);
        let one_left = given.after(officer("shi", "old-town", "clerk"), act("agree"));
        let migration = to(&one_left, |module| {
            changed(module, "consult", |effect| {
                let Effect::RequestOpinions { from, within, .. } = effect else { panic!("nobody is asked") };
                from.retain(|name| name.as_str() != "old-town");
                *within = Limit::WorkingDays(60);
            });
        });
        let then = moved(one_left, migration).at("03-10T10:00").settled();
        assert_eq!(
            then.happened().next().unwrap().effective_at,
            at("03-10T00:00"),
            "what is waited for keeps its days"
        );
        assert_eq!(then.case().state.as_str(), "heard");
    }

    #[test]
    fn opinions_lead_to_where_a_case_is_open() {
        let given = consulted();
        let gone = to(&given, |module| module.workflow.states.retain(|state| state.name.as_str() != "heard"));
        blocked(&given, gone, &[Blocker::StateUnknown { state: "heard".parse().unwrap() }]);
    }

    // === Materials ===

    fn unlisted(module: &mut Module, name: &str) {
        module.guide.documents.retain(|document| document.name.as_str() != name);
    }

    #[test]
    fn materials_that_follow_may_follow_there() {
        let given = given().after(lin(), submit_promising(&["plan"])).after(clerk(), act("accept"));
        let unknown = || Blocker::DocumentUnknown { document: "survey".parse().unwrap() };
        blocked(&given, to(&given, |module| unlisted(module, "survey")), &[unknown()]);
        let at_once = to(&given, |module| module.guide.documents[1].may_follow = None);
        blocked(&given, at_once, &[unknown()]);
        let later = to(&given, |module| module.guide.documents[1].may_follow = Some(Limit::WorkingDays(60)));
        let then = moved(given, later).at("03-10T10:00").settled();
        assert_eq!(then.happened().next().unwrap().body.type_name(), "DocumentsLapsed");
        assert_eq!(then.happened().next().unwrap().effective_at, at("03-10T00:00"), "until when is kept");
    }

    #[test]
    fn materials_that_acceptance_waits_for_are_there() {
        let given = given().after(lin(), submit_promising(&["survey"]));
        let unknown = Blocker::DocumentUnknown { document: "plan".parse().unwrap() };
        blocked(&given, to(&given, |module| unlisted(module, "plan")), &[unknown]);
        let migration = to(&given, |module| unlisted(module, "survey"));
        moved(given, migration);
    }

    #[test]
    fn materials_that_a_notice_lists_are_there() {
        let given = given_submitted().after(clerk(), act("ask").document("survey"));
        let unknown = Blocker::DocumentUnknown { document: "survey".parse().unwrap() };
        blocked(&given, to(&given, |module| unlisted(module, "survey")), &[unknown]);
    }

    #[test]
    fn a_notice_that_waits_keeps_how_long_it_may() {
        let given = given_notice();
        let shorter = to(&given, |module| {
            changed(module, "ask", |effect| {
                let Effect::RequestSupplement { answer_within, .. } = effect else { panic!("no notice") };
                *answer_within = Limit::CalendarDays(2);
            });
        });
        let moved = moved(given, shorter).at("03-04T10:00").with_year(2026, &[jiff::civil::date(2026, 3, 17)]);
        assert_eq!(moved.clone().settled().case().supplement.as_ref().unwrap().due, due(3, 18));
        let lapsed = moved.at("03-19T10:00").settled();
        assert_eq!(lapsed.case().kept.supplement, None, "a later notice has the days of the new revision");
    }

    // === Who did what ===

    #[test]
    fn four_eyes_outlast_the_move() {
        let checked = |module: &mut Module| {
            module.workflow.actions[3].not_by = vec!["accept".parse().unwrap(), "note".parse().unwrap()];
        };
        let given = given_accepted().with(checked);
        let renamed = |module: &mut Module| {
            without(module, "accept");
            module.workflow.actions.push(action("take-in", "intake", Some("review"), "clerk", Effect::Accept));
            let grant = module.workflow.actions.iter_mut().find(|one| one.name.as_str() == "grant").unwrap();
            grant.not_by = vec!["take-in".parse().unwrap()];
        };
        let unknown = Blocker::HandsUnknown { action: "accept".parse().unwrap() };
        blocked(&given, to(&given, renamed), &[unknown]);
        // What is built in is known everywhere: taking down what a person brings, answering a notice for them.
        let mut built_in = given_accepted().with(|module| {
            let names = [ActionName::submit(), ActionName::answer_supplement()];
            module.workflow.actions[3].not_by = names.to_vec();
        });
        if let Case::Open(case) = &mut built_in.case {
            case.hands.insert(ActionName::submit(), std::iter::once(SubjectId("tan".to_owned())).collect());
        }
        let migration = to(&built_in, |_| ());
        moved(built_in, migration);
        // What nobody checks, and what nobody has done, may go.
        let migration = to(&given, |module| without(module, "note"));
        moved(given, migration);
        let unchecked = given_accepted();
        let migration = to(&unchecked, renamed);
        moved(unchecked, migration);
    }

    #[test]
    fn everything_in_the_way_is_told_at_once() {
        let given: Given = consulted().after(clerk(), act("announce"));
        let migration = to(&given, |module| {
            for name in ["announce", "agree", "uphold"] {
                without(module, name);
            }
        });
        blocked(
            &given,
            migration,
            &[
                Blocker::ProcedureUnknown { procedure: "notice".parse().unwrap() },
                Blocker::ObjectionsUnanswerable { state: "review".parse().unwrap() },
                Blocker::OpinionUnknown { department: "roads".parse().unwrap() },
                Blocker::OpinionUnknown { department: "old-town".parse().unwrap() },
            ],
        );
    }

    #[test]
    fn what_moves_unchanged_is_never_blocked() {
        let all = [
            announced(),
            consulted(),
            announced().after(stranger(), object("no")),
            given().after(lin(), submit_promising(&["plan"])).after(clerk(), act("accept")),
            given_submitted().after(clerk(), act("ask").document("survey").item("/name")),
        ];
        for given in all {
            let migration = to(&given, |_| ());
            moved(given, migration);
        }
    }
}
