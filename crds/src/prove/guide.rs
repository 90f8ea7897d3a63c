//! The guide: what the type of service needs is there, and it does not contradict itself.

use cityhall_domain::calendar::Limit;
use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::{Handling, Module};

use super::variants::variants;
use crate::elements::{self, Guard};
use crate::reason;

pub(super) fn check(module: &Module, found: &mut Diagnostics) {
    for element in elements::ALL.iter().filter(|element| element.is_needed_by(module.service_type)) {
        let is_missing = match element.guard {
            Guard::Structure => false,
            Guard::Proof(is_there) => !is_there(module),
        };
        if is_missing {
            let message = format!("a guide of type {:?} needs it; write {}", module.service_type, element.what);
            found.add(element.path, reason::MISSING_ELEMENT, message);
        }
    }
    for (index, document) in module.guide.documents.iter().enumerate() {
        if document.when.is_some() && document.note.is_none() {
            let message = "people do not read `when`; say in words when the document is wanted";
            found.add(format!("spec.documents[{index}].note"), reason::MISSING_ELEMENT, message);
        }
    }
    let mut too_long = variants(module).filter(|variant| !is_instant(variant.promised()));
    if let Some(variant) = too_long.next().filter(|_| module.guide.handling == Some(Handling::Instant)) {
        let message = format!(
            "an instant matter promises at most one working day; shorten `{}` or write Promised",
            variant.at("promised")
        );
        found.add("spec.guide.handling", reason::INSTANT_TOO_LONG, message);
    }
}

fn is_instant(promised: Limit) -> bool {
    match promised {
        Limit::WorkingDays(days) | Limit::CalendarDays(days) => days <= 1,
        Limit::Hours(hours) => hours <= 24,
    }
}
