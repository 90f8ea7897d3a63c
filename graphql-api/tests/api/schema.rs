//! The committed core schemas: what every city serves, without any module.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
use cityhall_domain::module::{RESERVED_FIELDS, RESERVED_TYPES};
use cityhall_engine::{Audience, Catalog};

const AUDIENCES: [(&str, Audience); 4] = [
    ("public", Audience::Public),
    ("partner", Audience::Partner),
    ("staff", Audience::Staff),
    ("admin", Audience::Admin),
];

fn core(audience: Audience) -> String {
    cityhall_graphql_api::sdl(Arc::new(Catalog::default()), audience).unwrap()
}

/// `cargo xtask generate` writes them.
#[test]
fn generated_schemas_are_fresh() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("schema");
    for (name, audience) in AUDIENCES {
        let path = folder.join(format!("{name}.graphql"));
        let now = core(audience);
        if std::env::var_os("CITYHALL_GENERATE").is_some() {
            std::fs::write(&path, &now).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == now, "graphql-api/schema/{name}.graphql is not fresh: run `cargo xtask generate`");
    }
}

#[test]
fn core_names_are_reserved() {
    for (name, audience) in AUDIENCES {
        let document = async_graphql::parser::parse_schema(core(audience)).unwrap();
        let mut types = BTreeSet::new();
        let mut fields = BTreeSet::new();
        for definition in &document.definitions {
            let TypeSystemDefinition::Type(one) = definition else { continue };
            let type_name = one.node.name.node.as_str();
            types.insert(type_name.to_owned());
            if let (true, TypeKind::Object(object)) = (matches!(type_name, "Query" | "Mutation"), &one.node.kind) {
                fields.extend(object.fields.iter().map(|field| field.node.name.node.to_string()));
            }
        }
        let missing: Vec<_> = types.iter().filter(|name| !RESERVED_TYPES.contains(&name.as_str())).collect();
        assert!(missing.is_empty(), "{name}: RESERVED_TYPES lacks {missing:?}");
        let missing: Vec<_> = fields.iter().filter(|name| !RESERVED_FIELDS.contains(&name.as_str())).collect();
        assert!(missing.is_empty(), "{name}: RESERVED_FIELDS lacks {missing:?}");
    }
}

#[test]
fn everything_is_described() {
    for (name, audience) in AUDIENCES {
        let document = async_graphql::parser::parse_schema(core(audience)).unwrap();
        for definition in &document.definitions {
            let TypeSystemDefinition::Type(one) = definition else { continue };
            assert!(one.node.description.is_some(), "{name}: {}", one.node.name.node);
            let fields = match &one.node.kind {
                TypeKind::Object(object) => &object.fields,
                TypeKind::Interface(interface) => &interface.fields,
                TypeKind::Scalar | TypeKind::Union(_) | TypeKind::Enum(_) | TypeKind::InputObject(_) => continue,
            };
            for field in fields {
                assert!(field.node.description.is_some(), "{name}: {}.{}", one.node.name.node, field.node.name.node);
            }
        }
    }
}
