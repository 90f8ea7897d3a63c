//! What a module means, told to people who read no manifests: in words, as Mermaid text, as a picture.
//!
//! Here live the sentences, the labels and the drawing, all pure: the same module gives the same bytes.
//!
//! Here never lives a rule: what is allowed is decided in `domain` and proved in [`crate::prove()`]. Only
//! a module that has been proved can be told without gaps.
//!
//! Start reading at [`Explanation`], then `effect` (a word and a sentence for each effect), `summary`,
//! `chart` (what is drawn), `mermaid`, `layout`, `svg`.

mod alternatives;
mod effect;
mod notices;
mod summary;

mod chart;
mod mermaid;

mod layout;
mod lines;
mod svg;

mod words;

use std::collections::BTreeMap;

use cityhall_domain::module::{Module, State};
use cityhall_domain::name::{DepartmentName, StateName};
use cityhall_domain::text::{Language, Text};

/// A module that is to be told in one language.
#[derive(Debug, Clone, Copy)]
pub struct Explanation<'a> {
    /// What is told.
    pub module: &'a Module,
    /// The departments' names for people; one that is missing is told by its short name.
    pub departments: &'a BTreeMap<DepartmentName, Text>,
    /// In which language.
    pub language: Language,
}

impl<'a> Explanation<'a> {
    /// In words: who may apply, what the limits are, who may do what in each state, how a case ends.
    #[must_use]
    pub fn summary(self) -> String {
        summary::summary(self)
    }

    /// The workflow as a Mermaid flowchart.
    #[must_use]
    pub fn mermaid(self) -> String {
        mermaid::mermaid(&chart::chart(self))
    }

    /// The workflow as an SVG picture.
    #[must_use]
    pub fn svg(self) -> String {
        svg::svg(&chart::chart(self), self.language)
    }

    /// A text of the manifest.
    fn text(self, text: &'a Text) -> &'a str {
        text.in_language(self.language)
    }

    /// One of two texts of ours.
    fn say<T>(self, zh: T, en: T) -> T {
        match self.language {
            Language::Chinese => zh,
            Language::English => en,
        }
    }

    /// A state's name for people.
    fn state(self, name: &'a StateName) -> &'a str {
        self.module.workflow.state(name).map_or(name.as_str(), |state: &State| self.text(&state.title))
    }

    /// A department's name for people.
    fn department(self, name: &'a DepartmentName) -> &'a str {
        self.departments.get(name).map_or(name.as_str(), |title| self.text(title))
    }
}

#[cfg(test)]
mod tests;
