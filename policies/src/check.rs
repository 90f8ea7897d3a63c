//! What can be wrong with a manifest of rules: by itself ([`examine`]), and among what the city has published
//! ([`prove`]). Every problem at once, each with its path.

use std::collections::BTreeSet;

use cedar_policy::{Effect, EntityUid, Policy, PolicyId, PolicySet, ValidationMode, Validator};
use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::form::identifier::is_identifier;
use cityhall_domain::module::Module;
use cityhall_domain::name::{DepartmentName, ModuleName, PolicyName, RoleName};
use miette::Diagnostic as _;

use crate::rules::Capacity;
use crate::spec::{PolicySpec, RuleSpec};
use crate::words::WORDS;

/// The most rules of one manifest.
pub const RULES_MAX: usize = 32;
/// The longest rule, in bytes.
pub const RULE_BYTES_MAX: usize = 4096;
/// The most manifests of rules of one city: every request is judged by all of them.
pub const MANIFESTS_MAX: usize = 64;
/// The deepest nesting of brackets in a rule.
const DEPTH_MAX: usize = 16;

/// Every reason of this room; what each means stands with those of all manifests, in `crds/src/reason.rs`.
pub const REASONS: &[&str] = &[
    NOT_CEDAR,
    PERMITS,
    NOT_VALID,
    TOO_DEEP,
    OUT_OF_BOUNDS,
    DUPLICATE_NAME,
    INVALID_NAME,
    NAMES_A_CASE,
    NAMES_A_PERSON,
    UNKNOWN_DEPARTMENT,
    UNKNOWN_MODULE,
    UNKNOWN_ROLE,
];

const NOT_CEDAR: &str = "NotCedar";
const PERMITS: &str = "PolicyPermits";
const NOT_VALID: &str = "PolicyNotValid";
const TOO_DEEP: &str = "TooDeep";
const OUT_OF_BOUNDS: &str = "OutOfBounds";
const DUPLICATE_NAME: &str = "DuplicateName";
const INVALID_NAME: &str = "InvalidName";
const NAMES_A_CASE: &str = "NamesACase";
const NAMES_A_PERSON: &str = "NamesAPerson";
const UNKNOWN_DEPARTMENT: &str = "UnknownDepartment";
const UNKNOWN_MODULE: &str = "UnknownModule";
const UNKNOWN_ROLE: &str = "UnknownRole";

/// What a rule may name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The departments that exist.
    pub departments: BTreeSet<DepartmentName>,
    /// The modules that were ever published.
    pub modules: BTreeSet<ModuleName>,
    /// The roles that somebody holds or some module asks for.
    pub roles: BTreeSet<RoleName>,
}

impl Known {
    /// Takes in a module with the roles that it asks for.
    pub fn add_module(&mut self, module: &Module) {
        self.modules.insert(module.name.clone());
        let roles = module.workflow.actions.iter().flat_map(|action| &action.roles);
        let roles = roles.chain(module.assisted.iter().flat_map(|assisted| &assisted.roles));
        // Those two are roles in a case, which nobody holds.
        self.roles.extend(roles.filter(|role| !role.is_applicant() && !role.is_city()).cloned());
    }
}

/// Every problem of a manifest by itself.
#[must_use]
pub fn examine(spec: &PolicySpec) -> Diagnostics {
    let mut found = Diagnostics::default();
    if spec.rules.is_empty() || spec.rules.len() > RULES_MAX {
        found.add(
            "spec.rules",
            OUT_OF_BOUNDS,
            format!("{} rules; at least one and at most {RULES_MAX}", spec.rules.len()),
        );
    }
    let mut names = BTreeSet::new();
    for (index, rule) in spec.rules.iter().enumerate().take(RULES_MAX) {
        if let Err(error) = rule.name.parse::<PolicyName>() {
            found.add(format!("spec.rules[{index}].name"), INVALID_NAME, error.to_string());
        }
        if !names.insert(rule.name.as_str()) {
            let message = format!("`{}` is there already", rule.name);
            found.add(format!("spec.rules[{index}].name"), DUPLICATE_NAME, message);
        }
        for (reason, message) in problems(rule) {
            found.add(path(index), reason, message);
        }
    }
    found
}

/// Every name in the rules that the city does not know. The rules themselves are taken to be right.
#[must_use]
pub fn prove(spec: &PolicySpec, known: &Known) -> Diagnostics {
    let mut found = Diagnostics::default();
    for (index, rule) in spec.rules.iter().enumerate() {
        for literal in literals(rule) {
            if let Some((reason, message)) = unknown(&literal, known) {
                found.add(path(index), reason, message);
            }
        }
    }
    found
}

/// The departments that the rules of a manifest name.
#[must_use]
pub fn departments(spec: &PolicySpec) -> BTreeSet<DepartmentName> {
    let all = spec.rules.iter().flat_map(literals);
    let named = all.filter(|literal| literal.type_name().basename() == "Department");
    named.filter_map(|literal| literal.id().unescaped().parse().ok()).collect()
}

fn path(index: usize) -> String {
    format!("spec.rules[{index}].cedar")
}

type Problem = (&'static str, String);

fn problems(rule: &RuleSpec) -> Vec<Problem> {
    if rule.cedar.len() > RULE_BYTES_MAX {
        return vec![(OUT_OF_BOUNDS, format!("{} bytes; at most {RULE_BYTES_MAX}", rule.cedar.len()))];
    }
    if depth(&rule.cedar) > DEPTH_MAX {
        return vec![(TOO_DEEP, format!("nested deeper than {DEPTH_MAX}"))];
    }
    let policy = match parsed(rule) {
        Ok(policy) => policy,
        Err(errors) => {
            let told = errors.iter().map(|error| (NOT_CEDAR, place(&rule.cedar, error) + &error.to_string()));
            return told.collect();
        }
    };
    if policy.effect() == Effect::Permit {
        return vec![(PERMITS, "begin it with `forbid`: who may do what is said by modules".to_owned())];
    }
    let mut found = invalid(&policy);
    found.extend(policy.entity_literals().iter().filter_map(unfit));
    found
}

fn parsed(rule: &RuleSpec) -> Result<Policy, Box<cedar_policy::ParseErrors>> {
    Policy::parse(Some(PolicyId::new(&rule.name)), &rule.cedar).map_err(Box::new)
}

fn literals(rule: &RuleSpec) -> Vec<EntityUid> {
    parsed(rule).map(|policy| policy.entity_literals()).unwrap_or_default()
}

/// The deepest nesting of brackets, those in texts included: more than enough to stop what would cost a parser its
/// stack.
fn depth(text: &str) -> usize {
    let (mut at, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => at += 1,
            b')' | b']' | b'}' => at = at.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(at);
    }
    deepest
}

/// Where in the text of a rule something is.
fn place(text: &str, error: &cedar_policy::ParseError) -> String {
    let label = error.labels().and_then(|mut labels| labels.next());
    let before = label.and_then(|label| text.get(..label.offset()));
    before.map_or_else(String::new, |before| {
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        format!("line {line}, column {column} of the rule: ")
    })
}

/// What the schema finds wrong. A rule that can never forbid anything is a mistake of its author.
fn invalid(policy: &Policy) -> Vec<Problem> {
    let Some(words) = &*WORDS else { return vec![(NOT_VALID, "the schema does not read".to_owned())] };
    let mut set = PolicySet::new();
    if let Err(error) = set.add(policy.clone()) {
        return vec![(NOT_CEDAR, error.to_string())];
    }
    let told = Validator::new(words.schema.clone()).validate(&set, ValidationMode::Strict);
    let errors = told.validation_errors().map(ToString::to_string);
    let warnings = told.validation_warnings().map(ToString::to_string);
    errors.chain(warnings).map(|message| (NOT_VALID, message)).collect()
}

/// What no rule may name, whatever the city has published.
fn unfit(literal: &EntityUid) -> Option<Problem> {
    let words = WORDS.as_ref()?;
    if *literal.type_name() == words.case {
        return Some((NAMES_A_CASE, "say what is alike about such cases: module, department, stage".to_owned()));
    }
    match words.capacity_of(literal.type_name())? {
        Capacity::Anonymous | Capacity::Resident | Capacity::Company => {
            Some((NAMES_A_PERSON, "rules stand in the open: they name no resident and no company".to_owned()))
        }
        Capacity::Officer | Capacity::Auditor | Capacity::Partner | Capacity::Admin => {
            let is_number = is_identifier(literal.id().unescaped());
            is_number.then(|| (NAMES_A_PERSON, "an identity number never stands in a manifest".to_owned()))
        }
    }
}

fn unknown(literal: &EntityUid, known: &Known) -> Option<Problem> {
    let id = literal.id().unescaped();
    let is_in = |set: bool, reason, what: &str| (!set).then(|| (reason, format!("the city has no {what} `{id}`")));
    match literal.type_name().basename() {
        "Department" => is_in(known.departments.iter().any(|one| one.as_str() == id), UNKNOWN_DEPARTMENT, "department"),
        "Module" => is_in(known.modules.iter().any(|one| one.as_str() == id), UNKNOWN_MODULE, "module"),
        "Role" => is_in(known.roles.iter().any(|one| one.as_str() == id), UNKNOWN_ROLE, "role"),
        _ => None,
    }
}
