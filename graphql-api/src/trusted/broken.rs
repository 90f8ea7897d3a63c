//! Which registered documents do not fit a schema. They are judged on the way that requests go, so that what is told
//! here is what would be answered; only the place is found here, as a schema coordinate.

use std::fmt;
use std::sync::Arc;

use async_graphql::dynamic::SchemaError;
use async_graphql::parser::types::{BaseType, ExecutableDocument, Field, OperationType, Selection, SelectionSet, Type};
use async_graphql::registry::{MetaTypeName, Registry};
use async_graphql::{Pos, Positioned, ServerError};
use cityhall_domain::name::PartnerName;
use cityhall_engine::partners::Document;
use cityhall_engine::{Audience, Catalog};
use futures_util::FutureExt;

use crate::answer::{Documents, Validator, Way};
use crate::limits::Limits;
use crate::schema::Face;

/// A registered document that does not fit the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Whose.
    pub partner: PartnerName,
    /// The document's name.
    pub document: String,
    /// Its place among the documents of the partner, from 0.
    pub index: usize,
    /// The schema coordinate at which it does not fit, such as `Query.foodLicenceCases` or `Case.number(language:)`;
    /// absent where it does not read as a document at all.
    pub coordinate: Option<String>,
    /// What does not fit.
    pub message: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { partner, document, coordinate, message, .. } = self;
        write!(f, "document `{document}` of partner `{partner}` would not work any more: {message}")?;
        match coordinate {
            Some(coordinate) => write!(f, " (at {coordinate})"),
            None => Ok(()),
        }
    }
}

/// Every registered document that does not fit the schema which the partners of `catalog` would see. Builds that
/// schema: meant for a blocking thread.
///
/// # Errors
/// When the schema does not fit together, which only a mistake of this crate can cause.
pub fn broken(catalog: &Arc<Catalog>) -> Result<Vec<Broken>, SchemaError> {
    if catalog.partners.values().all(|partner| partner.documents.is_empty()) {
        return Ok(Vec::new());
    }
    let schema = Face::build(Arc::clone(catalog), Audience::Partner)?.schema;
    let (documents, validator) = (Documents::new(), Validator::new());
    let limits = Limits::PRODUCTION.of(Audience::Partner).document;
    let way = Way { documents: &documents, schema: &schema, validator: &validator, limits };
    let mut found = Vec::new();
    for (partner, published) in &catalog.partners {
        for (index, document) in published.documents.iter().enumerate() {
            let problems = problems(&way, document).into_iter();
            found.extend(problems.map(|(coordinate, message)| Broken {
                partner: partner.clone(),
                document: document.name.clone(),
                index,
                coordinate,
                message,
            }));
        }
    }
    Ok(found)
}

/// What does not fit, each with its coordinate.
fn problems(way: &Way<'_>, registered: &Document) -> Vec<(Option<String>, String)> {
    // Nothing in there waits.
    let Some(judged) = way.judge(&registered.text).now_or_never() else { return Vec::new() };
    let (document, errors) = match judged {
        Ok(judged) => judged,
        Err(message) => return vec![(None, message)],
    };
    let told = |error: ServerError| {
        let find = |at: &Pos| Locator { registry: way.schema.registry(), at: *at }.find(&document);
        (error.locations.first().and_then(find), error.message)
    };
    errors.into_iter().map(told).collect()
}

/// Finds what of a schema a place in a document is about.
struct Locator<'a> {
    registry: &'a Registry,
    at: Pos,
}

impl Locator<'_> {
    fn find(&self, document: &ExecutableDocument) -> Option<String> {
        let operations = document.operations.iter().find_map(|(_, operation)| {
            let variable = operation.node.variable_definitions.iter().find(|one| one.pos == self.at);
            let root = match operation.node.ty {
                OperationType::Query => Some(self.registry.query_type.as_str()),
                OperationType::Mutation => self.registry.mutation_type.as_deref(),
                OperationType::Subscription => self.registry.subscription_type.as_deref(),
            };
            let variable = variable.map(|one| named(&one.node.var_type.node).to_owned());
            variable.or_else(|| self.in_set(&operation.node.selection_set.node, root?))
        });
        operations.or_else(|| {
            document.fragments.values().find_map(|fragment| {
                let of = &fragment.node.type_condition;
                let is_here = [fragment.pos, of.pos, of.node.on.pos].contains(&self.at);
                let name = of.node.on.node.as_str();
                if is_here { Some(name.to_owned()) } else { self.in_set(&fragment.node.selection_set.node, name) }
            })
        })
    }

    fn in_set(&self, set: &SelectionSet, parent: &str) -> Option<String> {
        set.items.iter().find_map(|selection| match &selection.node {
            Selection::Field(field) => self.in_field(field, parent),
            Selection::InlineFragment(inline) => {
                let of = inline.node.type_condition.as_ref();
                let name = of.map_or(parent, |of| of.node.on.node.as_str());
                let is_here = inline.pos == self.at || of.is_some_and(|of| of.pos == self.at);
                if is_here { Some(name.to_owned()) } else { self.in_set(&inline.node.selection_set.node, name) }
            }
            // What it spreads is looked at by itself.
            Selection::FragmentSpread(spread) => (spread.pos == self.at).then(|| parent.to_owned()),
        })
    }

    fn in_field(&self, field: &Positioned<Field>, parent: &str) -> Option<String> {
        let name = field.node.name.node.as_str();
        if field.pos == self.at || field.node.name.pos == self.at {
            return Some(format!("{parent}.{name}"));
        }
        let is_here = |pos: Pos| pos == self.at;
        let argument = field.node.arguments.iter().find(|(name, value)| is_here(name.pos) || is_here(value.pos));
        if let Some((argument, _)) = argument {
            return Some(format!("{parent}.{name}({}:)", argument.node));
        }
        let ty = &self.registry.types.get(parent)?.field_by_name(name)?.ty;
        self.in_set(&field.node.selection_set.node, MetaTypeName::concrete_typename(ty))
    }
}

/// The name at the bottom of a type.
fn named(of: &Type) -> &str {
    match &of.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(inner) => named(inner),
    }
}
