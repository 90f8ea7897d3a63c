//! The names of the schema as Cedar's own types, made once.

use std::sync::LazyLock;

use cedar_policy::{EntityId, EntityTypeName, EntityUid, Schema};

use crate::SCHEMA;
use crate::rules::{Capacity, Deed};

/// Every type of the schema.
pub(crate) struct Words {
    pub(crate) schema: Schema,
    pub(crate) department: EntityTypeName,
    pub(crate) role: EntityTypeName,
    pub(crate) module: EntityTypeName,
    pub(crate) stage: EntityTypeName,
    pub(crate) case: EntityTypeName,
    action: EntityTypeName,
    capacities: [(Capacity, EntityTypeName); 7],
}

/// The words; `None` would be a fault of the schema that a test of this room finds.
pub(crate) static WORDS: LazyLock<Option<Words>> = LazyLock::new(Words::read);

impl Words {
    fn read() -> Option<Self> {
        let of = |word: &str| word.parse::<EntityTypeName>().ok();
        let (schema, _warnings) = Schema::from_cedarschema_str(SCHEMA).ok()?;
        let capacity = |capacity: Capacity| Some((capacity, of(capacity.word())?));
        let [anonymous, resident, company, officer, auditor, partner, admin] = Capacity::ALL;
        Some(Self {
            schema,
            department: of("Department")?,
            role: of("Role")?,
            module: of("Module")?,
            stage: of("Stage")?,
            case: of("Case")?,
            action: of("Action")?,
            capacities: [
                capacity(anonymous)?,
                capacity(resident)?,
                capacity(company)?,
                capacity(officer)?,
                capacity(auditor)?,
                capacity(partner)?,
                capacity(admin)?,
            ],
        })
    }

    pub(crate) fn deed(&self, deed: Deed) -> EntityUid {
        uid(&self.action, deed.word())
    }

    /// The type of somebody in this capacity.
    pub(crate) fn capacity(&self, wanted: Capacity) -> Option<&EntityTypeName> {
        self.capacities.iter().find(|(known, _)| *known == wanted).map(|(_, name)| name)
    }

    /// The capacity that a type stands for.
    pub(crate) fn capacity_of(&self, name: &EntityTypeName) -> Option<Capacity> {
        self.capacities.iter().find(|(_, known)| known == name).map(|(capacity, _)| *capacity)
    }
}

pub(crate) fn uid(kind: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(id))
}
