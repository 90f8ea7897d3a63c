//! The schema of one audience, built from what the city has published.
//!
//! One file per noun: each says which types it has and how its fields are read. A resolver asks the
//! engine and maps; walls, clearance and masks are the engine's. Reading order: [`spec`] (a field as
//! data), [`table`] (types while they are put together), [`core`], then the nouns, then [`typed`].

pub(crate) mod spec;
mod subscription;
pub(crate) mod table;

pub(crate) mod core;
pub(crate) mod fault;
pub(crate) mod figures;
pub(crate) mod page;

pub(crate) mod act;
pub(crate) mod ahead;
pub(crate) mod assignment;
pub(crate) mod card;
mod case;
pub(crate) mod clock;
mod concerns;
pub(crate) mod conversation;
pub(crate) mod department;
pub(crate) mod guide;
pub(crate) mod mandate;
pub(crate) mod module;
pub(crate) mod notice;
pub(crate) mod partner;
pub(crate) mod people;
pub(crate) mod power_log;
pub(crate) mod rating;
pub(crate) mod supervision;
pub(crate) mod timeline;
mod tracking;
pub(crate) mod viewer;

pub(crate) mod limits;
mod migrate;
pub(crate) mod mutation;
pub(crate) mod publish;
mod published;
pub(crate) mod query;
pub(crate) mod typed;

pub(crate) use mutation::Payload;

use std::sync::Arc;

use async_graphql::dynamic::{Schema, SchemaError};
use cityhall_engine::{Audience, Catalog};

use table::Table;
use typed::CaseTypes;

/// Every audience, in the order in which they are listed.
pub(crate) const AUDIENCES: [Audience; 4] = [Audience::Public, Audience::Partner, Audience::Staff, Audience::Admin];

/// A schema with what its resolvers need to know of it.
pub(crate) struct Face {
    /// The schema.
    pub(crate) schema: Schema,
    /// Which type stands for the cases of each module.
    pub(crate) case_types: Arc<CaseTypes>,
    /// What the schema was built from.
    pub(crate) catalog: Arc<Catalog>,
}

impl Face {
    /// Builds the schema of an audience.
    ///
    /// # Errors
    /// What does not fit together; only a mistake of this crate can be the cause.
    pub(crate) fn build(catalog: Arc<Catalog>, audience: Audience) -> Result<Self, SchemaError> {
        let mut table = Table::new(audience != Audience::Admin);
        core::add(&mut table);
        department::add(&mut table);
        viewer::add(&mut table);
        module::add(&mut table);
        limits::add(&mut table);
        query::add_node(&mut table);
        case::add(&mut table);
        card::add(&mut table);
        mutation::add_shared(&mut table);
        let case_types = match audience {
            Audience::Public => {
                tracking::add(&mut table);
                add_applicants(&mut table, &catalog)
            }
            Audience::Partner => {
                partner::add_shared(&mut table);
                partner::add_own(&mut table);
                add_applicants(&mut table, &catalog)
            }
            Audience::Staff => add_staff(&mut table, &catalog),
            Audience::Admin => {
                publish::add(&mut table);
                partner::add_shared(&mut table);
                partner::add_admin(&mut table);
                published::add(&mut table);
                migrate::add(&mut table);
                CaseTypes::new()
            }
        };
        Ok(Self { schema: table.finish()?, case_types: Arc::new(case_types), catalog })
    }
}

fn add_applicants(table: &mut Table, catalog: &Catalog) -> CaseTypes {
    query::add_cases(table, false);
    subscription::add_cases(table);
    mutation::add_submit(table);
    mutation::add_perform(table);
    act::add_applicants(table);
    rating::add_counts(table);
    mandate::add_applicants(table);
    add_modules(table, catalog, true)
}

fn add_staff(table: &mut Table, catalog: &Catalog) -> CaseTypes {
    query::add_cases(table, true);
    query::add_staff(table);
    figures::add(table);
    subscription::add_cases(table);
    subscription::add_staff(table);
    mutation::add_submit(table);
    mutation::add_perform(table);
    act::add_staff(table);
    assignment::add_staff(table);
    rating::add_counts(table);
    rating::add_single(table);
    supervision::add(table);
    power_log::add(table);
    partner::add_shared(table);
    partner::add_all(table);
    mandate::add_staff(table);
    add_modules(table, catalog, false)
}

fn add_modules(table: &mut Table, catalog: &Catalog, submits: bool) -> CaseTypes {
    let modules = catalog.modules.iter();
    modules.filter_map(|(name, served)| Some((name.clone(), typed::add(table, name, served, submits)?))).collect()
}
