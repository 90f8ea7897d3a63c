//! Ratings as each reader may see them. The person sees their own, in their case. Officers of the
//! department and auditors see level and comment without the case and without who gave it, and nothing
//! of what they did themselves. Everybody sees counts, of ratings before today and not of few.

use cityhall_domain::case::event::Part;
use cityhall_domain::case::rating::{Level, Rating};
use cityhall_domain::name::{ActionName, CaseId, DepartmentName, ModuleName};
use cityhall_domain::text::Text;
use cityhall_eventstore::Position;
use jiff::Timestamp;
use jiff::civil::Date;

use super::cases::Cleared;
use super::cursor::{Asked, List};
use super::said::{Said, text};
use super::types::{CaseView, Page, PageOf, ReadError, RedactionReason};
use super::{CaseReads, unreadable};
use crate::access::{Principal, Relation, Standing};
use crate::state::{Answer, Condition, Group, KeyValue, Order, Query};
use crate::views::case::instant;
use crate::views::rating::{RatingRow, SCHEMA, SealedComment, rated};

/// Fewer ratings than this of one department and module are not counted out: single people would show.
const RATINGS_MIN: u64 = 5;

/// What the applicant of a case may rate in it and has rated.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CaseRating {
    /// Until when they were invited to.
    pub invited_until: Option<Timestamp>,
    /// Whether they may still rate the whole matter.
    pub whole_matter: bool,
    /// What officers did and they have not rated.
    pub steps: Vec<RateableStep>,
    /// What they have rated.
    pub given: Vec<GivenRating>,
}

/// One thing that an officer did.
#[derive(Debug, Clone, PartialEq)]
pub struct RateableStep {
    /// Its place in the case.
    pub revision: u64,
    /// Which action.
    pub action: ActionName,
    /// The action's name for people.
    pub title: Option<Text>,
}

/// A rating as who gave it sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenRating {
    /// What it is about; absent: the whole matter.
    pub step: Option<u64>,
    /// How content they were.
    pub level: Level,
    /// When they gave it.
    pub at: Timestamp,
    /// What they said to it, or why that is not shown; absent: nothing.
    pub comment: Option<Result<String, RedactionReason>>,
}

/// A rating as others see it: not by whom, and not in which case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingView {
    /// The module.
    pub module: ModuleName,
    /// Whose work it was.
    pub department: DepartmentName,
    /// How content the person was.
    pub level: Level,
    /// On which day it was given.
    pub day: Date,
    /// What the person said to it, or why that is not shown; absent: nothing.
    pub comment: Option<Result<String, RedactionReason>>,
}

/// How many ratings of each level there are of one department and module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingCounts {
    /// The module.
    pub module: ModuleName,
    /// The department.
    pub department: DepartmentName,
    /// Each level with its number, best first; absent: there are too few to be told.
    pub levels: Option<[(Level, u64); 5]>,
}

impl CaseReads {
    /// What the applicant may rate and has rated; `None` for everybody else.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn case_rating(
        &self,
        who: &Principal,
        case: CaseId,
        at_least: Option<Position>,
    ) -> Result<Option<CaseRating>, ReadError> {
        self.reach(at_least).await?;
        let reader = self.reader(who);
        let (cleared, _) = self.cleared_by_ids(&reader, &[case]).await?;
        let cleared: Vec<_> = cleared.iter().map(|one| &**one).collect();
        Ok(self.ratings_by_applicants(&cleared).await?.pop().flatten())
    }

    /// What the applicants of cases that were read may rate and have rated, together, in their order; `None` where the
    /// reader is not the applicant.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn case_ratings_of(&self, cases: &[&CaseView]) -> Result<Vec<Option<CaseRating>>, ReadError> {
        let seen: Vec<_> = cases.iter().map(|case| &*case.seen.0).collect();
        self.ratings_by_applicants(&seen).await
    }

    async fn ratings_by_applicants(&self, cases: &[&Cleared]) -> Result<Vec<Option<CaseRating>>, ReadError> {
        let given = |one: &Cleared| own_ratings(one).iter().map(|rating| rating.revision).collect();
        let revisions: Vec<_> = cases.iter().map(|one| (*one, given(one))).collect();
        let comments = self.said(&revisions, Part::Comment).await?;
        let rating = |(one, comments): (&&Cleared, Vec<Option<Said>>)| {
            let given = own_ratings(one).iter().zip(comments).map(|(rating, comment)| GivenRating {
                step: rating.step,
                level: rating.level,
                at: rating.at,
                comment,
            });
            let given = given.collect();
            (one.clearance.relation() == Relation::Own).then(|| CaseRating { given, ..open_to_rating(one) })
        };
        Ok(cases.iter().zip(comments).map(rating).collect())
    }

    /// Single ratings of the reader's department, or for an auditor of the city, newest first; none of
    /// what the reader did.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] for others; see [`ReadError`].
    pub async fn single_ratings(
        &self,
        who: &Principal,
        module: Option<&ModuleName>,
        asked: &Page,
        at_least: Option<Position>,
    ) -> Result<PageOf<RatingView>, ReadError> {
        let wall = wall(who).ok_or(ReadError::NotAllowed)?;
        let asked = Asked::of(asked, List::Ratings)?;
        self.reach(at_least).await?;
        let catalog = self.catalog.borrow().clone();
        let policies = catalog.policies();
        // A rating names no case: where one of its module is hidden from the reader, none of its ratings is theirs.
        let hidden = catalog.modules.keys().filter(|module| !policies.sees_everywhere(who, module));
        let hidden = Condition::OneOf("module", hidden.map(|module| module.as_str().into()).collect());
        let wall = wall.and(Condition::Not(Box::new(hidden)));
        let condition = wall.and(named("module", module.map(ModuleName::as_str)));
        let found = self.find(&SCHEMA, condition, Order::Descending("place"), asked).await?;
        let rows = found.bodies.iter().map(|body| serde_json::from_str(body));
        let items = self.rating_views(who, rows.collect::<Result<_, _>>().map_err(unreadable)?).await?;
        Ok(found.page(items))
    }

    async fn rating_views(
        &self,
        who: &Principal,
        rows: Vec<RatingRow>,
    ) -> Result<Vec<(String, RatingView)>, ReadError> {
        let catalog = self.catalog.borrow().clone();
        let reads = |module: &str, comment: &SealedComment| {
            let reads = |module| catalog.policies().reads_everywhere(who, &module, comment.value.class);
            module.parse().is_ok_and(reads)
        };
        let comments = rows.iter().filter_map(|row| Some((&row.module, row.comment.as_ref()?)));
        let shown = comments.filter(|(module, comment)| reads(module, comment));
        let values: Vec<_> = shown.map(|(_, comment)| (&comment.origin, &comment.value)).collect();
        let mut opened = self.open(&values).await?.into_iter().map(text);
        let zone = catalog.facts().map(|facts| facts.zone.clone()).ok_or(ReadError::Unavailable)?;
        let view = |row: RatingRow| {
            let comment: Option<Said> = row.comment.map(|comment| {
                if !reads(&row.module, &comment) {
                    return Err(RedactionReason::NotAllowed);
                }
                opened.next().unwrap_or(Err(RedactionReason::Unreadable))
            });
            Some((
                List::Ratings.cursor(row.place),
                RatingView {
                    module: row.module.parse().ok()?,
                    department: row.department.parse().ok()?,
                    level: row.level,
                    day: zone.to_datetime(Timestamp::from_microsecond(row.given_at).ok()?).date(),
                    comment,
                },
            ))
        };
        rows.into_iter().map(view).collect::<Option<Vec<_>>>().ok_or(ReadError::Unavailable)
    }

    /// How many ratings there are of each level, by department and module, for everybody. What was given
    /// today is counted from tomorrow: nobody watches a number change behind somebody who leaves.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn rating_counts(
        &self,
        department: Option<&DepartmentName>,
        module: Option<&ModuleName>,
        at_least: Option<Position>,
    ) -> Result<Vec<RatingCounts>, ReadError> {
        self.reach(at_least).await?;
        let catalog = self.catalog.borrow().clone();
        let zone = catalog.facts().map(|facts| facts.zone.clone()).ok_or(ReadError::Unavailable)?;
        let today = self.clock.now().to_zoned(zone).start_of_day().map_err(|_| ReadError::Unavailable)?;
        let condition = Condition::All(vec![
            named("department", department.map(DepartmentName::as_str)),
            named("module", module.map(ModuleName::as_str)),
            Condition::Below("given_at", instant(today.timestamp()).into()),
        ]);
        let by = &["department", "module", "stars"];
        let groups = Query::Groups { view: &SCHEMA, condition, by, tallies: Vec::new() };
        let snapshot = self.ask(vec![groups]).await?;
        let mut counts: Vec<RatingCounts> = Vec::new();
        for group in snapshot.answers.iter().flat_map(Answer::groups) {
            count(&mut counts, group).ok_or(ReadError::Unavailable)?;
        }
        counts.iter_mut().for_each(hide_few);
        Ok(counts)
    }
}

/// The ratings that the reader gave in a case of their own.
fn own_ratings(cleared: &Cleared) -> &[Rating] {
    if cleared.clearance.relation() == Relation::Own { &cleared.row.case.ratings } else { &[] }
}

/// What of a case is still open to its applicant's rating.
fn open_to_rating(cleared: &Cleared) -> CaseRating {
    let case = &cleared.row.case;
    let is_rated = |step: Option<u64>| case.ratings.iter().any(|rating| rating.step == step);
    let steps = case.steps.iter().filter(|step| !is_rated(Some(step.revision)));
    let title = |action: &ActionName| Some(cleared.revision.module.workflow.action(action)?.title.clone());
    CaseRating {
        invited_until: case.invited_until.map(|until| until.at),
        whole_matter: case.end.is_some() && !is_rated(None),
        steps: steps
            .map(|step| RateableStep {
                revision: step.revision,
                action: step.action.clone(),
                title: title(&step.action),
            })
            .collect(),
        given: Vec::new(),
    }
}

/// Whose single ratings somebody reads; `None` for those who read none.
fn wall(who: &Principal) -> Option<Condition> {
    let not_theirs = |subject| {
        let (field, value) = rated(subject);
        Condition::Not(Box::new(Condition::Listed(field, value)))
    };
    match &who.standing {
        Standing::Officer { subject, department, .. } => {
            Some(named("department", Some(department.as_str())).and(not_theirs(subject)))
        }
        Standing::Auditor { subject } => Some(not_theirs(subject)),
        Standing::Anonymous
        | Standing::Resident { .. }
        | Standing::Company { .. }
        | Standing::Admin { .. }
        | Standing::Partner { .. }
        | Standing::City => None,
    }
}

fn named(column: &'static str, name: Option<&str>) -> Condition {
    name.map_or_else(Condition::everything, |name| Condition::Equals(column, name.into()))
}

/// Adds a group to the counts of its department and module.
fn count(counts: &mut Vec<RatingCounts>, group: &Group) -> Option<()> {
    let [KeyValue::Text(department), KeyValue::Text(module), KeyValue::Integer(stars)] = group.by.as_slice() else {
        return None;
    };
    let level = Level::of_stars(u8::try_from(*stars).ok()?)?;
    let (department, module): (DepartmentName, ModuleName) = (department.parse().ok()?, module.parse().ok()?);
    let known = counts.iter().position(|known| known.department == department && known.module == module);
    let index = known.unwrap_or_else(|| {
        counts.push(RatingCounts { module, department, levels: Some(Level::ALL.map(|level| (level, 0))) });
        counts.len() - 1
    });
    let levels = counts.get_mut(index)?.levels.as_mut()?;
    levels.iter_mut().filter(|(known, _)| *known == level).for_each(|(_, number)| *number += group.rows);
    Some(())
}

fn hide_few(counts: &mut RatingCounts) {
    let total: u64 = counts.levels.iter().flatten().map(|(_, number)| number).sum();
    counts.levels = counts.levels.filter(|_| total >= RATINGS_MIN);
}
