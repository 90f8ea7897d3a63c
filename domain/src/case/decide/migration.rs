//! Moving a case to a newer revision of its module. Everything that stands in the way is told at once.

use std::collections::BTreeSet;

use super::blockers::{self, state_known};
use super::permission::Moment;
use super::rules::Rules;
use crate::case::event::Arrival;
use crate::case::limits::ChosenLimits;
use crate::case::migration::{Blocker, Kept, Migration};
use crate::case::{Actor, Event, EventBody, OpenCase, Rejection, Stage};
use crate::expression::Judge;
use crate::form::{Class, Form};
use crate::module::Module;
use crate::name::StateName;

pub(super) fn decide(moment: &Moment<'_>, asked: &Migration) -> Result<Event, Rejection> {
    by_the_city(moment)?;
    nothing_in_the_way(moment, asked)?;
    let rules = Rules { module: &asked.module, facts: moment.rules.facts };
    let day = rules.day_of(moment.at);
    let limits = rules.chosen(&Judge::on(&asked.answers, day));
    let arrival = arrival(moment, rules, asked, limits);
    let body = EventBody::CaseMigrated {
        from: asked.from,
        to: asked.to,
        ordered_by: asked.ordered_by.clone(),
        kept: kept(moment, arrival.is_some()),
        arrival,
        limits,
        calendar_version: moment.case.calendar_version.max(moment.rules.calendar_version()),
    };
    Ok(Event { effective_at: moment.at, by: moment.by.clone(), body, personal: Vec::new() })
}

/// No officer and no applicant moves a case to other rules.
fn by_the_city(moment: &Moment<'_>) -> Result<(), Rejection> {
    match moment.by {
        Actor::City => Ok(()),
        Actor::Anonymous
        | Actor::Resident { .. }
        | Actor::Company { .. }
        | Actor::Officer { .. }
        | Actor::Assistant { .. }
        | Actor::Agent { .. } => Err(Rejection::RoleNotAllowed { allowed: Vec::new() }),
    }
}

/// The case can go on under the new revision from where it stands.
fn nothing_in_the_way(moment: &Moment<'_>, asked: &Migration) -> Result<(), Rejection> {
    let case = moment.case;
    let blockers: Vec<Blocker> = if case.end.is_some() {
        vec![Blocker::Over]
    } else {
        let new = &asked.module;
        let state = target(case, asked);
        let form = form_fits(&moment.rules.module.form, asked);
        [newer(asked), under_it(asked), state_known(new, state)]
            .into_iter()
            .flatten()
            .chain(form)
            .chain(starts_alike(moment, new))
            .chain(blockers::of(case, moment.rules.module, new, state))
            .collect()
    };
    if blockers.is_empty() { Ok(()) } else { Err(Rejection::MigrationBlocked { blockers }) }
}

/// Where the case stands under the new revision.
fn target<'a>(case: &'a OpenCase, asked: &'a Migration) -> &'a StateName {
    asked.states.get(&case.state).unwrap_or(&case.state)
}

fn newer(asked: &Migration) -> Option<Blocker> {
    (asked.to <= asked.from).then_some(Blocker::NotNewer)
}

fn under_it(asked: &Migration) -> Option<Blocker> {
    (asked.under != asked.from).then_some(Blocker::OtherRevision { revision: asked.under })
}

/// Answers fit the new form, and who may read each stays as it was when it was sealed.
fn form_fits(old: &Form, asked: &Migration) -> Vec<Blocker> {
    let new = &asked.module.form;
    let invalid = new.check(asked.answers.clone()).err().map(|findings| Blocker::AnswersInvalid { findings });
    let class_of = |form: &Form, name: &str| -> BTreeSet<Class> {
        form.fields().iter().filter(|field| field.name == name).map(|field| field.class).collect()
    };
    let differs = |name: &&String| {
        let (old, new) = (class_of(old, name), class_of(new, name));
        !new.is_empty() && old != new
    };
    let fields: Vec<String> = asked.answers.keys().filter(differs).map(|name| format!("/{name}")).collect();
    let changed = (!fields.is_empty()).then_some(Blocker::ClassChanged { fields });
    invalid.into_iter().chain(changed).collect()
}

/// Limits that wait for acceptance begin there, and those that submission began are not begun again.
fn starts_alike(moment: &Moment<'_>, new: &Module) -> Option<Blocker> {
    let differ = moment.rules.module.limits.starts != new.limits.starts;
    (differ && moment.case.stage == Stage::Submitted).then_some(Blocker::LimitsStartElsewhere)
}

/// A state of another name is entered, and its limit begins; that of one which the case stays in goes on.
fn arrival(moment: &Moment<'_>, rules: Rules<'_>, asked: &Migration, limits: Option<ChosenLimits>) -> Option<Arrival> {
    let case = moment.case;
    let state = Some(target(case, asked)).filter(|state| **state != case.state)?;
    let mut arrival = rules.enter(state, limits, moment.at);
    if case.supplement.is_some() || case.stands_still() {
        arrival.due = None;
    }
    Some(arrival)
}

/// The lengths of the limits that run: those that they began with.
fn kept(moment: &Moment<'_>, leaves: bool) -> Kept {
    let case = moment.case;
    let state = case.clocks.state.filter(|_| !leaves).and_then(|_| moment.rules.state_limit(case));
    let supplement = case.supplement.as_ref().and_then(|notice| moment.rules.answer_within(case, notice));
    Kept { case: case.clocks.promised.map(|_| moment.rules.limits(case)), state, supplement }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::calendar::Limit;
    use crate::case::decide::moving::{blocked, moved, to, without};
    use crate::case::event::EventBody;
    use crate::case::given::{
        act, approver, at, clerk, due, enters, form, given_accepted, given_closed, given_notice, given_submitted, lin,
        stranger,
    };
    use crate::case::migration::{Blocker, Kept, KeptLimits, Migration};
    use crate::case::{Actor, Intent, Rejection};
    use crate::form::Finding;
    use crate::module::{Action, Effect, Module, Procedure, ProcedureClock, Start};
    use crate::name::SubjectId;
    use crate::text::Text;

    fn renamed(module: &mut Module, old: &str, new: &str) {
        let workflow = &mut module.workflow;
        let renamed = |name: &mut crate::name::StateName| {
            if name.as_str() == old {
                *name = new.parse().unwrap();
            }
        };
        workflow.states.iter_mut().for_each(|state| renamed(&mut state.name));
        for action in &mut workflow.actions {
            action.from.iter_mut().chain(&mut action.to).for_each(renamed);
        }
    }

    #[test]
    fn only_the_city_moves_a_case() {
        for by in [lin(), clerk(), stranger(), Actor::Anonymous] {
            let given = given_accepted();
            let migration = to(&given, |_| ());
            given
                .when(by, Intent::Migrate(Box::new(migration)))
                .then_err(Rejection::RoleNotAllowed { allowed: Vec::new() });
        }
    }

    #[test]
    fn a_case_that_is_over_is_left_alone() {
        let given = given_closed();
        blocked(&given, to(&given, |_| ()), &[Blocker::Over]);
    }

    #[test]
    fn a_case_moves_to_newer_revisions_only() {
        let given = given_accepted();
        for number in [1, 2] {
            let migration = Migration { under: 2, from: 2, to: number, ..to(&given, |_| ()) };
            blocked(&given, migration, &[Blocker::NotNewer]);
        }
    }

    #[test]
    fn a_case_moves_from_the_revision_that_it_is_under() {
        let given = given_accepted();
        let migration = Migration { under: 3, to: 4, ..to(&given, |_| ()) };
        blocked(&given, migration, &[Blocker::OtherRevision { revision: 3 }]);
    }

    #[test]
    fn its_state_is_there_or_is_mapped_to_one_in_which_a_case_is_open() {
        let given = given_accepted();
        let review = || to(&given, |module| renamed(module, "review", "examination"));
        blocked(&given, review(), &[Blocker::StateUnknown { state: "review".parse().unwrap() }]);
        let ended = Migration { states: [("review", "refused")].map(parsed).into(), ..review() };
        blocked(&given, ended, &[Blocker::StateUnknown { state: "refused".parse().unwrap() }]);
        let mapped = Migration { states: [("review", "examination")].map(parsed).into(), ..review() };
        let then = given.at("03-04T10:00").when(Actor::City, Intent::Migrate(Box::new(mapped)));
        assert!(matches!(
            &then.last().body,
            EventBody::CaseMigrated { arrival: Some(arrival), .. }
                if *arrival == enters("examination", Some(due(3, 18)))
        ));
        assert_eq!(then.case().clocks.promised.unwrap().due, due(3, 16));
    }

    fn parsed((old, new): (&str, &str)) -> (crate::name::StateName, crate::name::StateName) {
        (old.parse().unwrap(), new.parse().unwrap())
    }

    #[test]
    fn its_answers_fit_the_new_form() {
        let given = given_accepted();
        let longer = to(&given, |module| {
            module.form = form(json!({
                "type": "object", "required": ["place", "trees"],
                "properties": {
                    "place": {"type": "string", "maxLength": 3, "x-cityhall-class": "public"},
                    "name": {"type": "string", "maxLength": 40, "x-cityhall-class": "internal"},
                    "trees": {"type": "integer", "x-cityhall-class": "internal"}
                }
            }));
        });
        let found = |path: &str, keyword: &str| Finding { path: path.to_owned(), keyword: keyword.to_owned() };
        let findings = vec![found("/place", "maxLength"), found("/trees", "required")];
        let changed = Blocker::ClassChanged { fields: vec!["/name".to_owned()] };
        blocked(&given, longer, &[Blocker::AnswersInvalid { findings }, changed]);
    }

    #[test]
    fn limits_that_have_not_begun_begin_at_the_same_moment() {
        let elsewhere = |module: &mut Module| module.limits.starts = Start::Submission;
        let given = given_submitted();
        blocked(&given, to(&given, elsewhere), &[Blocker::LimitsStartElsewhere]);
        let given = given_accepted();
        let migration = to(&given, elsewhere);
        moved(given, migration);
    }

    fn more(module: &mut Module) {
        let action = |name: &str, effect| Action {
            name: name.parse().unwrap(),
            from: vec!["review".parse().unwrap()],
            to: None,
            effect,
            ..module.workflow.actions[0].clone()
        };
        let procedure = Procedure {
            name: "test".parse().unwrap(),
            title: Text::default(),
            basis: Some("law-45".parse().unwrap()),
            most: Limit::WorkingDays(10),
            clock: ProcedureClock::Stopped,
            kind: None,
        };
        let more = [
            action("start-test", Effect::StartProcedure { procedure }),
            action("end-test", Effect::EndProcedure { procedure: "test".parse().unwrap() }),
            action("rest", Effect::Suspend { basis: vec!["law-1".parse().unwrap()] }),
            action("go-on", Effect::Resume),
            Action { officers: 2, ..action("check", Effect::Note) },
        ];
        module.workflow.actions.extend(more);
    }

    #[test]
    fn what_is_open_in_it_can_be_ended_there() {
        let examined = || given_accepted().with(more);
        let tested = examined().after(clerk(), act("start-test"));
        let procedure = Blocker::ProcedureUnknown { procedure: "test".parse().unwrap() };
        blocked(&tested, to(&tested, |module| without(module, "end-test")), &[procedure]);
        let resting = examined().after(clerk(), act("rest").because("the river is high").resting_on("law-1"));
        blocked(&resting, to(&resting, |module| without(module, "go-on")), &[Blocker::CannotResume]);
        let signed = examined().after(clerk(), act("check"));
        let signature = Blocker::SignatureUnknown { action: "check".parse().unwrap() };
        blocked(&signed, to(&signed, |module| without(module, "check")), &[signature]);
        for given in [tested, resting, signed] {
            let migration = to(&given, |_| ());
            moved(given, migration);
        }
    }

    #[test]
    fn a_notice_that_waits_is_known_there() {
        let unknown = || Blocker::SupplementUnknown { action: "ask".parse().unwrap() };
        let given = given_notice();
        blocked(&given, to(&given, |module| without(module, "ask")), &[unknown()]);
        let nameless = to(&given, |module| {
            module.form = form(json!({
                "type": "object",
                "properties": {"place": {"type": "string", "maxLength": 40, "x-cityhall-class": "public"}}
            }));
        });
        blocked(&given, nameless, &[unknown()]);
        let gone = to(&given, |module| renamed(module, "withdrawn", "taken-back"));
        blocked(&given, gone, &[Blocker::StateUnknown { state: "withdrawn".parse().unwrap() }]);
    }

    #[test]
    fn what_was_accepted_keeps_its_limits_and_its_state_too() {
        let given = given_accepted();
        let longer = |module: &mut Module| {
            module.limits.promised = Limit::WorkingDays(3);
            module.limits.statutory = Some(Limit::WorkingDays(60));
            module.limits.extension = Some(Limit::CalendarDays(90));
            module.workflow.states[2].limit = Some(Limit::WorkingDays(40));
        };
        let migration = to(&given, longer);
        let kept =
            KeptLimits { promised: Limit::WorkingDays(10), statutory: Some(Limit::WorkingDays(20)), extension: None };
        given.clone().when(Actor::City, Intent::Migrate(Box::new(migration.clone()))).then_last(
            &EventBody::CaseMigrated {
                from: 1,
                to: 2,
                ordered_by: Some(SubjectId("admin".to_owned())),
                arrival: None,
                kept: Kept { case: Some(kept), state: Some(Limit::WorkingDays(10)), supplement: None },
                limits: None,
                calendar_version: 1,
            },
        );
        let clocks = given.clone().when(clerk(), act("note")).case().clocks.clone();
        let moved = moved(given, migration);
        assert_eq!(moved.clone().when(clerk(), act("note")).case().clocks, clocks);
        // A calendar that comes later counts the same lengths again, from where they started.
        let newer = moved.at("03-05T10:00").with_year(2026, &[jiff::civil::date(2026, 3, 6)]);
        let then = newer.settled();
        assert_eq!(then.case().clocks.promised.unwrap().due, due(3, 17));
        assert_eq!(then.case().clocks.state.unwrap().due, due(3, 17));
        assert_eq!(then.case().clocks.statutory.unwrap().due, due(3, 31));
    }

    #[test]
    fn a_new_round_has_the_limits_of_the_revision_that_it_begins_under() {
        let given = given_accepted();
        let migration = to(&given, |module| module.limits.promised = Limit::WorkingDays(3));
        let closed =
            moved(given, migration).after(approver(), act("grant").field("plot", "7")).after(clerk(), act("issue"));
        let then = closed.when(lin(), act("take-up"));
        assert_eq!(then.case().clocks.promised.unwrap().due, due(3, 5));
    }

    #[test]
    fn a_case_that_is_not_accepted_gets_the_limits_of_the_new_revision() {
        let given = given_submitted();
        let migration = to(&given, |module| module.limits.promised = Limit::WorkingDays(3));
        let then = moved(given, migration).when(clerk(), act("accept"));
        assert_eq!(then.case().clocks.promised.unwrap().due, due(3, 5));
    }

    #[test]
    fn a_case_that_waits_goes_on_waiting_where_it_is_moved_to() {
        let given = given_accepted().with(more).after(clerk(), act("start-test"));
        let mut migration = to(&given, |module| renamed(module, "review", "examination"));
        migration.states = [("review", "examination")].map(parsed).into();
        let waits = moved(given, migration);
        let ended = waits.at("03-04T10:00").when(clerk(), act("end-test"));
        assert_eq!(ended.case().state.as_str(), "examination");
        assert_eq!(ended.case().clocks.state.unwrap().started_at, at("03-04T10:00"));
    }

    #[test]
    fn the_move_stores_no_sealed_answer() {
        let given = given_accepted();
        let migration = to(&given, |_| ());
        let then = given.when(Actor::City, Intent::Migrate(Box::new(migration)));
        let body = serde_json::to_string(&then.last().body).unwrap();
        assert!(!body.contains("Lin") && then.last().personal.is_empty(), "{body}");
    }
}
