//! The guide of a module (办事指南), in one language.

use async_graphql::Value;
use async_graphql::dynamic::FieldValue;
use cityhall_domain::module::Guide;
use cityhall_domain::text::{Language, Text};

use crate::schema::spec::{Spec, ty};
use crate::schema::table::Table;

/// A guide in the language that was asked for.
struct Spoken<'a> {
    guide: &'a Guide,
    language: Language,
}

/// Owned, so that its parts can be asked for.
#[derive(Clone)]
struct Told {
    text: Vec<(&'static str, Value)>,
    legal_basis: Vec<(String, String)>,
    questions: Vec<(String, String)>,
    contact: [String; 4],
}

impl Spoken<'_> {
    fn one(&self, text: &Text) -> String {
        text.in_language(self.language).to_owned()
    }

    fn all(&self, texts: &[Text]) -> Value {
        Value::List(texts.iter().map(|text| Value::from(self.one(text))).collect())
    }

    fn told(&self) -> Told {
        let guide = self.guide;
        let basis = guide.legal_basis.iter().map(|one| (one.name.to_string(), self.one(&one.text)));
        let questions = guide.questions.iter().map(|one| (self.one(&one.ask), self.one(&one.answer)));
        let contact = &guide.contact;
        Told {
            text: vec![
                ("summary", Value::from(self.one(&guide.summary))),
                ("conditions", self.all(&guide.conditions)),
                ("steps", self.all(&guide.steps)),
                ("fee", Value::from(self.one(&guide.fee))),
                ("result", Value::from(self.one(&guide.result))),
                ("visitsMax", Value::from(guide.visits_max)),
            ],
            legal_basis: basis.collect(),
            questions: questions.collect(),
            contact: [
                self.one(&contact.place),
                self.one(&contact.hours),
                contact.enquiries.clone(),
                contact.complaints.clone(),
            ],
        }
    }
}

/// The guide as the executor resolves it further.
pub(crate) fn value(guide: &Guide, language: Language) -> FieldValue<'static> {
    FieldValue::owned_any(Spoken { guide, language }.told())
}

/// Adds it.
pub(crate) fn add(table: &mut Table) {
    let text = |name: &'static str, of, about| {
        Spec::leaf::<Told>(name, of, about, move |told| {
            told.text.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone())
        })
    };
    let pairs = |list: &[(String, String)]| {
        FieldValue::list(list.iter().cloned().map(FieldValue::owned_any).collect::<Vec<_>>())
    };
    table.object(
        "Guide",
        "What to read before applying (办事指南).",
        [
            text("summary", ty::may("String"), "What it is and for whom."),
            text("conditions", ty::list("String"), "What must be true of an applicant (受理条件)."),
            text("steps", ty::list("String"), "What happens, in order (办理流程)."),
            text("fee", ty::may("String"), "What it costs."),
            text("result", ty::may("String"), "What the applicant gets in the end."),
            text("visitsMax", ty::may("Int"), "How often somebody must appear in person at most."),
            Spec::part::<Told>(
                "legalBasis",
                ty::list("LegalBasis"),
                "The laws that it rests on (设定依据).",
                move |told, _| Some(pairs(&told.legal_basis)),
            ),
            Spec::part::<Told>("questions", ty::list("GuideQuestion"), "What people ask.", move |told, _| {
                Some(FieldValue::list(
                    told.questions
                        .iter()
                        .map(|(ask, answer)| FieldValue::owned_any(Asked(ask.clone(), answer.clone()))),
                ))
            }),
            Spec::part::<Told>("contact", ty::may("GuideContact"), "Where to go and whom to call.", |told, _| {
                Some(FieldValue::owned_any(told.contact.clone()))
            }),
        ],
    );
    table.object(
        "LegalBasis",
        "One legal basis.",
        [
            Spec::leaf::<(String, String)>("name", ty::may("String"), "How actions refer to it.", |one| {
                Some(Value::from(one.0.as_str()))
            }),
            Spec::leaf::<(String, String)>("text", ty::may("String"), "Which law, which article.", |one| {
                Some(Value::from(one.1.as_str()))
            }),
        ],
    );
    table.object(
        "GuideQuestion",
        "One question that people ask.",
        [
            Spec::leaf::<Asked>("ask", ty::may("String"), "The question.", |one| Some(Value::from(one.0.as_str()))),
            Spec::leaf::<Asked>("answer", ty::may("String"), "The answer.", |one| Some(Value::from(one.1.as_str()))),
        ],
    );
    let contact = |name, index: usize, about| {
        Spec::leaf::<[String; 4]>(name, ty::may("String"), about, move |all| Some(Value::from(all[index].as_str())))
    };
    table.object(
        "GuideContact",
        "Where to go and whom to call.",
        [
            contact("place", 0, "Address of the counter."),
            contact("hours", 1, "Opening hours."),
            contact("enquiries", 2, "Telephone for enquiries."),
            contact("complaints", 3, "Telephone for complaints."),
        ],
    );
}

/// A question with its answer.
struct Asked(String, String);
