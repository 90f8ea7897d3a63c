//! Ratings (好差评): a person's own in their case, single ones without the case for those who may learn
//! from them, and counts for everybody.

use async_graphql::Value;
use async_graphql::dynamic::{FieldValue, ResolverContext};
use cityhall_domain::case::rating::Level;
use cityhall_domain::name::{DepartmentName, ModuleName};
use cityhall_domain::text::Language;
use cityhall_engine::{CaseRating, GivenRating, RateableStep, RatingCounts, RatingView, ReadError};

use crate::schema::ahead::Rating as Ahead;
use crate::schema::case::CaseNode;
use crate::schema::conversation::hidden;
use crate::schema::core::{language_argument, moment};
use crate::schema::department;
use crate::schema::fault::Fault;
use crate::schema::module::word;
use crate::schema::page::{self, Listed};
use crate::schema::spec::{Argument, Spec, ty};
use crate::schema::table::Table;
use crate::visit::Visit;

/// The field of every case.
pub(crate) fn field() -> Spec {
    let about = "What its applicant may rate and has rated; null for everybody else.";
    Spec::asked("rating", ty::may("CaseRating"), about, |ctx| {
        Box::pin(async move {
            let Some(case) = ctx.parent_value.downcast_ref::<CaseNode>() else { return Ok(None) };
            let rating = match &case.ahead.rating {
                Ahead::Read(rating) => rating.as_deref().cloned(),
                Ahead::Unread => read(&ctx, case).await?,
            };
            Ok(rating.map(FieldValue::owned_any))
        })
    })
}

/// Where nothing was read ahead: of one case.
async fn read(ctx: &ResolverContext<'_>, case: &CaseNode) -> Result<Option<CaseRating>, ReadError> {
    let visit = Visit::of(ctx);
    let Some(view) = case.view() else { return visit.engine.case_rating(&visit.who, case.id, None).await };
    Ok(visit.engine.reads().case_ratings_of(&[view]).await?.pop().flatten())
}

/// Adds what a case's rating consists of.
pub(crate) fn add(table: &mut Table) {
    let about = |level: Level| {
        let bad = if level.is_bad() { " A bad rating (差评)." } else { "" };
        format!("{} ({}).{bad}", capitalised(level.in_words(Language::English)), level.in_words(Language::Chinese))
    };
    let levels: Vec<(&str, String)> = Level::ALL.map(|level| (level_word(level), about(level))).to_vec();
    let levels: Vec<(&str, &str)> = levels.iter().map(|(word, about)| (*word, about.as_str())).collect();
    table.words("RatingLevel", "How content somebody is, in five levels, best first.", &levels);
    table.object("CaseRating", "What the applicant of a case may rate and has rated.", case_fields());
    table.object("RateableStep", "Something that an officer did in a case.", step_fields());
    table.object("GivenRating", "A rating as who gave it sees it.", given_fields());
}

/// Adds the counts.
pub(crate) fn add_counts(table: &mut Table) {
    table.object("RatingCounts", "How many ratings there are of one department and module.", counts_fields());
    table.object("RatingLevelCount", "How many ratings there are of one level.", count_fields());
    let about = "Ratings by department and module, counted to the end of yesterday. Fewer than five are not counted \
                 out.";
    let ratings = Spec::asked("ratings", ty::list("RatingCounts"), about, |ctx| {
        Box::pin(async move {
            let visit = Visit::of(&ctx);
            let department: Option<DepartmentName> = named(&ctx, "department")?;
            let module: Option<ModuleName> = named(&ctx, "module")?;
            let at_least = page::at_least(&ctx)?;
            let counts = visit.engine.rating_counts(department.as_ref(), module.as_ref(), at_least).await?;
            Ok(Some(FieldValue::list(counts.into_iter().map(FieldValue::owned_any))))
        })
    });
    let arguments = [
        Argument::new("department", ty::may("String"), "Of this department."),
        Argument::new("module", ty::may("String"), "Of this module."),
    ];
    table.query("ratings", ratings.with_all(arguments).with(page::at_least_argument()));
}

/// Adds single ratings, for staff.
pub(crate) fn add_single(table: &mut Table) {
    table.object("Rating", "One rating: not by whom, and not in which case.", rating_fields());
    page::add_connection::<RatingView>(table, "Rating", "Rating", |rating, _| {
        Some(FieldValue::owned_any(rating.clone()))
    });
    let about = "Ratings of the officer's department, for auditors of the city, newest first. What the reader did \
                 themselves is left out.";
    let single = Spec::asked("singleRatings", ty::may("RatingConnection"), about, |ctx| {
        Box::pin(async move {
            let (visit, asked) = (Visit::of(&ctx), page::asked_of_many(&ctx)?);
            let module: Option<ModuleName> = named(&ctx, "module")?;
            let at_least = page::at_least(&ctx)?;
            let page = visit.engine.single_ratings(&visit.who, module.as_ref(), asked.clone(), at_least).await?;
            Ok(Some(FieldValue::owned_any(Listed::of(page, &asked, |rating| rating))))
        })
    });
    let module = Argument::new("module", ty::may("String"), "Of this module.");
    table.query("singleRatings", single.with_all(page::arguments()).with(module).with(page::at_least_argument()));
}

fn named<T: std::str::FromStr>(ctx: &ResolverContext<'_>, argument: &str) -> Result<Option<T>, Fault> {
    let name = page::text(ctx, argument).map(|text| text.parse::<T>()).transpose();
    name.map_err(|_| Fault::input(format!("`{argument}` is not a name")))
}

fn case_fields() -> Vec<Spec> {
    vec![
        Spec::leaf::<CaseRating>(
            "invitedUntil",
            ty::may("DateTime"),
            "Until when the applicant is invited to rate; null: they were not.",
            |rating| rating.invited_until.map(moment),
        ),
        Spec::leaf::<CaseRating>(
            "wholeMatter",
            ty::may("Boolean"),
            "Whether the case is over and was not rated as a whole.",
            |rating| Some(Value::from(rating.whole_matter)),
        ),
        Spec::part::<CaseRating>(
            "steps",
            ty::list("RateableStep"),
            "What officers did and was not rated.",
            |rating, _| Some(FieldValue::list(rating.steps.iter().map(|step| FieldValue::borrowed_any(step)))),
        ),
        Spec::part::<CaseRating>("given", ty::list("GivenRating"), "What was rated.", |rating, _| {
            Some(FieldValue::list(rating.given.iter().map(|given| FieldValue::borrowed_any(given))))
        }),
    ]
}

fn step_fields() -> Vec<Spec> {
    vec![
        Spec::leaf::<RateableStep>("step", ty::may("Int"), "Its place in the case; for `rate`.", |step| {
            i32::try_from(step.revision).ok().map(Value::from)
        }),
        Spec::leaf::<RateableStep>("action", ty::may("String"), "Which action.", |step| {
            Some(Value::from(step.action.as_str()))
        }),
        Spec::part::<RateableStep>("title", ty::may("String"), "The action's name for people.", |step, ctx| {
            step.title.as_ref().map(|title| Value::from(Visit::text(ctx, title)).into())
        })
        .with(language_argument()),
    ]
}

fn given_fields() -> Vec<Spec> {
    vec![
        Spec::leaf::<GivenRating>("step", ty::may("Int"), "What it is about; null: the whole matter.", |given| {
            given.step.and_then(|step| i32::try_from(step).ok()).map(Value::from)
        }),
        Spec::leaf::<GivenRating>("level", ty::may("RatingLevel"), "How content.", |given| {
            Some(word(level_word(given.level)))
        }),
        Spec::leaf::<GivenRating>("at", ty::may("DateTime"), "When.", |given| Some(moment(given.at))),
        Spec::leaf::<GivenRating>("comment", ty::may("String"), "What was said to it.", |given| {
            given.comment.as_ref()?.as_ref().ok().map(|text| Value::from(text.as_str()))
        }),
        Spec::leaf::<GivenRating>("redaction", ty::may("RedactionReason"), "Why `comment` is not shown.", |given| {
            hidden(given.comment.as_ref()?.as_ref().err())
        }),
    ]
}

fn rating_fields() -> Vec<Spec> {
    vec![
        Spec::leaf::<RatingView>("module", ty::may("String"), "The name of the module.", |rating| {
            Some(Value::from(rating.module.as_str()))
        }),
        Spec::part::<RatingView>("department", ty::may("Department"), "Whose work it was.", |rating, ctx| {
            department::find(ctx, &rating.department)
        }),
        Spec::leaf::<RatingView>("level", ty::may("RatingLevel"), "How content the person was.", |rating| {
            Some(word(level_word(rating.level)))
        }),
        Spec::leaf::<RatingView>("day", ty::may("Date"), "On which day.", |rating| {
            Some(Value::from(rating.day.to_string()))
        }),
        Spec::leaf::<RatingView>("comment", ty::may("String"), "What was said to it.", |rating| {
            rating.comment.as_ref()?.as_ref().ok().map(|text| Value::from(text.as_str()))
        }),
        Spec::leaf::<RatingView>("redaction", ty::may("RedactionReason"), "Why `comment` is not shown.", |rating| {
            hidden(rating.comment.as_ref()?.as_ref().err())
        }),
    ]
}

fn counts_fields() -> Vec<Spec> {
    vec![
        Spec::leaf::<RatingCounts>("module", ty::may("String"), "The name of the module.", |counts| {
            Some(Value::from(counts.module.as_str()))
        }),
        Spec::part::<RatingCounts>("department", ty::may("Department"), "Whose work it was.", |counts, ctx| {
            department::find(ctx, &counts.department)
        }),
        Spec::part::<RatingCounts>(
            "levels",
            ty::list("RatingLevelCount"),
            "Each level with its number, best first; null: there are fewer than five ratings.",
            |counts, _| {
                let levels = counts.levels.as_ref()?;
                Some(FieldValue::list(levels.iter().map(|level| FieldValue::borrowed_any(level))))
            },
        ),
    ]
}

fn count_fields() -> Vec<Spec> {
    type Count = (Level, u64);
    vec![
        Spec::leaf::<Count>("level", ty::may("RatingLevel"), "The level.", |(level, _)| Some(word(level_word(*level)))),
        Spec::part::<Count>("name", ty::may("String"), "Its name for people.", |(level, _), ctx| {
            Some(Value::from(level.in_words(Visit::language_of(ctx))).into())
        })
        .with(language_argument()),
        Spec::leaf::<Count>("count", ty::may("Int"), "How many.", |(_, count)| {
            i32::try_from(*count).ok().map(Value::from)
        }),
    ]
}

/// How a level is called in the API.
fn level_word(level: Level) -> &'static str {
    match level {
        Level::VerySatisfied => "VERY_SATISFIED",
        Level::Satisfied => "SATISFIED",
        Level::BasicallySatisfied => "BASICALLY_SATISFIED",
        Level::Dissatisfied => "DISSATISFIED",
        Level::VeryDissatisfied => "VERY_DISSATISFIED",
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}
