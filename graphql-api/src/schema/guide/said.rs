//! A thing and the language in which it is told: what every type of a guide resolves from.

use async_graphql::Value;
use async_graphql::dynamic::FieldValue;
use cityhall_domain::text::{Language, Text};

use crate::schema::spec::{Spec, ty};

/// A part of a guide in the language that was asked for.
pub(super) struct Said<T> {
    pub(super) what: T,
    pub(super) language: Language,
}

impl<T> Said<T> {
    /// A text in its language.
    pub(super) fn text(&self, text: &Text) -> Value {
        Value::from(text.in_language(self.language))
    }

    /// That there is none of something.
    pub(super) fn none(&self) -> Value {
        Value::from(match self.language {
            Language::Chinese => "无",
            Language::English => "None",
        })
    }

    /// A part of it, in the same language.
    pub(super) fn part<U: Send + Sync + 'static>(&self, what: U) -> FieldValue<'static> {
        FieldValue::owned_any(Said { what, language: self.language })
    }

    /// A list of parts.
    pub(super) fn parts<U: Clone + Send + Sync + 'static>(&self, all: &[U]) -> FieldValue<'static> {
        FieldValue::list(all.iter().map(|one| self.part(one.clone())).collect::<Vec<_>>())
    }
}

/// A text of a thing.
pub(super) fn text<T: Send + Sync + 'static>(
    name: &str,
    about: &str,
    read: for<'a> fn(&'a T) -> Option<&'a Text>,
) -> Spec {
    Spec::leaf::<Said<T>>(name, ty::may("String"), about, move |said| read(&said.what).map(|text| said.text(text)))
}

/// Several texts of a thing.
pub(super) fn texts<T: Send + Sync + 'static>(name: &str, about: &str, read: fn(&T) -> &[Text]) -> Spec {
    Spec::leaf::<Said<T>>(name, ty::list("String"), about, move |said| {
        Some(Value::List(read(&said.what).iter().map(|text| said.text(text)).collect()))
    })
}

/// A value of a thing that no language changes.
pub(super) fn plain<T: Send + Sync + 'static>(
    name: &str,
    kind: &str,
    about: &str,
    read: fn(&T) -> Option<Value>,
) -> Spec {
    Spec::leaf::<Said<T>>(name, ty::may(kind), about, move |said| read(&said.what))
}
