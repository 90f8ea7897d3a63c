//! Questions to a view as values: what to filter by, how to order, what to count.
//!
//! Column names come from schemas only; values never become part of a statement's text.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use cityhall_eventstore::Position;

use super::{KeyValue, ViewSchema};

/// A choice between more is asked as one.
const BRANCHES_MAX: usize = 8;

/// Which rows are meant. Every read puts its wall here, so that nothing is filtered after paging.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Condition {
    /// Every one of these holds; none at all: every row.
    All(Vec<Condition>),
    /// One of these holds; none at all: no row.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
    /// The row has this identity.
    Is(String),
    /// The row has one of these identities.
    IsOneOf(Vec<String>),
    /// The column has this value; with null: it has none.
    Equals(&'static str, KeyValue),
    /// The column has one of these values.
    OneOf(&'static str, Vec<KeyValue>),
    /// The column's value is smaller.
    Below(&'static str, KeyValue),
    /// The column's value is at most this.
    AtMost(&'static str, KeyValue),
    /// The column's value is greater.
    Above(&'static str, KeyValue),
    /// The row's listed field has this value.
    Listed(String, KeyValue),
    /// The row's own column `own` stands in the column `identity` of another view in a row for which
    /// `condition` holds.
    Elsewhere {
        /// The column of this view that is looked for there.
        own: &'static str,
        /// The other view.
        view: &'static ViewSchema,
        /// Its column that it is looked for in.
        identity: &'static str,
        /// What holds there.
        condition: Box<Condition>,
    },
}

impl Condition {
    /// Every row.
    #[must_use]
    pub fn everything() -> Self {
        Self::All(Vec::new())
    }

    /// No row.
    #[must_use]
    pub fn nothing() -> Self {
        Self::Any(Vec::new())
    }

    /// This and `other`.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::All(vec![self, other])
    }

    /// Conditions of which one holds wherever this one does, and the other way round; `None` where it is no choice
    /// between a few.
    pub(super) fn branches(&self) -> Option<Vec<Self>> {
        let mut parts = Vec::new();
        self.flatten(&mut parts);
        let is_choice = |part: &&Self| matches!(part, Self::Any(some) if (2..=BRANCHES_MAX).contains(&some.len()));
        let at = parts.iter().position(is_choice)?;
        let Self::Any(choice) = parts.remove(at) else { return None };
        let with = |one: &Self| Self::All(parts.iter().map(|part| (*part).clone()).chain([one.clone()]).collect());
        Some(choice.iter().map(with).collect())
    }

    /// Everything that has to hold.
    fn flatten<'a>(&'a self, parts: &mut Vec<&'a Self>) {
        match self {
            Self::All(all) => all.iter().for_each(|part| part.flatten(parts)),
            one => parts.push(one),
        }
    }

    /// Whether it holds for a row that is at hand: the same answer that a database gives for it. A comparison
    /// with null holds for no row.
    #[must_use]
    pub fn holds(&self, row: &impl Candidate) -> bool {
        let compared = |column, value: &KeyValue, fits: fn(Ordering) -> bool| {
            row.key(column).and_then(|held| compare(held, value)).is_some_and(fits)
        };
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(row)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(row)),
            Self::Not(part) => !part.holds(row),
            Self::Is(id) => row.id() == id,
            Self::IsOneOf(ids) => ids.iter().any(|id| row.id() == id),
            Self::Equals(column, KeyValue::Null) => row.key(column) == Some(&KeyValue::Null),
            Self::Equals(column, value) => compared(column, value, Ordering::is_eq),
            Self::OneOf(column, values) => values.iter().any(|value| compared(column, value, Ordering::is_eq)),
            Self::Below(column, value) => compared(column, value, Ordering::is_lt),
            Self::AtMost(column, value) => compared(column, value, Ordering::is_le),
            Self::Above(column, value) => compared(column, value, Ordering::is_gt),
            Self::Listed(field, value) => row.listed(field).is_some_and(|held| held == value),
            Self::Elsewhere { view, condition, .. } => row.stands_in(view, condition),
        }
    }
}

/// How two values compare; `None` where one is null or they are of different kinds.
fn compare(held: &KeyValue, value: &KeyValue) -> Option<Ordering> {
    match (held, value) {
        (KeyValue::Integer(held), KeyValue::Integer(value)) => Some(held.cmp(value)),
        (KeyValue::Text(held), KeyValue::Text(value)) => Some(held.cmp(value)),
        (KeyValue::Null | KeyValue::Integer(_) | KeyValue::Text(_), _) => None,
    }
}

/// A row at hand, for [`Condition::holds`].
pub trait Candidate {
    /// Its identity.
    fn id(&self) -> &str;

    /// The value of a key column; `None` where the view has no such column.
    fn key(&self, column: &str) -> Option<&KeyValue>;

    /// The value of a listed field.
    fn listed(&self, field: &str) -> Option<&KeyValue>;

    /// Whether another view has a row that belongs to it and for which the condition holds.
    fn stands_in(&self, view: &'static ViewSchema, condition: &Condition) -> bool;
}

/// A row of another view that is known by one column.
pub struct Cell {
    /// The column.
    pub column: &'static str,
    /// Its value.
    pub value: KeyValue,
}

impl Candidate for Cell {
    fn id(&self) -> &'static str {
        ""
    }

    fn key(&self, column: &str) -> Option<&KeyValue> {
        (column == self.column).then_some(&self.value)
    }

    fn listed(&self, _field: &str) -> Option<&KeyValue> {
        None
    }

    fn stands_in(&self, _view: &'static ViewSchema, _condition: &Condition) -> bool {
        false
    }
}

/// In which order rows come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// The smallest value of the column first.
    Ascending(&'static str),
    /// The greatest value of the column first.
    Descending(&'static str),
}

/// Some rows of a view.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Select {
    /// Which view.
    pub view: &'static ViewSchema,
    /// Which rows.
    pub condition: Condition,
    /// In which order; the column must be unique in the view for paging to be exact.
    pub order: Order,
    /// How many at most.
    pub limit: usize,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Query {
    /// The bodies of some rows.
    Rows(Select),
    /// How many rows.
    Count {
        /// Which view.
        view: &'static ViewSchema,
        /// Which rows.
        condition: Condition,
    },
    /// How many rows per combination of values, ordered by them.
    Groups {
        /// Which view.
        view: &'static ViewSchema,
        /// Which rows.
        condition: Condition,
        /// The columns that make a group.
        by: &'static [&'static str],
        /// Counted apart in every group.
        tallies: Vec<Condition>,
    },
}

/// One group of [`Query::Groups`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The values that make it.
    pub by: Vec<KeyValue>,
    /// How many rows it has.
    pub rows: u64,
    /// How many of them hold each tally.
    pub tallies: Vec<u64>,
}

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Bodies in order.
    Rows(Vec<String>),
    /// A number of rows.
    Count(u64),
    /// Groups in order.
    Groups(Vec<Group>),
}

impl Answer {
    /// The bodies, when rows were asked for.
    #[must_use]
    pub fn into_rows(self) -> Vec<String> {
        match self {
            Self::Rows(rows) => rows,
            Self::Count(_) | Self::Groups(_) => Vec::new(),
        }
    }

    /// The number of rows that this answer tells of.
    #[must_use]
    pub fn count(&self) -> u64 {
        match self {
            Self::Rows(rows) => rows.len() as u64,
            Self::Count(count) => *count,
            Self::Groups(groups) => groups.iter().map(|group| group.rows).sum(),
        }
    }

    /// The groups, when groups were asked for.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        match self {
            Self::Groups(groups) => groups,
            Self::Rows(_) | Self::Count(_) => &[],
        }
    }
}

/// Answers of one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// How far each view was.
    pub checkpoints: BTreeMap<String, Position>,
    /// One answer per question, in their order.
    pub answers: Vec<Answer>,
}

impl Snapshot {
    /// How far the view that is furthest behind was.
    #[must_use]
    pub fn as_of(&self) -> Position {
        self.checkpoints.values().min().copied().unwrap_or_default()
    }
}
