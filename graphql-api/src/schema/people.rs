//! Who came for whom, and by which way; and what may be wrong with what they said.

use async_graphql::Value;
use async_graphql::dynamic::FieldValue;
use cityhall_domain::channel::Channel;
use cityhall_domain::form::identifier::{Warning, WarningCode};
use cityhall_domain::module::ApplicantKind;
use cityhall_domain::text::Language;
use cityhall_engine::OnBehalfOf;
use serde::Deserialize;

use crate::refusal::applicant_kind;
use crate::schema::core::language_argument;
use crate::schema::module::word;
use crate::schema::spec::{Argument, Spec, ty};
use crate::schema::table::Table;
use crate::visit::Visit;

/// How a way is called in the API, and what it means.
pub(crate) fn channel_words(channel: Channel) -> (&'static str, &'static str) {
    match channel {
        Channel::Online => ("ONLINE", "Over this API, from the portal or a program."),
        Channel::Counter => ("COUNTER", "At a counter, where an officer takes it down (窗口)."),
        Channel::Phone => ("PHONE", "By telephone, where an officer takes it down (电话)."),
        Channel::Terminal => ("TERMINAL", "At a self-service terminal of the city (自助终端)."),
        Channel::Partner => ("PARTNER", "Through a system of another body."),
        Channel::Timer => ("TIMER", "Nobody came: time passed."),
    }
}

/// How a way is called in the API.
pub(crate) fn channel_word(channel: Channel) -> &'static str {
    channel_words(channel).0
}

/// Adds what is shared by reads and mutations.
pub(crate) fn add(table: &mut Table) {
    table.words("Channel", "By which way somebody came.", &Channel::ALL.map(channel_words));
    table.words(
        "AnswerWarningCode",
        "What may be wrong with an answer.",
        &WarningCode::ALL.map(|code| (warning_word(code), warning_text(code, Language::English))),
    );
    table.object(
        "AnswerWarning",
        "Something about an answer that may be wrong. It was taken nevertheless: have a look.",
        [
            Spec::leaf::<Warning>("path", ty::may("String"), "JSON Pointer of the answer.", |one| {
                Some(Value::from(one.path.as_str()))
            }),
            Spec::leaf::<Warning>("code", ty::may("AnswerWarningCode"), "What may be wrong.", |one| {
                Some(word(warning_word(one.code)))
            }),
            Spec::part::<Warning>("message", ty::may("String"), "The same, for people.", |one, ctx| {
                Some(Value::from(warning_text(one.code, Visit::language_of(ctx))).into())
            })
            .with(language_argument()),
        ],
    );
}

/// Adds the input of mutations that somebody does for another.
pub(crate) fn add_on_behalf_of(table: &mut Table) {
    table.input(
        "OnBehalfOfInput",
        "For whom a case is handed in.",
        [
            Argument::new("kind", ty::must("ApplicantKind"), "In what capacity they apply."),
            Argument::new(
                "person",
                ty::may("String"),
                "Who: a subject, an identity number or a credit code; nobody for `ANONYMOUS`.",
            ),
        ],
    );
}

/// The field of an input that says by which way the caller came.
pub(crate) fn channel_argument() -> Argument {
    Argument::new(
        "channel",
        ty::may("Channel"),
        "By which way it comes; `ONLINE` unless said otherwise. An officer at `COUNTER` or `PHONE` takes it down for the \
         applicant.",
    )
}

/// The field of a submission that says for whom it is.
pub(crate) fn on_behalf_of_argument() -> Argument {
    Argument::new("onBehalfOf", ty::may("OnBehalfOfInput"), "For whom; for the caller unless said otherwise.")
}

/// A way as an input says it; none is online.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Way(pub(crate) Channel);

impl Default for Way {
    fn default() -> Self {
        Self(Channel::Online)
    }
}

impl TryFrom<String> for Way {
    type Error = &'static str;

    fn try_from(given: String) -> Result<Self, &'static str> {
        Channel::ALL.into_iter().find(|channel| channel_word(*channel) == given).map(Self).ok_or("not a channel")
    }
}

/// For whom, as an input says it.
#[derive(Debug, Deserialize)]
pub(crate) struct ForWhom {
    kind: Kind,
    #[serde(default)]
    person: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct Kind(ApplicantKind);

impl TryFrom<String> for Kind {
    type Error = &'static str;

    fn try_from(given: String) -> Result<Self, &'static str> {
        let known = ApplicantKind::ALL.into_iter().find(|kind| applicant_kind(*kind) == given);
        known.map(Self).ok_or("not a kind of applicant")
    }
}

impl From<ForWhom> for OnBehalfOf {
    fn from(ForWhom { kind: Kind(kind), person }: ForWhom) -> Self {
        Self { kind, person }
    }
}

/// Warnings, as the executor resolves them further.
pub(crate) fn warnings(all: &[Warning]) -> FieldValue<'_> {
    FieldValue::list(all.iter().map(|one| FieldValue::borrowed_any(one)))
}

fn warning_word(code: WarningCode) -> &'static str {
    match code {
        WarningCode::NotOfItsForm => "NOT_OF_ITS_FORM",
        WarningCode::NoSuchBirthday => "NO_SUCH_BIRTHDAY",
        WarningCode::CheckCharacter => "CHECK_CHARACTER",
    }
}

fn warning_text(code: WarningCode, language: Language) -> &'static str {
    match (code, language) {
        (WarningCode::NotOfItsForm, Language::Chinese) => "号码的位数或字符与规定不符，请核对。",
        (WarningCode::NotOfItsForm, Language::English) => {
            "Such numbers have another length or other characters. Check it."
        }
        (WarningCode::NoSuchBirthday, Language::Chinese) => "号码中的出生日期不存在，请核对。",
        (WarningCode::NoSuchBirthday, Language::English) => "The day of birth in the number does not exist. Check it.",
        (WarningCode::CheckCharacter, Language::Chinese) => "号码的校验位不符。请核对；早期发放的代码可能确实如此。",
        (WarningCode::CheckCharacter, Language::English) => {
            "The last character does not fit the others. Check it; some early codes are really so."
        }
    }
}
