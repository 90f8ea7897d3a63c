//! Cards of e-supervision (电子监察) that the limits of a case drew.

use async_graphql::Value;
use async_graphql::dynamic::FieldValue;
use cityhall_domain::case::card::{Card, CardKind};

use crate::schema::clock::clock_word;
use crate::schema::core::moment;
use crate::schema::module::word;
use crate::schema::spec::{Spec, ty};
use crate::schema::table::Table;

/// Cards, as the executor resolves them further.
pub(crate) fn cards(all: &[Card]) -> FieldValue<'_> {
    FieldValue::list(all.iter().map(|one| FieldValue::borrowed_any(one)))
}

/// How a kind of card is called in the API.
pub(crate) fn card_word(kind: CardKind) -> &'static str {
    match kind {
        CardKind::Notice => "NOTICE",
        CardKind::Yellow => "YELLOW",
        CardKind::Red => "RED",
    }
}

/// Adds them.
pub(crate) fn add(table: &mut Table) {
    table.words(
        "CardKind",
        "How grave a card is.",
        &[
            ("NOTICE", "A limit ends soon (预警)."),
            ("YELLOW", "A limit was not kept (黄牌)."),
            ("RED", "The law's limit was not kept, or the promised one for too long (红牌)."),
        ],
    );
    let fields = [
        Spec::leaf::<Card>("number", ty::may("Int"), "Its number in the case, from 1.", |card| {
            i32::try_from(card.number).ok().map(Value::from)
        }),
        Spec::leaf::<Card>("kind", ty::may("CardKind"), "How grave it is.", |card| Some(word(card_word(card.kind)))),
        Spec::leaf::<Card>("clock", ty::may("Clock"), "The limit that drew it.", |card| {
            Some(word(clock_word(card.clock)))
        }),
        Spec::leaf::<Card>(
            "dueAt",
            ty::may("DateTime"),
            "When the limit ended or would end, as it was then.",
            |card| Some(moment(card.due.at)),
        ),
        Spec::leaf::<Card>("issuedAt", ty::may("DateTime"), "When it was issued.", |card| Some(moment(card.issued_at))),
        Spec::leaf::<Card>("withdrawnAt", ty::may("DateTime"), "When it was withdrawn.", |card| {
            card.withdrawn_at.map(moment)
        }),
    ];
    table.object("CaseCard", "A card that a limit of a case drew.", fields);
}
