//! Who asks.

use async_graphql::Value;
use async_graphql::dynamic::FieldValue;
use cityhall_engine::{Audience, Principal, Standing};

use crate::opaque::GlobalId;
use crate::schema::department;
use crate::schema::spec::{Spec, ty};
use crate::schema::table::Table;
use crate::visit::Visit;

/// How an audience is called in the API.
pub(crate) fn audience_word(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "PUBLIC",
        Audience::Partner => "PARTNER",
        Audience::Staff => "STAFF",
        Audience::Admin => "ADMIN",
    }
}

/// Adds it.
pub(crate) fn add(table: &mut Table) {
    table.words(
        "Audience",
        "Which schema somebody sees.",
        &[
            ("PUBLIC", "Anonymous, residents and companies."),
            ("PARTNER", "Systems of other bodies."),
            ("STAFF", "Officers and auditors."),
            ("ADMIN", "Those who publish."),
        ],
    );
    table.object("Viewer", "Who asks.", fields());
    table.query(
        "viewer",
        Spec::known("viewer", ty::must("Viewer"), "Who asks.", |ctx| {
            Some(FieldValue::owned_any(Visit::of(ctx).who.clone()))
        }),
    );
}

/// What everybody may know of themselves.
fn fields() -> Vec<Spec> {
    vec![
        Spec::leaf::<Principal>(
            "kind",
            ty::may("String"),
            "In what capacity: `ANONYMOUS`, `RESIDENT`, `COMPANY`, `OFFICER`, `AUDITOR`, `ADMIN` or `PARTNER`.",
            |who| Some(Value::from(who.kind())),
        ),
        Spec::leaf::<Principal>("subject", ty::may("String"), "Who, as the token says; null for anonymous.", |who| {
            who.subject().map(|subject| Value::from(subject.0.as_str()))
        }),
        Spec::leaf::<Principal>(
            "actingUnder",
            ty::may("ID"),
            "The mandate under which they act. For services, `subject` is who gave it then; in an office it stays their own.",
            |who| who.mandate.as_ref().map(|mandate| Value::from(GlobalId::Mandate(mandate.id).encode())),
        ),
        Spec::leaf::<Principal>("inPlaceOf", ty::may("String"), "In whose office they stand in.", |who| {
            let office = who.office().filter(|office| who.subject() != Some(*office));
            office.map(|office| Value::from(office.0.as_str()))
        }),
        Spec::leaf::<Principal>("name", ty::may("String"), "The name that the token says.", |who| {
            who.name.clone().map(Value::from)
        }),
        Spec::leaf::<Principal>(
            "assurance",
            ty::may("Assurance"),
            "How surely their identity provider knows who they are; null: it does not say.",
            |who| who.assurance.map(|level| Value::Enum(async_graphql::Name::new(level.word()))),
        ),
        Spec::leaf::<Principal>("audience", ty::may("Audience"), "Which schema this is.", |who| {
            Some(Value::Enum(async_graphql::Name::new(audience_word(who.audience()))))
        }),
        Spec::leaf::<Principal>("roles", ty::list("String"), "What an officer holds.", |who| {
            let roles = match &who.standing {
                Standing::Officer { roles, .. } => roles.iter().map(|role| Value::from(role.as_str())).collect(),
                Standing::Anonymous
                | Standing::Resident { .. }
                | Standing::Company { .. }
                | Standing::Auditor { .. }
                | Standing::Admin { .. }
                | Standing::Partner { .. }
                | Standing::City => Vec::new(),
            };
            Some(Value::List(roles))
        }),
        Spec::part::<Principal>("department", ty::may("Department"), "Where an officer works.", |who, ctx| match &who
            .standing
        {
            Standing::Officer { department, .. } => department::find(ctx, department),
            Standing::Anonymous
            | Standing::Resident { .. }
            | Standing::Company { .. }
            | Standing::Auditor { .. }
            | Standing::Admin { .. }
            | Standing::Partner { .. }
            | Standing::City => None,
        }),
    ]
}
