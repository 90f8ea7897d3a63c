//! Whether every variable that an operation declares is used, and every one that it uses declared. The library looks
//! neither at the directives of `__typename` nor into scalars that have parts, such as `JSON`.

use std::collections::HashSet;

use async_graphql::parser::types::{Directive, ExecutableDocument, OperationDefinition, Selection, SelectionSet};
use async_graphql::{Name, Pos, Positioned, ServerError};
use async_graphql_value::Value;

/// Checks every operation of the document.
pub(super) fn check(document: &ExecutableDocument) -> Vec<ServerError> {
    let operations = document.operations.iter();
    operations.flat_map(|(_, operation)| of_operation(document, &operation.node)).collect()
}

fn of_operation(document: &ExecutableDocument, operation: &OperationDefinition) -> Vec<ServerError> {
    let mut walk = Walk { document, entered: HashSet::new(), used: Vec::new() };
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
    unused.chain(unknown).collect()
}

struct Walk<'a> {
    document: &'a ExecutableDocument,
    /// Fragments that were looked at.
    entered: HashSet<&'a str>,
    used: Vec<(&'a Name, Pos)>,
}

impl<'a> Walk<'a> {
    fn selections(&mut self, set: &'a SelectionSet) {
        for selection in &set.items {
            self.directives(selection.node.directives());
            match &selection.node {
                Selection::Field(field) => {
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
