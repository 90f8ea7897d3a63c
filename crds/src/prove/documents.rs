//! Materials that may follow: somebody brings them, in time, and it is said what happens otherwise.

use cityhall_domain::calendar::Limit;
use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Document, DocumentSource, End, Module};
use cityhall_domain::text::Language;

use super::limits::{amount, in_unit_of};
use super::variants::variants;
use crate::reason;

pub(super) fn check(module: &Module, found: &mut Diagnostics) {
    for (index, document) in module.guide.documents.iter().enumerate() {
        let Some(within) = document.may_follow else { continue };
        let at = format!("spec.documents[{index}].mayFollow");
        if document.source == DocumentSource::System {
            let message = "nobody brings it: the system makes it; leave this out";
            found.add(at, reason::NOBODY_BRINGS, message);
            continue;
        }
        in_time(module, &at, within, found);
        lapse(module, &at, document, found);
    }
}

fn in_time(module: &Module, at: &str, within: Limit, found: &mut Diagnostics) {
    let at = format!("{at}.within");
    for variant in variants(module) {
        let (promised, said) = (variant.promised(), variant.at("promised"));
        let found_here = match in_unit_of(within, promised) {
            None => Some((reason::MIXED_UNITS, format!("cannot be compared with `{said}`; use its unit"))),
            Some(amount_within) if amount_within > amount(promised) => {
                let promised = promised.in_words(Language::English);
                Some((reason::FOLLOWS_TOO_LATE, format!("longer than the promised limit of {promised} in `{said}`")))
            }
            Some(_) => None,
        };
        if let Some((reason, message)) = found_here {
            found.add(at.clone(), reason, message);
        }
    }
}

fn lapse(module: &Module, at: &str, document: &Document, found: &mut Diagnostics) {
    let at = format!("{at}.onLapse");
    let Some(to) = &document.on_lapse else {
        found.add(at, reason::MISSING_TARGET, "say where the case goes when it does not come");
        return;
    };
    match module.workflow.state(to).and_then(|to| to.end) {
        Some(End::Withdrawn | End::Terminated) => {}
        Some(End::Completed | End::Unsolved | End::Refused | End::Declined | End::Revoked) | None => {
            found.add(at, reason::WRONG_END, "must lead to a state with `end: Withdrawn` or `end: Terminated`");
        }
    }
}
