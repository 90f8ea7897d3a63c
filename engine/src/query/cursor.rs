//! Cursors of lists: opaque outside, the place of an item inside. A cursor of one list is none of
//! another.

use super::types::{Page, PageOf, ReadError};
use cityhall_eventstore::Position;

/// How many items a page has when nobody says.
const FIRST_DEFAULT: usize = 20;

/// How many items a page has at most.
const FIRST_MAX: usize = 100;

/// A list that pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// Cases by the place of their submission, newest first.
    Cases,
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
}

impl Asked {
    pub(super) fn of(page: &Page, list: List) -> Result<Self, ReadError> {
        let first = if page.first == 0 { FIRST_DEFAULT } else { page.first.min(FIRST_MAX) };
        let place = |cursor: &String| list.place(cursor).ok_or(ReadError::InvalidCursor);
        Ok(Self { first, after: page.after.as_ref().map(place).transpose()? })
    }

    /// How many rows to ask for: one more tells whether there is a next page.
    pub(super) fn limit(self) -> usize {
        self.first + 1
    }
}

/// A page out of rows that were asked for with [`Asked::limit`].
pub(super) fn page<T>(items: Vec<(String, T)>, has_next: bool, total: u64, as_of: Position) -> PageOf<T> {
    PageOf { items, has_next, total: Some(total), as_of }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_only_what_its_own_list_gave() {
        let asked = |after: &str, list| Asked::of(&Page { first: 0, after: Some(after.to_owned()) }, list);
        assert_eq!(asked(&List::Cases.cursor(255), List::Cases), Ok(Asked { first: 20, after: Some(255) }));
        for bad in ["", "c", "cg", "c-1", "c+1", "c01", "cFF", "t1", "c11111111111111111", "ĉ1"] {
            assert_eq!(asked(bad, List::Cases), Err(ReadError::InvalidCursor), "{bad}");
        }
    }

    #[test]
    fn a_page_has_at_most_a_hundred_items() {
        let first = |first| Asked::of(&Page { first, after: None }, List::Timeline).unwrap().first;
        assert_eq!([first(0), first(1), first(100), first(5000)], [20, 1, 100, 100]);
    }
}
