//! What a city's board shows.

use async_graphql::Value;
use async_graphql::dynamic::FieldValue;
use cityhall_engine::{DayFigures, FIGURE_DAYS_MAX, Figures, ServiceFigures};

use crate::opaque::encode_position;
use crate::schema::core::moment;
use crate::schema::spec::{Argument, Spec, ty};
use crate::schema::table::Table;
use crate::schema::{department, page};
use crate::visit::Visit;

/// Of how many days something is told when nobody asks for a number.
const DAYS: u16 = 30;

/// Adds them, for the staff.
pub(crate) fn add(table: &mut Table) {
    table.object("CityFigures", "How the cases of this officer's lists stand, at one moment.", figures());
    table.object("DayFigures", "What came and went on one day.", of_day());
    table.object("ServiceFigures", "How one department stands with one module.", of_service());
    let about = "How the cases stand that this officer may list: by day, and by department and module.";
    let field = Spec::asked("cityFigures", ty::may("CityFigures"), about, |ctx| {
        Box::pin(async move {
            let visit = Visit::of(&ctx);
            let days = ctx.args.get("days").and_then(|days| days.u64().ok());
            let days = days.map_or(DAYS, |days| u16::try_from(days).unwrap_or(FIGURE_DAYS_MAX));
            let figures = visit.engine.figures(&visit.who, days, page::at_least(&ctx)?).await?;
            Ok(Some(FieldValue::owned_any(figures)))
        })
    });
    let days = Argument::new("days", ty::may("Int"), "How many days, today last; 30 when absent, at most 92.");
    table.query("cityFigures", field.with(days).with(page::at_least_argument()));
}

fn figures() -> Vec<Spec> {
    vec![
        Spec::leaf::<Figures>("asOf", ty::must("Position"), "What they reflect.", |all| {
            Some(Value::from(encode_position(all.as_of)))
        }),
        Spec::leaf::<Figures>("at", ty::must("DateTime"), "When they were counted, by the city's clock.", |all| {
            Some(moment(all.at))
        }),
        Spec::part::<Figures>(
            "days",
            ty::full_list("DayFigures"),
            "By day in the city's zone, today last.",
            |all, _| Some(FieldValue::list(all.days.iter().map(|day| FieldValue::borrowed_any(day)))),
        ),
        Spec::part::<Figures>(
            "services",
            ty::full_list("ServiceFigures"),
            "By department and module; what has no case is not there.",
            |all, _| Some(FieldValue::list(all.services.iter().map(|row| FieldValue::borrowed_any(row)))),
        ),
    ]
}

fn of_day() -> Vec<Spec> {
    vec![
        Spec::leaf::<DayFigures>("day", ty::must("Date"), "The day.", |one| Some(Value::from(one.day.to_string()))),
        Spec::leaf::<DayFigures>("submitted", ty::must("Int"), "How many cases were handed in.", |one| {
            number(one.submitted)
        }),
        Spec::leaf::<DayFigures>(
            "finished",
            ty::must("Int"),
            "How many cases were finished that are finished now.",
            |one| number(one.finished),
        ),
    ]
}

fn of_service() -> Vec<Spec> {
    let count = |name, about, of: fn(&ServiceFigures) -> u64| {
        Spec::leaf::<ServiceFigures>(name, ty::must("Int"), about, move |row| number(of(row)))
    };
    vec![
        Spec::leaf::<ServiceFigures>("module", ty::must("String"), "The module.", |row| {
            Some(Value::from(row.module.as_str()))
        }),
        Spec::part::<ServiceFigures>(
            "department",
            ty::may("Department"),
            "The department that has the cases.",
            |row, ctx| department::find(ctx, &row.department),
        ),
        count("total", "How many there are in all.", |row| row.total),
        count("open", "How many are not over.", |row| row.open),
        count("overdue", "How many of them are overdue.", |row| row.overdue),
        count("finished", "How many are over.", |row| row.finished),
        count("finishedOnTime", "How many of them were never still to be decided after their promised limit.", |row| {
            row.finished_on_time
        }),
        count("yellowCards", "How many yellow cards were issued and not withdrawn (黄牌).", |row| row.yellow_cards),
        count("redCards", "How many red cards were issued and not withdrawn (红牌).", |row| row.red_cards),
    ]
}

fn number(count: u64) -> Option<Value> {
    i32::try_from(count).ok().map(Value::from)
}
