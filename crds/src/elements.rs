//! The elements of a guide (办事指南要素) and which types of service need them: the one table that
//! the proof, the reference and the tests read.
//!
//! Nothing is decided here but who needs what. What is not needed by a type may be left out of its
//! manifest.

use cityhall_domain::module::{Module, ServiceType};

/// One element of a guide.
#[derive(Debug, Clone, Copy)]
pub struct Element {
    /// Where it stands in a manifest.
    pub path: &'static str,
    /// What to write there.
    pub what: &'static str,
    /// Which types of service need it.
    needed: Needed,
    /// What refuses a manifest without it.
    pub(crate) guard: Guard,
}

impl Element {
    /// Whether a guide of this type is refused without it.
    #[must_use]
    pub fn is_needed_by(&self, service_type: ServiceType) -> bool {
        self.needed.by(service_type)
    }
}

/// What refuses a manifest without an element.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Guard {
    /// The structure of the kind: no type can do without it.
    Structure,
    /// The proof, where the type needs it and this does not hold.
    Proof(fn(&Module) -> bool),
}

/// Groups of types that need the same.
#[derive(Debug, Clone, Copy)]
enum Needed {
    /// All of them, a report and a letter too.
    Always,
    /// Items (事项): what has a place in a list of items.
    Items,
    /// Powers of the administration, and filings.
    Listed,
    /// Powers of the administration: what can be refused.
    Powers,
    /// Powers whose yes is a paper that people carry.
    Certificates,
    /// Licences: what the licence law binds.
    Licences,
}

impl Needed {
    fn by(self, service_type: ServiceType) -> bool {
        use ServiceType as Type;
        let weight = match service_type {
            Type::WorkOrder | Type::Letter => Self::Always,
            Type::PublicService => Self::Items,
            Type::Filing => Self::Listed,
            Type::AdministrativePayment
            | Type::AdministrativeReward
            | Type::AdministrativeRuling
            | Type::OtherPower => Self::Powers,
            Type::AdministrativeConfirmation => Self::Certificates,
            Type::AdministrativeLicence => Self::Licences,
        };
        self as u8 <= weight as u8
    }
}

const fn always(path: &'static str, what: &'static str) -> Element {
    Element { path, what, needed: Needed::Always, guard: Guard::Structure }
}

const fn proved(path: &'static str, needed: Needed, is_there: fn(&Module) -> bool, what: &'static str) -> Element {
    Element { path, what, needed, guard: Guard::Proof(is_there) }
}

/// Every element that some type needs, in the order of a manifest.
pub const ALL: &[Element] = &[
    always("spec.type", "what kind of matter it is"),
    always("spec.department", "the body that leads"),
    always("spec.title", "the name of the item"),
    always("spec.applicants", "who may apply"),
    proved(
        "spec.codes.catalogue",
        Needed::Listed,
        |m| is_code(m.guide.codes.catalogue.as_ref()),
        "the 基本编码 of the item",
    ),
    proved(
        "spec.codes.implementation",
        Needed::Powers,
        |m| is_code(m.guide.codes.implementation.as_ref()),
        "the 实施编码 of the item at this body",
    ),
    always("spec.guide.summary", "what it is and for whom"),
    proved(
        "spec.guide.effective",
        Needed::Listed,
        |m| m.guide.effective.is_some(),
        "the day from which the guide holds",
    ),
    proved("spec.guide.levels", Needed::Listed, |m| !m.guide.levels.is_empty(), "the levels that exercise the power"),
    proved(
        "spec.guide.handling",
        Needed::Items,
        |m| m.guide.handling.is_some(),
        "Instant (即办件) or Promised (承诺件)",
    ),
    proved(
        "spec.guide.themes",
        Needed::Items,
        |m| !m.guide.themes.is_empty(),
        "the headings under which people look for it",
    ),
    proved("spec.guide.legalBasis", Needed::Items, |m| !m.guide.legal_basis.is_empty(), "each law with its article"),
    proved(
        "spec.guide.conditions",
        Needed::Always,
        |m| !m.guide.conditions.is_empty(),
        "what must be true of an applicant",
    ),
    proved(
        "spec.documents",
        Needed::Powers,
        |m| !m.guide.documents.is_empty(),
        "each material with its form, count and source",
    ),
    proved("spec.guide.steps", Needed::Always, |m| !m.guide.steps.is_empty(), "what happens, in order"),
    proved(
        "spec.guide.approvalConditions",
        Needed::Powers,
        |m| !m.guide.approval_conditions.is_empty(),
        "what must be true for a yes",
    ),
    always("spec.guide.fee", "what it costs, or that it is free"),
    always("spec.guide.result", "what the applicant gets"),
    proved(
        "spec.guide.resultSample",
        Needed::Certificates,
        |m| m.guide.result_sample.is_some(),
        "what the result looks like",
    ),
    proved(
        "spec.guide.resultValidity",
        Needed::Certificates,
        |m| m.guide.result_validity.is_some(),
        "how long the result is valid",
    ),
    proved("spec.guide.online", Needed::Items, |m| m.guide.online.is_some(), "how far it goes online"),
    always("spec.guide.contact.place", "where the counter is"),
    always("spec.guide.contact.hours", "when it is open"),
    always("spec.guide.contact.enquiries", "the telephone for enquiries"),
    always("spec.guide.contact.complaints", "the telephone for complaints"),
    proved(
        "spec.guide.remedies",
        Needed::Powers,
        |m| !m.guide.remedies.is_empty(),
        "where and within how long to appeal",
    ),
    proved("spec.guide.rights", Needed::Powers, |m| !m.guide.rights.is_empty(), "what an applicant may demand"),
    proved("spec.guide.duties", Needed::Powers, |m| !m.guide.duties.is_empty(), "what an applicant must do"),
    proved("spec.guide.questions", Needed::Powers, |m| !m.guide.questions.is_empty(), "what people ask, with answers"),
    always("spec.form", "what an applicant fills in"),
    proved("spec.limits.statutory", Needed::Licences, |m| m.limits.statutory.is_some(), "the limit of the law"),
    always("spec.limits.promised", "the limit that the body promises"),
];

fn is_code(code: Option<&String>) -> bool {
    code.is_some_and(|code| !code.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heavier_type_needs_more() {
        let needs = |kind| ALL.iter().filter(|element| element.is_needed_by(kind)).count();
        let grown = [
            ServiceType::Letter,
            ServiceType::PublicService,
            ServiceType::Filing,
            ServiceType::AdministrativePayment,
            ServiceType::AdministrativeConfirmation,
            ServiceType::AdministrativeLicence,
        ];
        let counts = grown.map(needs);
        assert!(counts.is_sorted_by(|one, other| one < other), "{counts:?}");
        assert_eq!(counts[5], ALL.len(), "a licence needs every element");
        assert_eq!(needs(ServiceType::Letter), needs(ServiceType::WorkOrder));
    }
}
