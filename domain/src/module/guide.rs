//! The guide (办事指南): what a person reads before they apply.

use serde::Serialize;

use crate::name::BasisName;
use crate::text::Text;

/// The published conditions and practicalities of one item.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Guide {
    /// One paragraph: what it is and for whom.
    pub summary: Text,
    /// The laws that the item rests on (设定依据); actions name them.
    pub legal_basis: Vec<LegalBasis>,
    /// What must be true of an applicant (受理条件).
    pub conditions: Vec<Text>,
    /// What happens, in the applicant's words, in order (办理流程).
    pub steps: Vec<Text>,
    /// What it costs, in words; fees as rules come with their own work.
    pub fee: Text,
    /// What the applicant gets in the end.
    pub result: Text,
    /// How often somebody must appear in person at most.
    pub visits_max: u8,
    /// Where and when to ask, and where to complain.
    pub contact: Contact,
    /// What people ask.
    pub questions: Vec<Question>,
}

/// One legal basis.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LegalBasis {
    /// How actions refer to it.
    pub name: BasisName,
    /// Citation: which law, which article.
    pub text: Text,
}

/// Where to go and whom to call.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Contact {
    /// Address of the counter.
    pub place: Text,
    /// Opening hours.
    pub hours: Text,
    /// Telephone for enquiries.
    pub enquiries: String,
    /// Telephone for complaints.
    pub complaints: String,
}

/// One question that people ask, with its answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Question {
    /// The question.
    pub ask: Text,
    /// The answer.
    pub answer: Text,
}
