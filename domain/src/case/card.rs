//! Cards of e-supervision (电子监察): a notice before a promised limit ends, yellow and red ones after
//! a limit was not kept.
//!
//! [`CARD_RULES`] is the one place where it is said which limit draws which card when; settling issues
//! them like everything else that time alone brings. A card is about one run of one limit and is issued
//! once: a date that moves later takes none back and draws no second one.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::event::ClockName;
use super::{Clock, OpenCase};
use crate::calendar::Due;
use crate::facts::Facts;
use crate::supervision::CardDays;

/// How grave a card is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CardKind {
    /// 预警: a limit ends soon.
    Notice,
    /// 黄牌: a limit was not kept.
    Yellow,
    /// 红牌: the law's limit was not kept, or the promised one for too long.
    Red,
}

/// A card that was issued.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    /// Its number in the case, from 1.
    pub number: u32,
    /// How grave it is.
    pub kind: CardKind,
    /// The limit that drew it.
    pub clock: ClockName,
    /// When that limit started: which run of it the card is about.
    pub since: Timestamp,
    /// When the limit ended or would end, as it was then.
    pub due: Due,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
}

/// When a limit draws a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardMoment {
    /// When the day begins that lies the city's number of working days before the day on which the
    /// limit ends. A limit that started on that day or later draws none: it is not longer than that.
    BeforeEnd,
    /// When the limit ends.
    AtEnd,
    /// The city's number of working days after the day on which the limit ended.
    AfterEnd,
}

/// Which limit draws which card when, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardRule {
    /// The limit.
    pub clock: ClockName,
    /// The card.
    pub card: CardKind,
    /// When.
    pub when: CardMoment,
    /// The practice that it follows.
    pub source: &'static str,
}

/// Every rule. A limit that stands still draws no card, and one that has ended with the decision none
/// any more.
pub const CARD_RULES: [CardRule; 5] = [
    CardRule {
        clock: ClockName::Promised,
        card: CardKind::Notice,
        when: CardMoment::BeforeEnd,
        source: "who works on it is told while there is time",
    },
    CardRule {
        clock: ClockName::State,
        card: CardKind::Yellow,
        when: CardMoment::AtEnd,
        source: "a step over its limit, though the whole is not; not where the module says that time leads on by itself",
    },
    CardRule {
        clock: ClockName::Promised,
        card: CardKind::Yellow,
        when: CardMoment::AtEnd,
        source: "what the body promised was not kept",
    },
    CardRule {
        clock: ClockName::Promised,
        card: CardKind::Red,
        when: CardMoment::AfterEnd,
        source: "the case is still not decided",
    },
    CardRule {
        clock: ClockName::Statutory,
        card: CardKind::Red,
        when: CardMoment::AtEnd,
        source: "the law's limit was not kept",
    },
];

/// A card that is to be issued, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DueCard {
    pub(super) at: Timestamp,
    pub(super) kind: CardKind,
    pub(super) clock: ClockName,
    pub(super) since: Timestamp,
    pub(super) due: Due,
}

impl OpenCase {
    /// The cards that its limits draw, in the order of the rules, with when. Empty while they stand still
    /// and where the city wants no cards.
    pub(super) fn due_cards(&self, facts: &Facts) -> impl Iterator<Item = DueCard> {
        let days = facts.supervision.cards.filter(|_| !self.stands_still());
        days.into_iter().flat_map(move |days| {
            CARD_RULES.iter().filter_map(move |rule| {
                let clock = self.clocks.of(rule.clock).filter(|clock| !self.has_card(rule, clock))?;
                let at = rule.moment(&clock, days, facts)?;
                Some(DueCard { at, kind: rule.card, clock: rule.clock, since: clock.started_at, due: clock.due })
            })
        })
    }

    fn has_card(&self, rule: &CardRule, clock: &Clock) -> bool {
        let same = |card: &Card| (card.kind, card.clock, card.since) == (rule.card, rule.clock, clock.started_at);
        self.cards.iter().any(same)
    }

    /// The card of this number.
    #[must_use]
    pub fn card(&self, number: u32) -> Option<&Card> {
        self.cards.iter().find(|card| card.number == number)
    }
}

impl CardRule {
    /// When `clock` draws the card; `None`: never.
    fn moment(&self, clock: &Clock, days: CardDays, facts: &Facts) -> Option<Timestamp> {
        let (calendar, zone) = (&facts.calendar, &facts.zone);
        match self.when {
            CardMoment::BeforeEnd => {
                let at = calendar.working_days_before(clock.due.day, days.before, zone);
                Some(at).filter(|at| clock.started_at < *at)
            }
            // The limit of a state is over once its passing is on record: it can lead to another state.
            CardMoment::AtEnd if self.clock == ClockName::State && clock.passed => None,
            CardMoment::AtEnd => Some(clock.due.at),
            CardMoment::AfterEnd => Some(calendar.working_days_after(clock.due.day, days.after, zone)),
        }
    }
}
