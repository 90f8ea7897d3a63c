//! Who gets a case, what the city decides by itself, and what becomes public: expressions over the answers.

use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::expression::Expression;
use cityhall_domain::module::{InstantRule, Publication, RoutingRule};

use super::{all, maybe, names};
use crate::spec::module as written;
use crate::{path, reason};

pub(super) fn lower(rules: Vec<written::RoutingRule>, found: &mut Diagnostics) -> Option<Vec<RoutingRule>> {
    all(rules, |(index, rule)| {
        let here = path::item("spec.routing", index);
        let when = expression(&path::key(&here, "when"), rule.when, found);
        let department = names::name(&path::key(&here, "department"), &rule.department, found);
        Some(RoutingRule { when: when?, department: department? })
    })
}

pub(super) fn instant(rules: Vec<written::InstantRule>, found: &mut Diagnostics) -> Option<Vec<InstantRule>> {
    all(rules, |(index, rule)| {
        let here = path::item("spec.instant", index);
        let when = expression(&path::key(&here, "when"), rule.when, found);
        let actions = names::names(&path::key(&here, "actions"), rule.actions, found);
        Some(InstantRule { when: when?, actions: actions?, commitment: rule.commitment })
    })
}

#[expect(clippy::option_option, reason = "outer: could it be lowered, inner: is it there")]
pub(super) fn publication(rule: Option<written::Publication>, found: &mut Diagnostics) -> Option<Option<Publication>> {
    maybe(rule, |rule| expression("spec.publication.when", rule.when, found).map(|when| Publication { when }))
}

/// A condition, wherever it stands.
pub(super) fn expression(path: &str, source: String, found: &mut Diagnostics) -> Option<Expression> {
    let expression = Expression::parse(source);
    if let Err(error) = &expression {
        found.add(path, reason::INVALID_EXPRESSION, error.to_string());
    }
    expression.ok()
}
