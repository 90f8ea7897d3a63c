//! Departments and the city itself.

use std::sync::Arc;

use async_graphql::Value;
use async_graphql::dynamic::{FieldValue, ResolverContext};
use cityhall_domain::name::DepartmentName;
use cityhall_domain::place::Point;
use cityhall_engine::catalog::District;
use cityhall_engine::{City, Department};

use crate::opaque::GlobalId;
use crate::schema::core::{json, language_argument};
use crate::schema::page::{self, Listed};
use crate::schema::spec::{Spec, object, ty};
use crate::schema::table::{Table, implementing};
use crate::visit::Visit;

/// A department with its name.
#[derive(Clone)]
pub(crate) struct DepartmentNode {
    name: DepartmentName,
    known: Arc<Department>,
}

/// Adds it.
pub(crate) fn add(table: &mut Table) {
    table.add(implementing(object("Department", "A unit that owns services and staff roles.", fields()), &["Node"]));
    page::add_connection::<DepartmentNode>(table, "Department", "Department", |node, _| {
        Some(FieldValue::owned_any(node.clone()))
    });
    table.query(
        "departments",
        Spec::asked("departments", ty::may("DepartmentConnection"), "The departments of the city.", |ctx| {
            Box::pin(async move {
                let asked = page::asked(&ctx)?;
                let departments = &Visit::of(&ctx).catalog.departments;
                let all = departments.iter().map(|(name, known)| {
                    (name.to_string(), DepartmentNode { name: name.clone(), known: Arc::clone(known) })
                });
                Ok(Some(FieldValue::owned_any(Listed::cut(all.collect(), &asked))))
            })
        })
        .with_all(page::arguments()),
    );
    add_city(table);
}

/// The department of this name, if it exists.
pub(crate) fn find(ctx: &ResolverContext<'_>, name: &DepartmentName) -> Option<FieldValue<'static>> {
    let known = Visit::of(ctx).catalog.departments.get(name)?;
    Some(FieldValue::owned_any(DepartmentNode { name: name.clone(), known: Arc::clone(known) }))
}

fn fields() -> Vec<Spec> {
    vec![
        Spec::leaf::<DepartmentNode>("id", ty::must("ID"), "The global id.", |node| {
            Some(Value::from(GlobalId::Department(node.name.clone()).encode()))
        }),
        Spec::leaf::<DepartmentNode>("name", ty::may("String"), "Its name in manifests.", |node| {
            Some(Value::from(node.name.as_str()))
        }),
        Spec::part::<DepartmentNode>("title", ty::may("String"), "Its name for people.", |node, ctx| {
            Some(Value::from(Visit::text(ctx, &node.known.title)).into())
        })
        .with(language_argument()),
        Spec::part::<DepartmentNode>("parent", ty::may("Department"), "The department above it.", |node, ctx| {
            node.known.parent.as_ref().and_then(|parent| find(ctx, parent))
        }),
        Spec::part::<DepartmentNode>(
            "district",
            ty::may("District"),
            "The district for which it works; null for a department of the whole city.",
            |node, ctx| Visit::of(ctx).catalog.district_of(&node.name).cloned().map(FieldValue::owned_any),
        ),
        Spec::leaf::<DepartmentNode>("code", ty::may("String"), "Its unified social credit code.", |node| {
            node.known.code.clone().map(Value::from)
        }),
        Spec::leaf::<DepartmentNode>("phone", ty::may("String"), "Its telephone number.", |node| {
            node.known.phone.clone().map(Value::from)
        }),
    ]
}

fn add_city(table: &mut Table) {
    let districts = Spec::part::<Arc<City>>("districts", ty::list("District"), "Its districts.", |city, _| {
        Some(FieldValue::list(city.districts.iter().map(|district| FieldValue::owned_any(district.clone()))))
    });
    let fields = [
        Spec::leaf::<Arc<City>>("code", ty::may("String"), "The letters that begin every case number.", |city| {
            Some(Value::from(city.code.as_str()))
        }),
        Spec::part::<Arc<City>>("title", ty::may("String"), "Its name.", |city, ctx| {
            Some(Value::from(Visit::text(ctx, &city.title)).into())
        })
        .with(language_argument()),
        Spec::leaf::<Arc<City>>("timeZone", ty::may("String"), "Its time zone: days end at 24:00 there.", |city| {
            city.zone.iana_name().map(Value::from)
        }),
        Spec::leaf::<Arc<City>>("region", ty::may("String"), "Its division code.", |city| {
            city.region.clone().map(Value::from)
        }),
        districts,
    ];
    table.object("City", "The city.", fields);
    let district = [
        Spec::leaf::<District>("code", ty::may("String"), "Its division code.", |one| {
            Some(Value::from(one.code.as_str()))
        }),
        Spec::part::<District>("name", ty::may("String"), "Its name.", |one, ctx| {
            Some(Value::from(Visit::text(ctx, &one.name)).into())
        })
        .with(language_argument()),
        Spec::leaf::<District>(
            "boundary",
            ty::may("JSON"),
            "Its border as a GeoJSON geometry (RFC 7946), a polygon; null where the city published none.",
            |one| polygon(&one.boundary),
        ),
    ];
    table.object("District", "A district of the city.", district);
    table.query(
        "city",
        Spec::known("city", ty::may("City"), "The city; null until it is published.", |ctx| {
            Visit::of(ctx).catalog.city.clone().map(FieldValue::owned_any)
        }),
    );
}

/// A polygon without holes, counter-clockwise and closed, as RFC 7946 wants it.
fn polygon(boundary: &[Point]) -> Option<Value> {
    let mut ring: Vec<[f64; 2]> = boundary.iter().map(|point| point.degrees()).collect();
    let next = ring.iter().cycle().skip(1);
    let twice_its_area: f64 = ring.iter().zip(next).map(|([x, y], [right, up])| x * up - right * y).sum();
    if twice_its_area < 0.0 {
        ring.reverse();
    }
    ring.push(*ring.first()?);
    json(&serde_json::json!({ "type": "Polygon", "coordinates": [ring] }))
}
