//! What the library overlooks where it validates: everything that is written at a `__typename`, and variables inside
//! scalars that have parts, such as `JSON`. So it is judged here whether every variable that an operation declares is
//! used and every one that it uses declared, and whether a `__typename` is asked as it may be.

use std::collections::HashSet;

use async_graphql::parser::types::{
    Directive, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
};
use async_graphql::{Name, Pos, Positioned, ServerError};
use async_graphql_value::Value;

use crate::answer::plan::TYPE_NAME;

/// Checks every operation of the document.
pub(super) fn check(document: &ExecutableDocument) -> Vec<ServerError> {
    let operations = document.operations.iter();
    operations.flat_map(|(_, operation)| of_operation(document, &operation.node)).collect()
}

fn of_operation(document: &ExecutableDocument, operation: &OperationDefinition) -> Vec<ServerError> {
    let mut walk = Walk { document, entered: HashSet::new(), used: Vec::new(), wrong: Vec::new() };
    walk.directives(&operation.directives);
    walk.selections(&operation.selection_set.node);
    let declared: HashSet<&Name> = operation.variable_definitions.iter().map(|one| &one.node.name.node).collect();
    let used: HashSet<&Name> = walk.used.iter().map(|(name, _)| *name).collect();
    let unused = operation.variable_definitions.iter().filter(|one| !used.contains(&one.node.name.node));
    let unused = unused.map(|one| {
        ServerError::new(format!("the variable `{}` is declared and not used", one.node.name.node), Some(one.pos))
    });
    let unknown = walk.used.iter().filter(|(name, _)| !declared.contains(name));
    let unknown = unknown
        .map(|(name, pos)| ServerError::new(format!("the variable `{name}` is used and not declared"), Some(*pos)));
    unused.chain(unknown).chain(walk.wrong).collect()
}

/// What is wrong with a `__typename`: it takes nothing, holds nothing, and may be under a condition.
fn of_type_name(field: &Field, pos: Pos) -> Option<ServerError> {
    let is_condition = |directive: &Directive| {
        matches!(directive.name.node.as_str(), "skip" | "include")
            && matches!(directive.arguments.as_slice(), [(name, _)] if name.node == "if")
    };
    let is_good = field.arguments.is_empty()
        && field.selection_set.node.items.is_empty()
        && field.directives.iter().all(|directive| is_condition(&directive.node));
    (!is_good).then(|| ServerError::new(format!("`{TYPE_NAME}` takes nothing but @skip and @include"), Some(pos)))
}

struct Walk<'a> {
    document: &'a ExecutableDocument,
    /// Fragments that were looked at.
    entered: HashSet<&'a str>,
    used: Vec<(&'a Name, Pos)>,
    /// What is wrong at a `__typename`.
    wrong: Vec<ServerError>,
}

impl<'a> Walk<'a> {
    fn selections(&mut self, set: &'a SelectionSet) {
        for selection in &set.items {
            self.directives(selection.node.directives());
            match &selection.node {
                Selection::Field(field) => {
                    if field.node.name.node == TYPE_NAME {
                        self.wrong.extend(of_type_name(&field.node, field.pos));
                    }
                    for (_, value) in &field.node.arguments {
                        self.value(&value.node, value.pos);
                    }
                    self.selections(&field.node.selection_set.node);
                }
                Selection::InlineFragment(inline) => self.selections(&inline.node.selection_set.node),
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node),
            }
        }
    }

    fn fragment(&mut self, name: &'a Name) {
        let Some(fragment) = self.document.fragments.get(name) else { return };
        if self.entered.insert(name.as_str()) {
            self.directives(&fragment.node.directives);
            self.selections(&fragment.node.selection_set.node);
        }
    }

    fn directives(&mut self, directives: &'a [Positioned<Directive>]) {
        for (_, value) in directives.iter().flat_map(|directive| &directive.node.arguments) {
            self.value(&value.node, value.pos);
        }
    }

    fn value(&mut self, value: &'a Value, pos: Pos) {
        match value {
            Value::Variable(name) => self.used.push((name, pos)),
            Value::List(items) => items.iter().for_each(|item| self.value(item, pos)),
            Value::Object(fields) => fields.values().for_each(|field| self.value(field, pos)),
            Value::Null
            | Value::Number(_)
            | Value::String(_)
            | Value::Boolean(_)
            | Value::Binary(_)
            | Value::Enum(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> usize {
        check(&async_graphql::parser::parse_query(text).unwrap()).len()
    }

    #[test]
    fn type_names() {
        for (text, problems) in [
            ("{ __typename @skip(if: true) a: __typename @include(if: false) @skip(if: true) }", 0),
            ("{ __typename @nothing(if: true) }", 1),
            ("{ __typename @skip }", 1),
            ("{ __typename @skip(if: true, unless: 1) }", 1),
            ("{ __typename(of: 1) }", 1),
            ("{ __typename { a } }", 1),
            ("{ ...F } fragment F on Q { a: __typename @deprecated }", 1),
        ] {
            assert_eq!(told(text), problems, "{text}");
        }
    }

    #[test]
    fn used_and_declared() {
        for (text, problems) in [
            ("query($a: Int) { b(c: $a) }", 0),
            ("query($a: Int) { b(c: {d: [$a]}) }", 0),
            ("query($a: Boolean!) { __typename @include(if: $a) }", 0),
            ("query($a: Boolean!) { ...F } fragment F on Q { ... @skip(if: $a) { b } }", 0),
            ("query($a: Int) { b }", 1),
            ("query { b(c: $a) }", 1),
            ("query A($a: Int) { b(c: $a) } query B { b(c: $a) }", 1),
            ("query($a: Int) { ...F } fragment F on Q { b(c: $d) ...F }", 2),
        ] {
            assert_eq!(told(text), problems, "{text}");
        }
    }
}
