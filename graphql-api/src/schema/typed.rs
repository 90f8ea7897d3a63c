//! The typed door: the types and fields that each module adds, for code generators of partners.
//!
//! A module's types are the union of its revisions, newest first: a field that the newest revision
//! does not ask any more stays, deprecated, because older cases still have it.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::dynamic::{FieldValue, ResolverContext, TypeRef};
use cityhall_domain::form::{Field, FieldType};
use cityhall_domain::module::{ApiName, Module, group_type, is_graphql_name};
use cityhall_domain::name::ModuleName;
use cityhall_domain::text::Language;
use cityhall_engine::ServedModule;
use serde_json::Map;

use crate::schema::case::{self, CaseNode};
use crate::schema::core::json;
use crate::schema::mutation::{self, SubmitInput, read_input, submit};
use crate::schema::page;
use crate::schema::query;
use crate::schema::spec::{Argument, Spec, object, ty};
use crate::schema::table::{Table, implementing};

type Answers = Map<String, serde_json::Value>;

/// Why a field is deprecated.
const REMOVED: &str = "The current form does not ask this any more; older cases still have it.";

/// One field of a module's answers over all of its revisions.
#[derive(Clone)]
struct Union {
    name: String,
    about: String,
    kind: Kind,
    listed: bool,
    removed: bool,
}

#[derive(Clone)]
enum Kind {
    Text,
    Date,
    Integer,
    Boolean,
    Group(Vec<Union>),
    List(Box<Kind>),
}

/// Adds the types of one module, or nothing when one of its names is taken: publication proves that
/// none is, and one module must never take down the others.
pub(crate) fn add(table: &mut Table, name: &ModuleName, served: &ServedModule, submits: bool) -> Option<String> {
    let newest = served.current.as_ref().or(served.revisions.last())?;
    let api = ApiName::of(name);
    let mut answers: Vec<Union> = Vec::new();
    for revision in std::iter::once(newest).chain(served.revisions.iter().rev()) {
        merge(&mut answers, revision.module.form.fields(), revision.number != newest.number);
    }
    let root_fields = [api.cases_field(), api.submit_field()];
    let names = served.revisions.iter().flat_map(|revision| api.types(&revision.module)).collect::<Vec<_>>();
    if let Some(taken) = table.takes(names.iter()).or(root_fields.iter().find(|name| table.has_root_field(name))) {
        tracing::error!(module = %name, taken, "a name of the module is taken: it has no typed door");
        return None;
    }
    add_case(table, &api, &newest.module, &answers);
    add_list(table, &api, name, &answers, !submits);
    if submits && served.current.is_some() {
        add_submit(table, &api, name, &newest.module, &answers);
    }
    Some(api.case())
}

fn merge(union: &mut Vec<Union>, fields: &[Field], removed: bool) {
    for field in fields.iter().filter(|field| is_graphql_name(&field.name)) {
        match union.iter_mut().find(|known| known.name == field.name) {
            Some(known) => merge_kind(&mut known.kind, &field.kind, removed),
            None => union.push(Union {
                name: field.name.clone(),
                about: about(field),
                kind: kind_of(&field.kind, removed),
                listed: field.listed,
                removed,
            }),
        }
    }
}

fn merge_kind(known: &mut Kind, kind: &FieldType, removed: bool) {
    match (known, kind) {
        (Kind::Group(known), FieldType::Object(fields)) => merge(known, fields, removed),
        (Kind::List(known), FieldType::List(kind)) => merge_kind(known, kind, removed),
        // Publication proves that a field keeps its type.
        _ => {}
    }
}

fn kind_of(kind: &FieldType, removed: bool) -> Kind {
    match kind {
        // A choice is text: its words may be no names of GraphQL, and a wrong one is a user error
        // with a path instead of a document that is refused.
        FieldType::String | FieldType::Choice(_) => Kind::Text,
        FieldType::Date => Kind::Date,
        FieldType::Integer => Kind::Integer,
        FieldType::Boolean => Kind::Boolean,
        FieldType::Object(fields) => {
            let mut union = Vec::new();
            merge(&mut union, fields, removed);
            Kind::Group(union)
        }
        FieldType::List(inner) => Kind::List(Box::new(kind_of(inner, removed))),
    }
}

fn about(field: &Field) -> String {
    let both = |text: &cityhall_domain::text::Text| {
        let all = [Language::Chinese, Language::English].into_iter().filter_map(|language| text.exactly(language));
        all.collect::<Vec<_>>().join(" / ")
    };
    let mut about = both(&field.title);
    if let FieldType::Choice(choices) = &field.kind {
        let words = choices.iter().map(|choice| format!("`{}` {}", choice.value, both(&choice.label)));
        about = format!("{about}\n\nOne of: {}", words.collect::<Vec<_>>().join("; "));
    }
    about
}

fn add_case(table: &mut Table, api: &ApiName, module: &Module, answers: &[Union]) {
    let mut fields = case::fields();
    if !answers.is_empty() {
        let about = "The answers, without what this reader may not see; `redactions` says what is missing.";
        fields.push(Spec::part::<CaseNode>("answers", ty::may(&api.answers()), about, |node, _| {
            node.view().map(|view| FieldValue::borrowed_any(&view.answers))
        }));
        add_group(table, &api.answers(), answers);
    }
    let about = format!("A case of: {}", titles(module));
    table.add(implementing(object(&api.case(), &about, fields), &["Node", "Case"]));
    page::add_connection::<CaseNode>(table, &api.case(), &api.case(), |node, _| {
        Some(FieldValue::owned_any(node.clone()))
    });
}

fn titles(module: &Module) -> String {
    let title = |language| module.title.exactly(language);
    [title(Language::Chinese), title(Language::English)].into_iter().flatten().collect::<Vec<_>>().join(" / ")
}

fn add_group(table: &mut Table, name: &str, fields: &[Union]) {
    let specs: Vec<Spec> = fields.iter().map(|field| group_field(name, field)).collect();
    table.object(name, "Answers of a form. A value that is not shown is null.", specs);
    for field in fields {
        if let Kind::Group(inner) = innermost(&field.kind) {
            add_group(table, &group_type(name, &field.name), inner);
        }
    }
}

fn innermost(kind: &Kind) -> &Kind {
    match kind {
        Kind::List(inner) => innermost(inner),
        Kind::Text | Kind::Date | Kind::Integer | Kind::Boolean | Kind::Group(_) => kind,
    }
}

fn group_field(parent: &str, field: &Union) -> Spec {
    let key = field.name.clone();
    let of = output_type(&field.kind, &group_type(parent, &field.name));
    Spec::part::<Answers>(&field.name, of, &field.about, move |answers, _| answers.get(&key).and_then(output))
        .deprecated(field.removed.then_some(REMOVED))
}

fn scalar(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Group(_) | Kind::List(_) => "String",
        Kind::Date => "Date",
        Kind::Integer => "WholeNumber",
        Kind::Boolean => "Boolean",
    }
}

fn output_type(kind: &Kind, group: &str) -> TypeRef {
    match kind {
        Kind::Text | Kind::Date | Kind::Integer | Kind::Boolean => ty::may(scalar(kind)),
        Kind::Group(_) => ty::may(group),
        Kind::List(inner) => TypeRef::List(Box::new(TypeRef::NonNull(Box::new(output_type(inner, group))))),
    }
}

/// An answer as the executor resolves it further; null is absent.
fn output(value: &serde_json::Value) -> Option<FieldValue<'_>> {
    match value {
        serde_json::Value::Null => None,
        serde_json::Value::Object(group) => Some(FieldValue::borrowed_any(group)),
        serde_json::Value::Array(items) => Some(FieldValue::list(items.iter().filter_map(output).collect::<Vec<_>>())),
        plain => json(plain).map(FieldValue::value),
    }
}

fn add_list(table: &mut Table, api: &ApiName, name: &ModuleName, answers: &[Union], staff: bool) {
    let filter_type = format!("{}CaseFilter", api.type_prefix);
    let mut filter = query::filter_fields(staff);
    let listed: Vec<&Union> = answers.iter().filter(|field| field.listed).collect();
    if !listed.is_empty() {
        let listed_type = format!("{}ListedFilter", api.type_prefix);
        filter.push(Argument::new("answers", ty::may(&listed_type), "Whose listed answers have exactly these values."));
        let arguments =
            listed.iter().map(|field| Argument::new(&field.name, ty::may(scalar(&field.kind)), &field.about));
        table.input(&listed_type, "Values of listed fields. Absent ones do not restrict.", arguments);
    }
    table.input(&filter_type, "Which cases. Absent parts do not restrict.", filter);
    let module = name.clone();
    let of = ty::may(&format!("{}Connection", api.case()));
    let about = format!("As `cases`, of the module `{name}` only.");
    let field = Spec::asked(&api.cases_field(), of, &about, move |ctx| {
        let module = module.clone();
        Box::pin(async move {
            let filter = query::filter(&ctx, Some(&module))?;
            query::list(&ctx, filter).await
        })
    });
    table.query(
        &api.cases_field(),
        field
            .with_all(page::arguments())
            .with(Argument::new("filter", ty::may(&filter_type), "Only these."))
            .with(query::order_argument())
            .with(page::at_least_argument()),
    );
}

fn add_submit(table: &mut Table, api: &ApiName, name: &ModuleName, module: &Module, answers: &[Union]) {
    let input_type = format!("Submit{}Input", api.type_prefix);
    let payload_type = format!("Submit{}Payload", api.type_prefix);
    let mut input = Vec::new();
    if !answers.is_empty() {
        let answers_type = format!("{}Input", api.answers());
        input.push(Argument::new("answers", ty::may(&answers_type), "What the applicant filled in."));
        add_input_group(table, &api.answers(), answers);
    }
    input.extend(mutation::submit_fields());
    table.input(&input_type, &format!("A new case of: {}", titles(module)), input);
    mutation::add_submit_payload(table, &payload_type, &api.case(), |node, _| FieldValue::owned_any(node.clone()));
    let module_name: Arc<str> = name.as_str().into();
    let about = format!("As `submitCase`, of the module `{name}`.");
    let field = Spec::asked(&api.submit_field(), ty::may(&payload_type), &about, move |ctx| {
        let module_name = Arc::clone(&module_name);
        submit(ctx, move |ctx: &ResolverContext<'_>| read_input::<SubmitInput>(ctx)?.command(Some(&module_name)))
    });
    table.mutation(&api.submit_field(), field.with(Argument::new("input", ty::must(&input_type), "The case.")));
}

fn add_input_group(table: &mut Table, name: &str, fields: &[Union]) {
    let arguments = fields.iter().map(|field| {
        let group = format!("{}Input", group_type(name, &field.name));
        Argument::new(&field.name, output_type(&field.kind, &group), &field.about)
            .deprecated(field.removed.then_some(REMOVED))
    });
    let input = arguments.collect::<Vec<_>>();
    table.input(&format!("{name}Input"), "Answers of a form. Wrong ones come back as user errors.", input);
    for field in fields {
        if let Kind::Group(inner) = innermost(&field.kind) {
            add_input_group(table, &group_type(name, &field.name), inner);
        }
    }
}

/// Which type stands for the cases of each module.
pub(crate) type CaseTypes = BTreeMap<ModuleName, String>;

#[cfg(test)]
mod tests {
    use async_graphql::Value;

    use super::*;

    #[test]
    fn an_answer_keeps_its_shape() {
        assert!(output(&serde_json::Value::Null).is_none());
        assert_eq!(output(&serde_json::json!(7)).and_then(|value| value.as_value().cloned()), Some(Value::from(7)));
        let list = serde_json::json!(["a", null, "b"]);
        assert_eq!(output(&list).and_then(|value| value.as_list().map(<[_]>::len)), Some(2));
    }
}
