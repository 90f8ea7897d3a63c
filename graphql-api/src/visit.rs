//! One request, as resolvers see it: who asks, in which language, of which city.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use async_graphql::dynamic::ResolverContext;
use cityhall_domain::name::ModuleName;
use cityhall_domain::text::{Language, Text};
use cityhall_engine::{Catalog, Engine, Principal};
use tokio::sync::Mutex;

use crate::schema::Payload;

/// What a resolver may use.
pub(crate) struct Visit {
    /// The city.
    pub(crate) engine: Arc<Engine>,
    /// What the city has published: the same that the schema was built from.
    pub(crate) catalog: Arc<Catalog>,
    /// Which type stands for the cases of a module.
    pub(crate) case_types: Arc<BTreeMap<ModuleName, String>>,
    /// Who asks.
    pub(crate) who: Principal,
    /// Which language they read.
    pub(crate) language: Language,
    /// What each root field of a mutation came to, by its response key: the executor runs a field
    /// that stands in a document twice two times, a command must be done once.
    pub(crate) done: Mutex<HashMap<String, Arc<Payload>>>,
}

impl Visit {
    /// The visit that a resolver belongs to. The executor is never started without one.
    pub(crate) fn of<'a>(ctx: &ResolverContext<'a>) -> &'a Self {
        ctx.ctx.data_unchecked::<Self>()
    }

    /// A text in the language of an argument `language`, or of the caller.
    pub(crate) fn text(ctx: &ResolverContext<'_>, text: &Text) -> String {
        text.in_language(Self::language_of(ctx)).to_owned()
    }

    /// The language of an argument `language`, or of the caller.
    pub(crate) fn language_of(ctx: &ResolverContext<'_>) -> Language {
        match ctx.args.get("language").as_ref().and_then(|value| value.enum_name().ok()) {
            Some("ZH") => Language::Chinese,
            Some("EN") => Language::English,
            _ => Self::of(ctx).language,
        }
    }
}
