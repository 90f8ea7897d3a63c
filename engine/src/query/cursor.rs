//! Cursors of lists: opaque outside, the place of an item inside. A cursor of one list is none of
//! another.

use cityhall_eventstore::Position;

use super::CaseReads;
use super::types::{Page, PageOf, ReadError};
use crate::state::{Answer, Condition, Order, Query, Select, ViewSchema};
use crate::views::case::place;

/// How many items a page has when nobody says.
const FIRST_DEFAULT: usize = 20;

/// How many items a page has at most.
const FIRST_MAX: usize = 100;

/// A list that pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// Cases by the place of their submission, newest first.
    Cases,
    /// Cases by their place among limits, the soonest first.
    CasesByDue,
    /// Events by their place in the case, oldest first.
    Timeline,
    /// Messages by their place in the case, oldest first.
    Messages,
    /// Ratings by their place in the city, newest first.
    Ratings,
    /// Entries of the power log by their place in the city, newest first.
    PowerLog,
    /// Supervision matters by the place of their opening, newest first.
    Matters,
    /// Mandates by the place of their giving, newest first.
    Mandates,
}

impl List {
    fn letter(self) -> char {
        match self {
            Self::Cases => 'c',
            Self::CasesByDue => 'u',
            Self::Timeline => 't',
            Self::Messages => 'm',
            Self::Ratings => 'r',
            Self::PowerLog => 'p',
            Self::Matters => 's',
            Self::Mandates => 'd',
        }
    }

    /// The cursor that stands for `place`.
    pub(super) fn cursor(self, place: u64) -> String {
        format!("{}{place:x}", self.letter())
    }

    fn place(self, cursor: &str) -> Option<u64> {
        let digits = cursor.strip_prefix(self.letter())?;
        let place = u64::from_str_radix(digits, 16).ok()?;
        // One spelling for each place: a sign or a leading nought is not ours.
        (self.cursor(place) == cursor).then_some(place)
    }
}

/// A page as it is asked of a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) first: usize,
    pub(super) after: Option<u64>,
    pub(super) is_counted: bool,
}

impl Asked {
    pub(super) fn of(page: &Page, list: List) -> Result<Self, ReadError> {
        let first = if page.first == 0 { FIRST_DEFAULT } else { page.first.min(FIRST_MAX) };
        let place = |cursor: &String| list.place(cursor).ok_or(ReadError::InvalidCursor);
        Ok(Self { first, after: page.after.as_ref().map(place).transpose()?, is_counted: !page.uncounted })
    }

    /// How many rows to ask for: one more tells whether there is a next page.
    pub(super) fn limit(self) -> usize {
        self.first + 1
    }
}

/// A page of which it is known how many there are in all.
pub(super) fn page<T>(items: Vec<(String, T)>, has_next: bool, total: u64, as_of: Position) -> PageOf<T> {
    PageOf { items, has_next, total: Some(total), as_of }
}

/// The rows of one page as they stand in a view, in their order.
pub(super) struct Found {
    pub(super) bodies: Vec<String>,
    pub(super) as_of: Position,
    has_next: bool,
    total: Option<u64>,
}

impl Found {
    /// The page, when the rows have become what the reader gets.
    pub(super) fn page<T>(self, items: Vec<(String, T)>) -> PageOf<T> {
        PageOf { items, has_next: self.has_next, total: self.total, as_of: self.as_of }
    }
}

impl CaseReads {
    /// One page of the rows of a view for which the condition holds, of one moment. `order` names the column of the
    /// places that the list's cursors stand for.
    pub(super) async fn find(
        &self,
        view: &'static ViewSchema,
        condition: Condition,
        order: Order,
        asked: Asked,
    ) -> Result<Found, ReadError> {
        let count = asked.is_counted.then(|| Query::Count { view, condition: condition.clone() });
        let behind = |after| match order {
            Order::Descending(places) => Condition::Below(places, place(after)),
            Order::Ascending(places) => Condition::Above(places, place(after)),
        };
        let condition = condition.and(asked.after.map_or_else(Condition::everything, behind));
        let rows = Query::Rows(Select { view, condition, order, limit: asked.limit() });
        let snapshot = self.ask([rows].into_iter().chain(count).collect()).await?;
        let as_of = snapshot.as_of();
        let mut answers = snapshot.answers.into_iter();
        let mut bodies = answers.next().map(Answer::into_rows).unwrap_or_default();
        let has_next = bodies.len() > asked.first;
        bodies.truncate(asked.first);
        Ok(Found { bodies, as_of, has_next, total: answers.next().map(|count| count.count()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_only_what_its_own_list_gave() {
        let asked = |after: &str, list| Asked::of(&Page { after: Some(after.to_owned()), ..Page::default() }, list);
        assert_eq!(
            asked(&List::Cases.cursor(255), List::Cases),
            Ok(Asked { first: 20, after: Some(255), is_counted: true })
        );
        for bad in ["", "c", "cg", "c-1", "c+1", "c01", "cFF", "t1", "c11111111111111111", "ĉ1"] {
            assert_eq!(asked(bad, List::Cases), Err(ReadError::InvalidCursor), "{bad}");
        }
    }

    #[test]
    fn a_page_has_at_most_a_hundred_items() {
        let first = |first| Asked::of(&Page { first, ..Page::default() }, List::Timeline).unwrap().first;
        assert_eq!([first(0), first(1), first(100), first(5000)], [20, 1, 100, 100]);
    }
}
