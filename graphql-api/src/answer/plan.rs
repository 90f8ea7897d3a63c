//! What of a document is executed: one operation with its fragments laid out, fields of the same key made one,
//! skipped ones left out, arguments coerced. The executor would run a field as often as it is written, put null for
//! variables that are absent, and decide what is skipped without the defaults of variables.
//!
//! Fields stay in the order of the document. Where a fragment holds for some types of an interface only, it stays a
//! part of its own, and so a field may stand in two of them; [`super::shape`] makes those one.

use std::collections::HashMap;

use async_graphql::parser::types::{
    self as ast, ExecutableDocument, FragmentDefinition, InlineFragment, OperationDefinition, OperationType, Selection,
    SelectionSet, TypeCondition,
};
use async_graphql::registry::{MetaField, MetaInputValue, MetaType, MetaTypeName, Registry};
use async_graphql::{Name, Pos, Positioned, ServerError, Value, Variables};

use crate::answer::document::Chosen;
use crate::answer::input::{Literals, Misfit};
use crate::answer::positions;
use crate::answer::{Answer, write};
use crate::code::Code;

/// The key under which an object tells its type to [`super::shape`]. No client can write it.
pub(crate) const TYPE_KEY: &str = "(type)";

pub(super) const TYPE_NAME: &str = "__typename";

/// What is executed.
pub(super) struct Plan<'a> {
    pub(super) registry: &'a Registry,
    pub(super) root: &'a MetaType,
    pub(super) items: Vec<Item<'a>>,
    operation: OperationType,
}

/// A part of a selection.
pub(super) enum Item<'a> {
    /// A field.
    Field(Field<'a>),
    /// What is asked of some of the types that can stand here.
    Of(&'a MetaType, Vec<Item<'a>>),
}

/// A field.
pub(super) struct Field<'a> {
    /// Its key in the answer.
    pub(super) key: &'a Name,
    pub(super) name: &'a str,
    pub(super) pos: Pos,
    /// Its type.
    pub(super) of: &'a str,
    /// Why it is not executed, and null.
    pub(super) problem: Option<Problem>,
    pub(super) items: Vec<Item<'a>>,
    arguments: Vec<(Name, Value)>,
    /// The type of the objects that it holds; none of leaves.
    inner: Option<&'a MetaType>,
}

/// What is wrong with an argument.
pub(super) struct Problem {
    pub(super) message: String,
    /// Which argument it is, as a schema coordinate.
    pub(super) coordinate: String,
}

/// Why nothing is executed.
#[derive(Debug)]
pub(super) struct Unfit {
    code: Code,
    error: Box<ServerError>,
}

impl Unfit {
    /// A document without such an operation.
    pub(super) fn document(error: ServerError) -> Self {
        Self { code: Code::DocumentInvalid, error: Box::new(error) }
    }

    /// What does not fit.
    pub(super) fn into_error(self) -> ServerError {
        *self.error
    }

    /// What it is answered.
    pub(super) fn answer(self) -> Answer {
        write::invalid(self.code, vec![*self.error])
    }

    fn at(pos: Pos, code: Code, message: impl Into<String>) -> Self {
        Self { code, error: Box::new(ServerError::new(message, Some(pos))) }
    }

    /// The same, about what a schema coordinate names.
    fn about(mut self, coordinate: String) -> Self {
        self.error.message = format!("{coordinate}: {}", self.error.message);
        self.error.extensions.get_or_insert_default().set("coordinate", coordinate);
        self
    }
}

impl<'a> Plan<'a> {
    /// The plan of an operation that fits the schema; the variables are coerced.
    ///
    /// # Errors
    /// What the library's validation does not find: fields of one key that cannot be made one, variables that may not
    /// stand where they stand, literals out of range.
    pub(super) fn of(registry: &'a Registry, chosen: &Chosen<'a>, variables: &'a Variables) -> Result<Self, Unfit> {
        let operation = chosen.operation;
        let root = match operation.ty {
            OperationType::Query => Some(&registry.query_type),
            OperationType::Mutation => registry.mutation_type.as_ref(),
            OperationType::Subscription => registry.subscription_type.as_ref(),
        };
        let pos = operation.selection_set.pos;
        let root = root.and_then(|name| registry.types.get(name));
        let root = root.ok_or_else(|| Unfit::at(pos, Code::DocumentInvalid, "the schema has no such operations"))?;
        let planner = Planner { registry, document: chosen.document, operation, variables };
        let items = planner.items(root, &[&operation.selection_set.node])?;
        Ok(Self { registry, root, items, operation: operation.ty })
    }

    /// Whether it asks for exactly one field of the schema, as a subscription must.
    pub(super) fn has_one_root(&self) -> bool {
        matches!(self.items.as_slice(), [Item::Field(field)] if !field.name.starts_with("__"))
    }

    /// The plan as a document.
    pub(super) fn document(&self) -> ExecutableDocument {
        let operation = OperationDefinition {
            ty: self.operation,
            variable_definitions: Vec::new(),
            directives: Vec::new(),
            selection_set: placed(
                Writer { registry: self.registry }.selection_set(&self.items, self.root),
                Pos::default(),
            ),
        };
        ExecutableDocument {
            operations: ast::DocumentOperations::Single(placed(operation, Pos::default())),
            fragments: HashMap::default(),
        }
    }
}

fn placed<T>(node: T, pos: Pos) -> Positioned<T> {
    Positioned::new(node, pos)
}

/// Writes what is executed as the executor reads it.
#[derive(Clone, Copy)]
struct Writer<'a> {
    registry: &'a Registry,
}

impl Writer<'_> {
    fn selection_set(self, items: &[Item<'_>], of: &MetaType) -> SelectionSet {
        let mut all: Vec<Positioned<Selection>> = items.iter().flat_map(|item| self.selections(item, of)).collect();
        // Nobody can tell an object of which nothing is asked from none at all, nor which fragments hold.
        if of.is_abstract() || all.is_empty() {
            all.push(placed(Selection::Field(placed(type_name(), Pos::default())), Pos::default()));
        }
        SelectionSet { items: all }
    }

    fn selections(self, item: &Item<'_>, of: &MetaType) -> Vec<Positioned<Selection>> {
        match item {
            Item::Field(field) if field.problem.is_some() => Vec::new(),
            Item::Field(field) => {
                vec![placed(Selection::Field(placed(self.field(field), field.pos)), field.pos)]
            }
            // The executor does not know what a union stands for.
            Item::Of(MetaType::Union { possible_types, .. }, items) => {
                let here = possible_types.iter().filter(|name| of.is_possible_type(name));
                let here = here.filter_map(|name| self.registry.types.get(name));
                here.map(|some| self.inline(items, some)).collect()
            }
            // Of a union's objects, some are of an interface and some are not.
            Item::Of(some, _) if matches!(share(some, of), Share::None) => Vec::new(),
            Item::Of(some, items) => vec![self.inline(items, some)],
        }
    }

    fn inline(self, items: &[Item<'_>], some: &MetaType) -> Positioned<Selection> {
        let on = TypeCondition { on: placed(Name::new(some.name()), Pos::default()) };
        let inline = InlineFragment {
            type_condition: Some(placed(on, Pos::default())),
            directives: Vec::new(),
            selection_set: placed(self.selection_set(items, some), Pos::default()),
        };
        placed(Selection::InlineFragment(placed(inline, Pos::default())), Pos::default())
    }

    fn field(self, field: &Field<'_>) -> ast::Field {
        let pos = field.pos;
        let arguments = field.arguments.iter();
        let arguments =
            arguments.map(|(name, value)| (placed(name.clone(), pos), placed(value.clone().into_value(), pos)));
        let inner = field.inner.map(|inner| self.selection_set(&field.items, inner)).unwrap_or_default();
        ast::Field {
            alias: (field.key != field.name).then(|| placed(field.key.clone(), pos)),
            name: placed(Name::new(field.name), pos),
            arguments: arguments.collect(),
            directives: Vec::new(),
            selection_set: placed(inner, pos),
        }
    }
}

fn type_name() -> ast::Field {
    ast::Field {
        alias: Some(placed(Name::new(TYPE_KEY), Pos::default())),
        name: placed(Name::new(TYPE_NAME), Pos::default()),
        arguments: Vec::new(),
        directives: Vec::new(),
        selection_set: Positioned::default(),
    }
}

impl Field<'_> {
    /// Whether it holds objects.
    pub(super) fn is_composite(&self) -> bool {
        self.inner.is_some()
    }
}

struct Planner<'a> {
    registry: &'a Registry,
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
}

/// What stands in some selections, before its own selections are looked at.
#[derive(Default)]
struct Collected<'a> {
    parts: Vec<Part<'a>>,
    by_key: HashMap<&'a str, usize>,
}

enum Part<'a> {
    Field(&'a Positioned<ast::Field>, Vec<&'a SelectionSet>),
    Of(&'a MetaType, &'a SelectionSet),
}

impl<'a> Planner<'a> {
    /// What these selections ask together of `of`.
    fn items(&self, of: &'a MetaType, sets: &[&'a SelectionSet]) -> Result<Vec<Item<'a>>, Unfit> {
        let mut collected = Collected::default();
        for set in sets {
            self.collect(of, set, &mut collected)?;
        }
        self.laid_out(of, collected)
    }

    fn laid_out(&self, of: &'a MetaType, collected: Collected<'a>) -> Result<Vec<Item<'a>>, Unfit> {
        let parts = collected.parts.into_iter();
        parts
            .map(|part| match part {
                Part::Field(field, sets) => self.field(of, field, &sets).map(Item::Field),
                Part::Of(some, set) => Ok(Item::Of(some, self.items(some, &[set])?)),
            })
            .collect()
    }

    fn collect(&self, of: &'a MetaType, set: &'a SelectionSet, found: &mut Collected<'a>) -> Result<(), Unfit> {
        for selection in &set.items {
            if self.is_skipped(selection.node.directives())? {
                // What is wrong in it is wrong nevertheless.
                let mut skipped = Collected::default();
                self.selection(of, &selection.node, &mut skipped)?;
                self.laid_out(of, skipped)?;
            } else {
                self.selection(of, &selection.node, found)?;
            }
        }
        Ok(())
    }

    fn selection(&self, of: &'a MetaType, selection: &'a Selection, found: &mut Collected<'a>) -> Result<(), Unfit> {
        match selection {
            Selection::Field(field) => found.field(field),
            Selection::InlineFragment(inline) => {
                let on = inline.node.type_condition.as_ref();
                self.fragment(of, on, &inline.node.selection_set.node, found)
            }
            Selection::FragmentSpread(spread) => {
                // One that is not there is the validator's to report.
                match self.document.fragments.get(&spread.node.fragment_name.node) {
                    None => Ok(()),
                    Some(Positioned { node: FragmentDefinition { type_condition, selection_set, .. }, .. }) => {
                        self.fragment(of, Some(type_condition), &selection_set.node, found)
                    }
                }
            }
        }
    }

    fn fragment(
        &self,
        of: &'a MetaType,
        on: Option<&'a Positioned<TypeCondition>>,
        set: &'a SelectionSet,
        found: &mut Collected<'a>,
    ) -> Result<(), Unfit> {
        let some = on.and_then(|on| self.registry.types.get(on.node.on.node.as_str()));
        match some.map(|some| (some, share(some, of))) {
            None | Some((_, Share::All)) => self.collect(of, set, found),
            Some((some, Share::Some)) => {
                found.parts.push(Part::Of(some, set));
                Ok(())
            }
            Some((_, Share::None)) => Ok(()),
        }
    }

    fn field(
        &self,
        parent: &'a MetaType,
        field: &'a Positioned<ast::Field>,
        sets: &[&'a SelectionSet],
    ) -> Result<Field<'a>, Unfit> {
        let (key, name, pos) = (&field.node.response_key().node, field.node.name.node.as_str(), field.pos);
        if name == TYPE_NAME {
            let (problem, items, arguments) = (None, Vec::new(), Vec::new());
            return Ok(Field { key, name, pos, of: "String!", problem, items, arguments, inner: None });
        }
        let Some(known) = parent.field_by_name(name) else {
            return Err(Unfit::at(pos, Code::DocumentInvalid, format!("there is no `{}.{name}`", parent.name())));
        };
        let inner = self.registry.types.get(MetaTypeName::concrete_typename(&known.ty)).filter(|ty| ty.is_composite());
        let items = inner.map(|inner| self.items(inner, sets)).transpose()?.unwrap_or_default();
        let (arguments, problem) = match self.arguments(parent, known, &field.node)? {
            Ok(arguments) => (arguments, None),
            Err(problem) => (Vec::new(), Some(problem)),
        };
        Ok(Field { key, name, pos, of: &known.ty, problem, items, arguments, inner })
    }

    /// The arguments that have a value; else why the field fails. The executor itself knows their defaults.
    fn arguments(
        &self,
        parent: &MetaType,
        known: &MetaField,
        field: &ast::Field,
    ) -> Result<Result<Vec<(Name, Value)>, Problem>, Unfit> {
        let mut arguments = Vec::new();
        for (name, literal) in &field.arguments {
            let Some(argument) = known.args.get(name.node.as_str()) else { continue };
            let coordinate = || format!("{}.{}({}:)", parent.name(), known.name, argument.name);
            match self.value(argument, literal).map_err(|unfit| unfit.about(coordinate()))? {
                Ok(Some(value)) => arguments.push((name.node.clone(), value)),
                Ok(None) if argument.default_value.is_none() && MetaTypeName::create(&argument.ty).is_non_null() => {
                    return Ok(Err(Problem { message: "it is required".to_owned(), coordinate: coordinate() }));
                }
                Ok(None) => {}
                Err(message) => return Ok(Err(Problem { message, coordinate: coordinate() })),
            }
        }
        Ok(Ok(arguments))
    }

    fn value(
        &self,
        argument: &MetaInputValue,
        literal: &Positioned<async_graphql_value::Value>,
    ) -> Result<Result<Option<Value>, String>, Unfit> {
        let (of, has_default) = (argument.ty.as_str(), argument.default_value.is_some());
        positions::check(self.registry, self.operation, of, has_default, &literal.node)
            .map_err(|problem| Unfit::at(literal.pos, Code::DocumentInvalid, problem))?;
        let literals = Literals { registry: self.registry, variables: self.variables };
        match literals.read(of, &literal.node) {
            Ok(value) => Ok(Ok(value)),
            Err(Misfit::Held(problem)) => Ok(Err(problem)),
            Err(Misfit::Written(problem)) => Err(Unfit::at(literal.pos, Code::BadInput, problem)),
        }
    }

    fn is_skipped(&self, directives: &[Positioned<ast::Directive>]) -> Result<bool, Unfit> {
        for directive in directives {
            let when = match directive.node.name.node.as_str() {
                "skip" => true,
                "include" => false,
                _ => continue,
            };
            let Some(condition) = directive.node.get_argument("if") else { continue };
            positions::check(self.registry, self.operation, "Boolean!", false, &condition.node)
                .map_err(|problem| Unfit::at(condition.pos, Code::DocumentInvalid, problem))?;
            let literals = Literals { registry: self.registry, variables: self.variables };
            match literals.read("Boolean!", &condition.node) {
                Ok(Some(Value::Boolean(holds))) if holds == when => return Ok(true),
                Ok(Some(Value::Boolean(_))) => {}
                _ => return Err(Unfit::at(condition.pos, Code::BadInput, "a condition is neither true nor false")),
            }
        }
        Ok(false)
    }
}

impl<'a> Collected<'a> {
    fn field(&mut self, field: &'a Positioned<ast::Field>) -> Result<(), Unfit> {
        let set = &field.node.selection_set.node;
        let key = field.node.response_key().node.as_str();
        let known = self.by_key.get(key).and_then(|at| self.parts.get_mut(*at));
        let Some(Part::Field(first, sets)) = known else {
            self.by_key.insert(key, self.parts.len());
            self.parts.push(Part::Field(field, vec![set]));
            return Ok(());
        };
        if !asks_the_same(&first.node, &field.node) {
            let message = format!("the fields of the key `{key}` are not the same");
            return Err(Unfit::at(field.pos, Code::DocumentInvalid, message));
        }
        sets.push(set);
        Ok(())
    }
}

fn asks_the_same(one: &ast::Field, other: &ast::Field) -> bool {
    one.name.node == other.name.node
        && one.arguments.len() == other.arguments.len()
        && one
            .arguments
            .iter()
            .all(|(name, value)| other.get_argument(&name.node).is_some_and(|given| given.node == value.node))
}

enum Share {
    All,
    Some,
    None,
}

/// Of how many of the types that `of` stands for something is asked that is asked of `some`. Only an object, or the
/// same interface, is known to have all of its fields.
fn share(some: &MetaType, of: &MetaType) -> Share {
    let has_all = if of.is_abstract() { some.name() == of.name() } else { some.is_possible_type(of.name()) };
    let mut possible = of.possible_types().into_iter().flatten();
    if has_all {
        Share::All
    } else if possible.any(|name| some.is_possible_type(name)) {
        Share::Some
    } else {
        Share::None
    }
}
