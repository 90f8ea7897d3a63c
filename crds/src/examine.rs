//! What can be wrong in a `City`, `Department`, `HolidayCalendar`, `Partner` or `AccessPolicy`, each alone and all
//! together.
//! (A `ServiceModule` is [`crate::lower()`]ed and [`crate::prove()`]d.)

use std::collections::{BTreeMap, BTreeSet};

use cityhall_domain::diagnostics::{Diagnostic, Diagnostics};
use cityhall_domain::place::Point;
use cityhall_policies::PolicySpec;
use serde_json::Value;
use url::{Host, Url};

use crate::manifest::Manifest;
use crate::spec::{CitySpec, HolidayCalendarSpec, Issuer, PartnerSpec};
use crate::{Kind, calendar, partner, reason, structure};

/// Every problem of the `spec` of a manifest by itself: its structure, and what its kind demands
/// beyond.
#[must_use]
pub fn examine(kind: Kind, spec: &Value) -> Diagnostics {
    let mut found = structure::check(kind, spec);
    if !found.is_empty() {
        return found;
    }
    match kind {
        Kind::City => read(spec, &mut found, city),
        Kind::HolidayCalendar => {
            read(spec, &mut found, |spec: HolidayCalendarSpec, found| calendar::check(&spec, found));
        }
        Kind::Partner => read(spec, &mut found, |spec: PartnerSpec, found| partner::check(&spec, found)),
        Kind::AccessPolicy => {
            read(spec, &mut found, |spec: PolicySpec, found| found.append(cityhall_policies::examine(&spec)));
        }
        Kind::Department | Kind::ServiceModule => {}
    }
    found
}

/// Hands a spec of the right structure to `then`.
fn read<T: serde::de::DeserializeOwned>(spec: &Value, found: &mut Diagnostics, then: impl FnOnce(T, &mut Diagnostics)) {
    match T::deserialize(spec) {
        Ok(read) => then(read, found),
        Err(error) => found.add("spec", reason::WRONG_TYPE, error.to_string()),
    }
}

fn city(city: CitySpec, found: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    for (index, district) in city.districts.into_iter().enumerate() {
        let path = format!("spec.districts[{index}]");
        twice(&mut seen, district.code, format!("{path}.code"), found);
        ring(&district.boundary.unwrap_or_default(), &format!("{path}.boundary"), found);
    }
    let (mut seen, mut prefixes) = (BTreeSet::new(), BTreeSet::new());
    for (index, issuer) in city.issuers.into_iter().enumerate() {
        let path = format!("spec.issuers[{index}]");
        keys_of(&issuer, &path, found);
        portal_of(&issuer, &path, found);
        if seen.contains(&issuer.issuer) {
            twice(&mut seen, issuer.issuer, format!("{path}.issuer"), found);
            continue;
        }
        seen.insert(issuer.issuer);
        if !prefixes.insert(issuer.subject_prefix) {
            let message = "its subjects would be called as those of another issuer; give each a prefix of its own";
            found.add(format!("{path}.subjectPrefix"), reason::DUPLICATE_NAME, message);
        }
    }
}

/// A border that encloses something: points that are there, and each of them once.
fn ring(boundary: &[Vec<f64>], path: &str, found: &mut Diagnostics) {
    let mut points = Vec::with_capacity(boundary.len());
    for (index, point) in boundary.iter().enumerate() {
        let [longitude, latitude] = point[..] else { continue };
        match Point::try_from([longitude, latitude]) {
            Ok(point) => points.push(point),
            Err(error) => found.add(format!("{path}[{index}]"), reason::OUT_OF_BOUNDS, error.to_string()),
        }
    }
    if points.len() < boundary.len() {
        return;
    }
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    let mut seen = BTreeSet::new();
    for (index, point) in points.iter().enumerate() {
        if !seen.insert(point) {
            let message = "the border is at this point already: it would cross or touch itself";
            found.add(format!("{path}[{index}]"), reason::DUPLICATE_NAME, message);
        }
    }
    if !boundary.is_empty() && seen.len() < 3 {
        found.add(path, reason::OUT_OF_BOUNDS, "at least 3 different points: fewer enclose nothing");
    }
}

/// Where the keys of an issuer are: said once, and where nobody on the way can change them.
fn keys_of(issuer: &Issuer, path: &str, found: &mut Diagnostics) {
    let ways =
        [issuer.jwks.is_some(), issuer.jwks_uri.is_some(), issuer.jwks_file.is_some(), issuer.discovery.is_some()];
    if ways.into_iter().filter(|is_taken| *is_taken).count() != 1 {
        let message = "say with exactly one of jwks, jwksUri, jwksFile, discovery where its keys are";
        found.add(path, reason::EXACTLY_ONE, message);
    }
    let asked = issuer.discovery.map(|_| ("issuer", &issuer.issuer));
    for (field, url) in asked.into_iter().chain(issuer.jwks_uri.as_ref().map(|url| ("jwksUri", url))) {
        if !is_safe(url) {
            let message = format!("keys are fetched by https, or by http from a loopback address; not from `{url}`");
            found.add(format!("{path}.{field}"), reason::WRONG_FORMAT, message);
        }
    }
}

/// How people sign in with an issuer: nobody on the way hears of it, and what the client is told opens nothing.
fn portal_of(issuer: &Issuer, path: &str, found: &mut Diagnostics) {
    let Some(portal) = &issuer.portal else { return };
    if issuer.discovery.is_none() && !is_safe(&issuer.issuer) {
        let message = format!("people sign in by https, or by http at a loopback address; not at `{}`", issuer.issuer);
        found.add(format!("{path}.issuer"), reason::WRONG_FORMAT, message);
    }
    if portal.client_id == issuer.audience {
        let message = "an id token would count as an access token: the audience is never the id of a client";
        found.add(format!("{path}.portal.clientId"), reason::WRONG_FORMAT, message);
    }
    if !portal.scopes.is_empty() && !portal.scopes.iter().any(|scope| scope == "openid") {
        found.add(format!("{path}.portal.scopes"), reason::WRONG_FORMAT, "`openid` must be among the scopes");
    }
}

/// Whether nobody on the way can change what comes from a URL.
fn is_safe(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    let is_loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let is_bare = url.username().is_empty() && url.password().is_none();
    is_bare && (url.scheme() == "https" || (url.scheme() == "http" && is_loopback))
}

pub(crate) fn twice(seen: &mut BTreeSet<String>, name: String, path: String, found: &mut Diagnostics) {
    if let Some(name) = seen.replace(name) {
        found.add(path, reason::DUPLICATE_NAME, format!("`{name}` is there already"));
    }
}

/// Every problem that only several manifests together have, each with the index of its manifest:
/// two of the same name, a department above that is not there or is below, a district that the city has not, two cities, two
/// calendars of one year, a client of two partners, a scope that names a module that is not there.
#[must_use]
pub fn examine_together(manifests: &[Manifest]) -> Vec<(usize, Diagnostic)> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let (mut has_city, mut years, mut policies) = (false, BTreeSet::new(), 0);
    for (index, one) in manifests.iter().enumerate() {
        if !seen.insert((one.kind, &one.name)) {
            let message = format!("there is another {} `{}`", one.kind.as_str(), one.name);
            found.push((index, diagnostic("metadata.name", reason::DUPLICATE_MANIFEST, message)));
        } else if one.kind == Kind::City && std::mem::replace(&mut has_city, true) {
            found.push((index, diagnostic("kind", reason::DUPLICATE_MANIFEST, "there is another City")));
        }
        if one.kind == Kind::AccessPolicy {
            policies += 1;
            if policies > cityhall_policies::check::MANIFESTS_MAX {
                let message = format!("at most {} of a city", cityhall_policies::check::MANIFESTS_MAX);
                found.push((index, diagnostic("kind", reason::OUT_OF_BOUNDS, message)));
            }
        }
        let year = one.spec.get("year").and_then(Value::as_i64).filter(|_| one.kind == Kind::HolidayCalendar);
        if year.is_some_and(|year| !years.insert(year)) {
            found.push((index, diagnostic("spec.year", reason::DUPLICATE_NAME, "another calendar has this year")));
        }
    }
    found.extend(parents(manifests));
    found.extend(districts(manifests));
    found.extend(partner::together(manifests));
    found
}

/// Departments above: there, and not below.
fn parents(manifests: &[Manifest]) -> Vec<(usize, Diagnostic)> {
    let departments: BTreeMap<&str, Option<&str>> = manifests
        .iter()
        .filter(|one| one.kind == Kind::Department)
        .map(|one| (one.name.as_str(), one.spec.get("parent").and_then(Value::as_str)))
        .collect();
    let mut found = Vec::new();
    for (index, one) in manifests.iter().enumerate().filter(|(_, one)| one.kind == Kind::Department) {
        let Some(parent) = one.spec.get("parent").and_then(Value::as_str) else { continue };
        if !departments.contains_key(parent) {
            let message = format!("the city has no department `{parent}`");
            found.push((index, diagnostic("spec.parent", reason::UNKNOWN_DEPARTMENT, message)));
        } else if is_above_itself(&one.name, &departments) {
            let message = format!("`{}` would be above itself", one.name);
            found.push((index, diagnostic("spec.parent", reason::CIRCULAR_PARENT, message)));
        }
    }
    found
}

/// Districts of departments: there, where the city is among the manifests.
fn districts(manifests: &[Manifest]) -> Vec<(usize, Diagnostic)> {
    let Some(city) = manifests.iter().find(|one| one.kind == Kind::City) else { return Vec::new() };
    let all = city.spec.get("districts").and_then(Value::as_array).into_iter().flatten();
    let codes: BTreeSet<&str> = all.filter_map(|district| district.get("code")?.as_str()).collect();
    let mut found = Vec::new();
    for (index, one) in manifests.iter().enumerate().filter(|(_, one)| one.kind == Kind::Department) {
        let Some(code) = one.spec.get("district").and_then(Value::as_str) else { continue };
        if !codes.contains(code) {
            let message = format!("the city has no district `{code}`");
            found.push((index, diagnostic("spec.district", reason::UNKNOWN_VALUE, message)));
        }
    }
    found
}

fn is_above_itself(name: &str, departments: &BTreeMap<&str, Option<&str>>) -> bool {
    let mut at = departments.get(name).copied().flatten();
    for _ in 0..departments.len() {
        match at {
            Some(above) if above == name => return true,
            Some(above) => at = departments.get(above).copied().flatten(),
            None => return false,
        }
    }
    false
}

pub(crate) fn diagnostic(path: &str, reason: &'static str, message: impl Into<String>) -> Diagnostic {
    Diagnostic { path: path.to_owned(), reason, message: message.into() }
}
