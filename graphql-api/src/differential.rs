//! The way from document to answer, compared with graphql-js over random documents: equal data, in the same order, and
//! errors at the same paths; and what graphql-js refuses is refused. It is the way that requests go, over a schema of its own that is made of the
//! same parts; `tests/node/differential.js` is the other side, and has the same rule for what a field holds.
//!
//! Needs Node.js and the packages of `tests/node/`, which `cargo xtask test --all` installs. Another seed:
//! `CITYHALL_SEED=7 cargo test -p cityhall-graphql-api --features all differential`.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use async_graphql::dynamic::{FieldValue, Interface, Object, ResolverContext, Schema, TypeRef, Union};
use async_graphql::registry::MetaTypeName;
use async_graphql::{Name, QueryPathSegment, Value};
use serde::Deserialize;
use serde_json::{Map, json};

use crate::answer::{Answer, Ask, Cost, Documents, Validator, Way};
use crate::faces::written;
use crate::limits::Limits;
use crate::schema::fault::Fault;
use crate::schema::spec::{Argument, Spec, object};
use crate::schema::table::{Table, implementing};

const REQUESTS: u32 = 1_500;
const SEED: u32 = 29;
const SHOWN_MAX: usize = 20;

/// Rules that documents may break and be answered nevertheless: known gaps.
const LENIENT: &[&str] = &["OverlappingFieldsCanBeMergedRule"];

/// Fields of the schema: type, field, what it holds.
const FIELDS: &[(&str, &str, &str)] = &[
    ("Node", "id", "ID!"),
    ("Thing", "id", "ID!"),
    ("Thing", "name", "String"),
    ("Thing", "size", "Int"),
    ("Thing", "near", "Thing"),
    ("Thing", "strict", "Int!"),
    ("Tree", "height", "Float"),
    ("Tree", "rings", "[Int]"),
    ("Tree", "grid", "[[Int!]!]"),
    ("Tree", "owner", "Person!"),
    ("Tree", "data", "JSON"),
    ("Stone", "marks", "[String!]!"),
    ("Stone", "units", "[Unit!]"),
    ("Person", "id", "ID!"),
    ("Person", "name", "String!"),
    ("Person", "friend", "Person"),
    ("Person", "things", "[Thing]"),
    ("Person", "best", "Best"),
    ("Person", "must", "Person!"),
    ("Person", "others", "[Person!]"),
    ("Query", "node", "Node"),
    ("Query", "thing", "Thing"),
    ("Query", "things", "[Thing!]!"),
    ("Query", "people", "[Person!]"),
    ("Query", "best", "[Best!]"),
    ("Query", "must", "Person!"),
    ("Query", "echo", "String"),
    ("Mutation", "make", "Tree"),
    ("Mutation", "bump", "Int"),
    ("Mutation", "must", "Stone!"),
];

fn arguments(field: &str) -> Vec<Argument> {
    let of = |name: &str, ty: &str| Argument::new(name, reference(ty), "An argument.");
    match field {
        "size" => vec![of("unit", "Unit").or(Value::Enum(Name::new("METRE"))), of("round", "Boolean")],
        "Person.things" => vec![of("first", "Int!").or(2), of("filter", "Filter")],
        "node" => vec![of("id", "ID!")],
        "thing" => vec![of("which", "Which!")],
        "Query.things" => vec![of("filter", "Filter!"), of("sizes", "[Int!]!").or(vec![1, 2])],
        "echo" => {
            vec![of("filter", "Filter"), of("list", "[Int]"), of("id", "ID"), of("data", "JSON"), of("f", "Float")]
        }
        "make" => vec![of("by", "Int!")],
        _ => Vec::new(),
    }
}

fn reference(ty: &str) -> TypeRef {
    match MetaTypeName::create(ty) {
        MetaTypeName::NonNull(inner) => TypeRef::NonNull(Box::new(reference(inner))),
        MetaTypeName::List(inner) => TypeRef::List(Box::new(reference(inner))),
        MetaTypeName::Named(name) => TypeRef::named(name),
    }
}

/// The fields of `of` as they are resolved for the type `on`.
fn fields(seed: u32, of: &str, on: &'static str) -> Vec<Spec> {
    let own = FIELDS.iter().filter(|(parent, ..)| *parent == of);
    own.map(|(parent, name, ty)| {
        let arguments = match *name {
            "things" => arguments(&format!("{parent}.things")),
            name => arguments(name),
        };
        let held = Held { seed, on, name, ty, arguments: arguments.iter().map(|one| one.name().to_owned()).collect() };
        held.field().with_all(arguments)
    })
    .collect()
}

/// What a field holds.
struct Held {
    seed: u32,
    on: &'static str,
    name: &'static str,
    ty: &'static str,
    arguments: Vec<String>,
}

impl Held {
    fn field(self) -> Spec {
        let about = "A field.";
        let (name, ty) = (self.name, self.ty);
        let held = Arc::new(self);
        if ty.ends_with('!') {
            // Nothing that is never null waits in the city's schemas.
            return Spec::known(name, reference(ty), about, move |ctx| held.of(ctx).unwrap_or_default());
        }
        Spec::asked(name, reference(ty), about, move |ctx| {
            let held = Arc::clone(&held);
            Box::pin(async move {
                let value = held.of(&ctx);
                // Fields are ready in another order than they were asked for.
                for _ in 0..held.roll("waits", &held.place(&ctx), &at(&ctx)) % 3 {
                    tokio::task::yield_now().await;
                }
                value.map_err(|()| Fault::input("made to fail"))
            })
        })
    }

    fn of(&self, ctx: &ResolverContext<'_>) -> Result<Option<FieldValue<'static>>, ()> {
        let (place, at) = (self.place(ctx), at(ctx));
        if self.roll("fails", &place, &at).is_multiple_of(13) {
            return Err(());
        }
        Ok(self.value(self.ty, &place, &at))
    }

    fn place(&self, ctx: &ResolverContext<'_>) -> String {
        let given = self.arguments.iter().filter_map(|name| {
            let value = ctx.args.get(name)?.as_value().clone().into_json().unwrap();
            Some(format!("{name}:{value}"))
        });
        format!("{}.{}({})", self.on, self.name, given.collect::<Vec<_>>().join(","))
    }

    fn roll(&self, what: &str, place: &str, at: &str) -> u32 {
        hash(&format!("{}|{what}|{place}|{at}", self.seed))
    }

    fn value(&self, ty: &str, place: &str, at: &str) -> Option<FieldValue<'static>> {
        let name = MetaTypeName::create(ty);
        let is_null = self.roll("null", place, at).is_multiple_of(if name.is_non_null() { 29 } else { 9 });
        if is_null {
            return None;
        }
        match name.unwrap_non_null() {
            MetaTypeName::List(inner) => Some(self.list(inner, place, at)),
            MetaTypeName::Named(name) | MetaTypeName::NonNull(name) => Some(self.one(name, place, at)),
        }
    }

    fn list(&self, inner: &str, place: &str, at: &str) -> FieldValue<'static> {
        let length = self.roll("length", place, at) % 4;
        FieldValue::list((0..length).map(|index| self.item(inner, place, &format!("{at}/{index}"))))
    }

    fn item(&self, ty: &str, place: &str, at: &str) -> FieldValue<'static> {
        match MetaTypeName::create(ty).unwrap_non_null() {
            MetaTypeName::List(inner) => self.list(inner, place, at),
            MetaTypeName::Named(name) if possible(name).is_some() => self.one(name, place, at),
            MetaTypeName::Named(_) | MetaTypeName::NonNull(_) => self.value(ty, place, at).unwrap_or(FieldValue::NULL),
        }
    }

    fn one(&self, name: &str, place: &str, at: &str) -> FieldValue<'static> {
        if let Some(possible) = possible(name) {
            let chosen = possible[self.roll("type", place, at) as usize % possible.len()];
            return FieldValue::owned_any(()).with_type(chosen);
        }
        let number = self.roll("value", place, at);
        FieldValue::value(match name {
            "Int" => Value::from(i32::try_from(number % 1000).unwrap() - 500),
            "Float" => Value::from(f64::from(number % 1000) + 0.5),
            "Boolean" => Value::from(number.is_multiple_of(2)),
            "String" => Value::from(format!("文 {number}")),
            "ID" => Value::from(format!("id-{number}")),
            "Unit" => Value::Enum(Name::new(["METRE", "FOOT"][number as usize % 2])),
            _ => Value::from_json(json!({"number": number % 1000, "list": [true, null]})).unwrap(),
        })
    }
}

/// The objects that a type stands for, sorted; none for leaves.
fn possible(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "Node" | "Best" => &["Person", "Stone", "Tree"],
        "Thing" => &["Stone", "Tree"],
        "Tree" => &["Tree"],
        "Stone" => &["Stone"],
        "Person" => &["Person"],
        _ => return None,
    })
}

/// Where a field stands in the answer.
fn at(ctx: &ResolverContext<'_>) -> String {
    let mut parts = Vec::new();
    let mut node = ctx.ctx.path_node.as_ref();
    while let Some(here) = node {
        parts.push(match here.segment {
            QueryPathSegment::Name(key) => key.to_owned(),
            QueryPathSegment::Index(at) => at.to_string(),
        });
        node = here.parent;
    }
    parts.reverse();
    parts.join("/")
}

/// FNV-1a, 32 bits.
fn hash(words: &str) -> u32 {
    words.bytes().fold(0x811c_9dc5, |state, byte| (state ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn schema(seed: u32) -> Schema {
    let mut table = Table::new(false);
    table.scalar("JSON", "Any value.", None);
    table.words("Unit", "A unit.", &[("METRE", "A metre."), ("FOOT", "A foot.")]);
    for name in ["Node", "Thing"] {
        let interface = Interface::new(name).description("An interface.");
        let fields = fields(seed, name, "");
        table.add(fields.iter().fold(interface, |interface, spec| interface.field(spec.interface_field())));
    }
    let thing = |of: &'static str| -> Object {
        let all = fields(seed, "Thing", of).into_iter().chain(fields(seed, of, of));
        implementing(object(of, "An object.", all), &["Node", "Thing"])
    };
    table.add(thing("Tree"));
    table.add(thing("Stone"));
    table.add(implementing(object("Person", "An object.", fields(seed, "Person", "Person")), &["Node"]));
    let best = Union::new("Best").description("A union.");
    table.add(["Tree", "Stone", "Person"].into_iter().fold(best, Union::possible_type));
    let of = |name: &str, ty: &str| Argument::new(name, reference(ty), "A part.");
    table.input(
        "Filter",
        "An input.",
        [
            of("text", "String").or("none"),
            of("sizes", "[Int!]"),
            of("unit", "Unit").or(Value::Enum(Name::new("FOOT"))),
            of("inner", "Filter"),
            of("must", "Boolean!").or(true),
            of("at", "[[Float]]"),
        ],
    );
    table.one_of("Which", "One of these.", [of("id", "ID"), of("name", "String")]);
    for spec in fields(seed, "Query", "Query") {
        let name = spec.name().to_owned();
        table.query(&name, spec);
    }
    for spec in fields(seed, "Mutation", "Mutation") {
        let name = spec.name().to_owned();
        table.mutation(&name, spec);
    }
    table.finish().unwrap()
}

/// What graphql-js answers to one request.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    query: String,
    operation_name: Option<String>,
    variables: Map<String, serde_json::Value>,
    #[serde(default)]
    data: String,
    #[serde(default)]
    errors: Vec<String>,
    /// What rules it breaks; then it is not answered.
    rules: Vec<String>,
}

/// What graphql-js answers to as many requests.
fn told(sdl: &str, seed: u32) -> Vec<Told> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/node");
    let mut node = Command::new("node")
        .arg("differential.js")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node.js is installed");
    let asked = json!({"sdl": sdl, "seed": seed, "count": REQUESTS}).to_string();
    node.stdin.take().unwrap().write_all(asked.as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success(), "differential.js failed");
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The paths of the errors of an answer, sorted.
fn paths(body: &serde_json::Value) -> Vec<String> {
    let errors = body["errors"].as_array().into_iter().flatten();
    let mut paths: Vec<_> = errors.map(|error| error["path"].to_string()).collect();
    paths.sort();
    paths
}

/// What an answer costs: nobody looks at it here.
fn cost() -> Cost {
    Cost::of(0, 0, Limits::PRODUCTION.staff.budget)
}

async fn answered(way: &Way<'_>, told: &Told) -> (serde_json::Value, bool) {
    let ask = Ask {
        query: told.query.clone(),
        document_id: None,
        operation_name: told.operation_name.clone(),
        variables: told.variables.clone(),
        reading_only: false,
        resume: None,
    };
    let answer = match way.prepare(ask).await {
        Ok(prepared) => prepared.execute(way.schema, |request| request, "r", cost()).await,
        Err(answer) => answer,
    };
    let (body, is_executed) = match answer {
        Answer::Executed { body, .. } => (body, true),
        Answer::Invalid { body, .. } | Answer::Refused { body, .. } => (body, false),
    };
    (serde_json::from_slice(&body).unwrap(), is_executed)
}

/// How an answer differs from what graphql-js says.
async fn difference(way: &Way<'_>, told: &Told) -> Option<String> {
    let (body, is_executed) = answered(way, told).await;
    let (data, errors) = (body["data"].to_string(), paths(&body));
    let is_same = if told.rules.is_empty() {
        is_executed && data == told.data && errors == told.errors
    } else {
        !is_executed || told.rules.iter().all(|rule| LENIENT.contains(&rule.as_str()))
    };
    (!is_same).then(|| {
        let variables = serde_json::to_string(&told.variables).unwrap();
        format!(
            "{}\nvariables {variables}\n  graphql-js {} {:?} {:?}\n  cityhall   {data} {errors:?}\n  {}",
            told.query, told.data, told.errors, told.rules, body["errors"]
        )
    })
}

#[tokio::test]
async fn answers_are_those_of_graphql_js() {
    let seed = std::env::var("CITYHALL_SEED").map_or(SEED, |seed| seed.parse().expect("a seed is a number"));
    let schema = schema(seed);
    let limits = Limits::PRODUCTION.staff.document;
    let way = Way { documents: &Documents::new(), schema: &schema, validator: &Validator::new(), limits };
    let all = told(&written(&schema), seed);
    let count = |is: fn(&Told) -> bool| all.iter().filter(|told| is(told)).count();
    let valid = count(|told| told.rules.is_empty());
    println!(
        "seed {seed}: {valid} valid requests, {} with errors, {} of them without data, {} with variables, {} with \
         fragments; {} that break a rule",
        count(|told| !told.errors.is_empty()),
        count(|told| told.data == "null"),
        count(|told| told.rules.is_empty() && !told.variables.is_empty()),
        count(|told| told.rules.is_empty() && told.query.contains("fragment ")),
        all.len() - valid,
    );
    assert_eq!((valid, all.len()), (REQUESTS as usize, 2 * REQUESTS as usize));
    assert!(count(|told| !told.errors.is_empty()) > 300, "too few errors were injected");
    let mut differences = Vec::new();
    for told in &all {
        differences.extend(difference(&way, told).await);
    }
    let some = differences[..differences.len().min(SHOWN_MAX)].join("\n\n");
    assert!(differences.is_empty(), "seed {seed}: {} differ, such as\n{some}", differences.len());
}
