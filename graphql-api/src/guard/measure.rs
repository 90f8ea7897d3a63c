//! After parsing: one walk over the operation, memoised per fragment.

use std::collections::HashMap;

use async_graphql::parser::types::{
    ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
};
use async_graphql::{Name, Value, Variables};

use crate::guard::{COMMAND_COST, FIRST_DEFAULT, FIRST_MAX, Limits, Refused};

/// What an operation asks for once every fragment is laid out. Sums saturate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Measured {
    /// Fields.
    pub fields: u64,
    /// Fields inside each other.
    pub depth: u32,
    /// Fields with an alias.
    pub aliases: u64,
    /// Fields that the answer can hold, and what each command of a mutation costs beside them.
    pub cost: u64,
    /// Fields that are in no other.
    pub roots: u64,
    /// Times that the whole schema is asked for.
    pub introspections: u64,
    /// Lists of the introspection inside each other, where the introspection is asked for.
    pub introspection_lists: u32,
    /// Whether `nodes` or `edges` stand here, so that the field around them is a connection.
    pub items: bool,
}

impl Measured {
    fn beside(self, other: Self) -> Self {
        Self {
            fields: self.fields.saturating_add(other.fields),
            depth: self.depth.max(other.depth),
            aliases: self.aliases.saturating_add(other.aliases),
            cost: self.cost.saturating_add(other.cost),
            roots: self.roots.saturating_add(other.roots),
            introspections: self.introspections.saturating_add(other.introspections),
            introspection_lists: self.introspection_lists.max(other.introspection_lists),
            items: self.items || other.items,
        }
    }

    fn check(self, limits: &Limits) -> Result<Self, Refused> {
        if self.fields > limits.fields_max {
            return Err(Refused::TooManyFields { max: limits.fields_max });
        }
        if self.depth > limits.depth_max {
            return Err(Refused::TooDeep { max: limits.depth_max });
        }
        if self.aliases > limits.aliases_max {
            return Err(Refused::TooManyAliases { max: limits.aliases_max });
        }
        if self.cost > limits.cost_max {
            return Err(Refused::TooCostly { requested: self.cost, max: limits.cost_max });
        }
        Ok(self)
    }
}

/// Measures `operation` of `document`. Every fragment of the document is walked, spread or not:
/// the validator walks them all too.
///
/// # Errors
/// The first limit that the document breaks.
pub fn measure(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
    limits: &Limits,
) -> Result<Measured, Refused> {
    if document.operations.iter().count() + document.fragments.len() > limits.definitions_max {
        return Err(Refused::TooManyDefinitions { max: limits.definitions_max });
    }
    let mut walk = Walk { document, operation, variables, limits, fragments: HashMap::new() };
    // The operation first, so that what is refused is told of it.
    let measured = walk.operation(operation)?.check(limits)?;
    for name in document.fragments.keys() {
        walk.fragment(name)?.check(limits)?;
    }
    for (_, other) in document.operations.iter() {
        walk.operation(&other.node)?.check(limits)?;
    }
    Ok(measured)
}

struct Walk<'a> {
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
    limits: &'a Limits,
    /// `None` while a fragment is being walked: meeting it again is a cycle.
    fragments: HashMap<&'a Name, Option<Measured>>,
}

impl<'a> Walk<'a> {
    fn operation(&mut self, operation: &'a OperationDefinition) -> Result<Measured, Refused> {
        let measured = self.selection_set(&operation.selection_set.node)?;
        let commands = if operation.ty == OperationType::Mutation { measured.roots } else { 0 };
        Ok(Measured { cost: measured.cost.saturating_add(commands.saturating_mul(COMMAND_COST)), ..measured })
    }

    fn selection_set(&mut self, set: &'a SelectionSet) -> Result<Measured, Refused> {
        let mut sum = Measured::default();
        for selection in &set.items {
            let part = match &selection.node {
                Selection::Field(field) => self.field(&field.node)?,
                Selection::InlineFragment(inline) => self.selection_set(&inline.node.selection_set.node)?,
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node)?,
            };
            sum = sum.beside(part);
        }
        Ok(sum)
    }

    fn fragment(&mut self, name: &Name) -> Result<Measured, Refused> {
        // A spread of a fragment that does not exist is the validator's to report.
        let Some((name, fragment)) = self.document.fragments.get_key_value(name) else {
            return Ok(Measured::default());
        };
        match self.fragments.get(name) {
            Some(Some(measured)) => return Ok(*measured),
            Some(None) => return Err(Refused::FragmentCycle),
            None => {}
        }
        self.fragments.insert(name, None);
        let measured = self.selection_set(&fragment.node.selection_set.node)?;
        self.fragments.insert(name, Some(measured));
        Ok(measured)
    }

    fn field(&mut self, field: &'a Field) -> Result<Measured, Refused> {
        let inner = self.selection_set(&field.selection_set.node)?;
        let name = field.name.node.as_str();
        if matches!(name, "__schema" | "__type") && inner.introspection_lists > self.limits.introspection_lists_max {
            return Err(Refused::IntrospectionTooDeep { max: self.limits.introspection_lists_max });
        }
        Ok(Measured {
            fields: inner.fields.saturating_add(1),
            depth: inner.depth.saturating_add(1),
            aliases: inner.aliases.saturating_add(u64::from(field.alias.is_some())),
            cost: inner.cost.saturating_mul(self.items(field, inner)).saturating_add(1),
            roots: 1,
            introspections: inner.introspections.saturating_add(u64::from(name == "__schema")),
            introspection_lists: inner.introspection_lists.saturating_add(u32::from(is_introspection_list(name))),
            items: matches!(name, "nodes" | "edges"),
        })
    }

    /// How many items the field can hold: what `first` says, else the default of a connection.
    fn items(&self, field: &Field, inner: Measured) -> u64 {
        match field.get_argument("first") {
            Some(first) => self.number(first.node.clone()).unwrap_or(FIRST_DEFAULT).clamp(1, FIRST_MAX),
            None if inner.items || field.name.node == "__type" => FIRST_DEFAULT,
            None => 1,
        }
    }

    fn number(&self, value: impl Into<async_graphql_value::Value>) -> Option<u64> {
        let known = value.into().into_const_with(|name| self.variable(&name).ok_or(())).ok()?;
        let Value::Number(number) = known else { return None };
        number.as_u64()
    }

    fn variable(&self, name: &Name) -> Option<Value> {
        let given = self.variables.get(name).cloned();
        given.or_else(|| {
            let definition = self.operation.variable_definitions.iter().find(|one| &one.node.name.node == name)?;
            definition.node.default_value().cloned()
        })
    }
}

fn is_introspection_list(name: &str) -> bool {
    matches!(name, "fields" | "interfaces" | "possibleTypes" | "inputFields")
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use proptest::prelude::*;

    use super::*;

    fn limits() -> Limits {
        crate::guard::DOCUMENT
    }

    fn measured(document: &str, variables: &serde_json::Value) -> Result<Measured, Refused> {
        with_limits(document, variables, &limits())
    }

    fn with_limits(document: &str, variables: &serde_json::Value, limits: &Limits) -> Result<Measured, Refused> {
        let document = async_graphql::parser::parse_query(document).expect("the document parses");
        let operation = document.operations.iter().next().expect("it has an operation").1.node.clone();
        measure(&document, &operation, &Variables::from_json(variables.clone()), limits)
    }

    fn cost(document: &str, variables: &serde_json::Value) -> Result<u64, Refused> {
        measured(document, variables).map(|measured| measured.cost)
    }

    #[test]
    fn a_page_counts_its_fields_as_often_as_it_has_items() {
        assert_eq!(cost("{ cases { nodes { id } } }", &json(())), Ok(1 + 20 * 2));
        assert_eq!(cost("{ cases(first: 3) { nodes { id } } }", &json(())), Ok(1 + 3 * 2));
        assert_eq!(cost("query($n: Int) { cases(first: $n) { nodes { id } } }", &serde_json::json!({"n": 5})), Ok(11));
        assert_eq!(cost("query($n: Int = 4) { cases(first: $n) { nodes { id } } }", &json(())), Ok(9));
        assert_eq!(cost("{ cases { ...F } } fragment F on C { nodes { id } }", &json(())), Ok(1 + 20 * 2));
        assert_eq!(
            cost("{ cases(first: 100) { nodes { timeline(first: 100) { nodes { at type } } } } }", &json(())),
            Err(Refused::TooCostly { requested: 30_201, max: 25_000 })
        );
    }

    #[test]
    fn a_command_costs_more_than_its_answer() {
        assert_eq!(cost("mutation { submit { position } }", &json(())), Ok(2 + COMMAND_COST));
        let two = "mutation { a: submit { position } ...F } fragment F on M { b: submit { position } }";
        assert_eq!(cost(two, &json(())), Ok(2 * (2 + COMMAND_COST)));
    }

    #[test]
    fn asking_for_the_schema_is_counted_each_time() {
        let measured = measured("{ __schema { types { name } } b: __schema { types { name } } __typename }", &json(()));
        assert_eq!(measured.map(|measured| measured.introspections), Ok(2));
    }

    #[test]
    fn doubling_fragments_are_refused() {
        for levels in [12, 22, 60] {
            let mut document = "{ ...F0 } ".to_owned();
            for level in 0..levels {
                write!(document, "fragment F{level} on Q {{ ok ...F{0} ...F{0} }} ", level + 1)
                    .expect("text takes text");
            }
            write!(document, "fragment F{levels} on Q {{ ok }}").expect("text takes text");
            let limits = Limits { definitions_max: 100, ..limits() };
            let refused = Err(Refused::TooManyFields { max: 2_000 });
            assert_eq!(with_limits(&document, &json(()), &limits), refused, "{levels}");
        }
    }

    #[test]
    fn cycles_are_refused() {
        let cycle = Err(Refused::FragmentCycle);
        assert_eq!(measured("{ ...A } fragment A on Q { ...A }", &json(())), cycle);
        assert_eq!(measured("{ ...A } fragment A on Q { b { ...B } } fragment B on Q { ...A }", &json(())), cycle);
        assert_eq!(measured("{ a } fragment A on Q { ...A }", &json(())), cycle);
    }

    #[test]
    fn alias_floods_are_refused() {
        let aliases = (0..65).map(|index| format!("a{index}: ok")).collect::<Vec<_>>().join(" ");
        assert_eq!(measured(&format!("{{ {aliases} }}"), &json(())), Err(Refused::TooManyAliases { max: 64 }));
    }

    #[test]
    fn depth_is_counted_through_fragments() {
        let document = "{ a { ...A } } fragment A on Q { b { c } }";
        assert_eq!(measured(document, &json(())).map(|measured| measured.depth), Ok(3));
        let deep = format!("{}a{}", "{ a ".repeat(20), " }".repeat(20));
        assert_eq!(measured(&deep.replace("a a", "a { a }"), &json(())), Err(Refused::TooDeep { max: 20 }));
    }

    #[test]
    fn introspection_may_not_multiply_itself() {
        let deep = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
        assert_eq!(measured(deep, &json(())), Err(Refused::IntrospectionTooDeep { max: 2 }));
        let own = "{ form { fields { fields { fields { name } } } } }";
        assert!(measured(own, &json(())).is_ok());
    }

    #[test]
    fn the_introspection_of_code_generators_passes() {
        let document = include_str!("../../tests/documents/introspection.graphql");
        crate::guard::scan(document, &limits()).expect("the scan passes");
        measured(document, &json(())).expect("the measure passes");
    }

    fn json<T: serde::Serialize>(value: T) -> serde_json::Value {
        serde_json::to_value(value).expect("plain data")
    }

    /// A document of fields and fragments without cycles: fragment `n` spreads only later ones.
    fn document() -> impl Strategy<Value = Vec<Vec<usize>>> {
        proptest::collection::vec(proptest::collection::vec(0_usize..6, 0..4), 1..7)
    }

    fn written(fragments: &[Vec<usize>]) -> String {
        let mut text = String::new();
        for (index, parts) in fragments.iter().enumerate() {
            let spreads: Vec<String> = later(fragments.len(), index, parts).map(|next| format!("...F{next}")).collect();
            let spreads = spreads.join(" ");
            let head = if index == 0 { "query Q".to_owned() } else { format!("fragment F{index} on Q") };
            write!(text, "{head} {{ x: leaf group {{ {spreads} leaf }} }} ").expect("text takes text");
        }
        text
    }

    fn later(count: usize, index: usize, parts: &[usize]) -> impl Iterator<Item = usize> {
        parts.iter().map(move |part| index + 1 + part).filter(move |next| *next < count)
    }

    /// Lays every fragment out instead of remembering it.
    fn naive(fragments: &[Vec<usize>], index: usize) -> (u64, u64) {
        later(fragments.len(), index, &fragments[index]).fold((3, 1), |(fields, aliases), next| {
            let (more_fields, more_aliases) = naive(fragments, next);
            (fields + more_fields, aliases + more_aliases)
        })
    }

    proptest! {
        #[test]
        fn agrees_with_laying_everything_out(fragments in document()) {
            let unlimited = Limits { fields_max: u64::MAX, aliases_max: u64::MAX, cost_max: u64::MAX, ..limits() };
            let measured = with_limits(&written(&fragments), &json(()), &unlimited).expect("no limit is broken");
            prop_assert_eq!((measured.fields, measured.aliases), naive(&fragments, 0));
        }
    }
}
