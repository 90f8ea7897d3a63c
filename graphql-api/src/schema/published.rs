//! What is published, as digests, and how many cases each module has: what those who publish compare
//! with what should be. No case and no person is in it.

use async_graphql::Value;
use async_graphql::dynamic::FieldValue;
use cityhall_engine::{Catalog, ModuleLoad, ServedModule};

use crate::schema::module::word;
use crate::schema::page::{self, Listed};
use crate::schema::spec::{Spec, ty};
use crate::schema::table::Table;
use crate::visit::Visit;

/// One resource that the city has taken in.
#[derive(Clone)]
struct PublicationNode {
    kind: &'static str,
    name: String,
    digest: String,
    revision: Option<u32>,
    retired: bool,
}

/// Adds both.
pub(crate) fn add(table: &mut Table) {
    table.words(
        "PublicationKind",
        "What kind of resource it is.",
        &[
            (CITY, "The city itself."),
            (DEPARTMENT, "A department."),
            (HOLIDAY_CALENDAR, "The holiday calendar of a year."),
            (SERVICE_MODULE, "A service module."),
            (PARTNER, "Another body whose systems work over the API."),
            (ACCESS_POLICY, "Rules by which the city forbids."),
        ],
    );
    table.object("Publication", "A resource that the city has taken in.", publication_fields());
    page::add_connection::<PublicationNode>(table, "Publication", "Publication", |node, _| {
        Some(FieldValue::owned_any(node.clone()))
    });
    let about = "Everything published, retired modules included, by kind and name.";
    let publications = Spec::asked("publications", ty::may("PublicationConnection"), about, |ctx| {
        Box::pin(async move {
            let all = publications(&Visit::of(&ctx).catalog);
            Ok(Some(FieldValue::owned_any(Listed::cut(all, &page::asked(&ctx)?))))
        })
    });
    table.query("publications", publications.with_all(page::arguments()));
    table.object("ModuleLoad", "The cases of one module that are not over.", load_fields());
    let about = "How many cases each module has that are not over; modules without any are not listed.";
    let loads = Spec::asked("moduleLoads", ty::list("ModuleLoad"), about, |ctx| {
        Box::pin(async move {
            let visit = Visit::of(&ctx);
            let loads = visit.engine.module_loads(&visit.who).await?;
            Ok(Some(FieldValue::list(loads.into_iter().map(FieldValue::owned_any))))
        })
    });
    table.query("moduleLoads", loads);
}

const CITY: &str = "CITY";
const DEPARTMENT: &str = "DEPARTMENT";
const HOLIDAY_CALENDAR: &str = "HOLIDAY_CALENDAR";
const SERVICE_MODULE: &str = "SERVICE_MODULE";
const PARTNER: &str = "PARTNER";
const ACCESS_POLICY: &str = "ACCESS_POLICY";

/// Each with its key, in the order of the keys.
fn publications(catalog: &Catalog) -> Vec<(String, PublicationNode)> {
    let specs = &catalog.specs;
    let plain = specs.city.iter().map(|spec| (CITY, spec));
    let plain = plain.chain(specs.departments.values().map(|spec| (DEPARTMENT, spec)));
    let plain = plain.chain(specs.calendars.values().map(|spec| (HOLIDAY_CALENDAR, spec)));
    let plain = plain.chain(specs.partners.values().map(|spec| (PARTNER, spec)));
    let plain = plain.chain(specs.policies.values().map(|spec| (ACCESS_POLICY, spec)));
    let plain = plain.map(|(kind, spec)| PublicationNode {
        kind,
        name: spec.name.clone(),
        digest: spec.digest.clone(),
        revision: None,
        retired: false,
    });
    let modules = catalog.modules.iter().filter_map(|(name, served)| module(name.as_str(), served));
    let mut all: Vec<_> = plain.chain(modules).map(|node| (format!("{}/{}", node.kind, node.name), node)).collect();
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    all
}

fn module(name: &str, served: &ServedModule) -> Option<PublicationNode> {
    let revision = served.current.as_ref().or(served.revisions.last())?;
    let is_halted = served.halted.iter().any(|halted| halted.number == revision.number);
    Some(PublicationNode {
        kind: SERVICE_MODULE,
        name: name.to_owned(),
        digest: if is_halted { String::new() } else { revision.digest.clone() },
        revision: Some(revision.number),
        retired: served.current.is_none(),
    })
}

fn publication_fields() -> Vec<Spec> {
    vec![
        Spec::leaf::<PublicationNode>("kind", ty::must("PublicationKind"), "What kind it is.", |node| {
            Some(word(node.kind))
        }),
        Spec::leaf::<PublicationNode>("name", ty::must("String"), "The name of the resource.", |node| {
            Some(Value::from(node.name.as_str()))
        }),
        Spec::leaf::<PublicationNode>(
            "digest",
            ty::must("String"),
            "SHA-256 of the spec's canonical JSON; empty for a revision that is halted: published anew, it goes on.",
            |node| Some(Value::from(node.digest.as_str())),
        ),
        Spec::leaf::<PublicationNode>("revision", ty::may("Int"), "The number of a module's revision.", |node| {
            i32::try_from(node.revision?).ok().map(Value::from)
        }),
        Spec::leaf::<PublicationNode>("retired", ty::must("Boolean"), "Whether a module takes no new cases.", |node| {
            Some(Value::from(node.retired))
        }),
    ]
}

fn load_fields() -> Vec<Spec> {
    let count = |cases: u64| i32::try_from(cases).ok().map(Value::from);
    vec![
        Spec::leaf::<ModuleLoad>("module", ty::must("String"), "Its name.", |load| {
            Some(Value::from(load.module.as_str()))
        }),
        Spec::leaf::<ModuleLoad>("open", ty::may("Int"), "How many there are.", move |load| count(load.open)),
        Spec::leaf::<ModuleLoad>("overdue", ty::may("Int"), "How many of them are overdue.", move |load| {
            count(load.overdue)
        }),
    ]
}
