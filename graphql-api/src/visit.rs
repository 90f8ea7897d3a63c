//! One request, as resolvers see it: who asks, in which language, of which city.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, MutexGuard, PoisonError};

use async_graphql::ServerError;
use async_graphql::dynamic::ResolverContext;
use cityhall_domain::name::ModuleName;
use cityhall_domain::text::{Language, Text};
use cityhall_engine::{Catalog, Engine, Position, Principal};
use cityhall_telemetry::ASKED;
use cityhall_telemetry::context::{self, Reference};
use tokio::sync::{Mutex, watch};
use tracing::{Span, field, info_span};

use crate::limits::Account;
use crate::schema::Payload;
use crate::schema::fault::Fault;

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
    /// Who pays for what is asked.
    pub(crate) account: Account,
    /// Which language they read.
    pub(crate) language: Language,
    /// What each root field of a mutation came to, by its response key: the executor runs a field
    /// that stands in a document twice two times, a command must be done once.
    pub(crate) done: Mutex<HashMap<String, Arc<Payload>>>,
    /// How far a subscription is; absent for everything that is answered once.
    pub(crate) follow: Option<Arc<Follow>>,
}

/// How far one execution of a subscription is. The executor hands on payloads only, so that whatever else is to
/// be known of them is noted here.
#[derive(Default)]
pub(crate) struct Follow {
    /// Where it goes on, instead of where the client said.
    pub(crate) resume: Option<Position>,
    /// What began the subscription.
    origin: Option<Reference>,
    begun: watch::Sender<Option<Position>>,
    noted: std::sync::Mutex<Noted>,
}

#[derive(Default)]
struct Noted {
    told: Option<Position>,
    faults: Vec<ServerError>,
    end: Option<Fault>,
    payload: Option<Span>,
}

impl Follow {
    /// One that somebody asked for, and that goes on behind a position.
    pub(crate) fn asked(origin: Reference, resume: Option<Position>) -> Self {
        Self { resume, origin: Some(origin), ..Self::default() }
    }

    /// Payloads may come from now on, all from behind `position`.
    pub(crate) fn begin(&self, position: Position) {
        self.begun.send_replace(Some(position));
    }

    /// Behind which position it began; `None`: it has not.
    pub(crate) fn begun(&self) -> watch::Receiver<Option<Position>> {
        self.begun.subscribe()
    }

    /// The payload of this position is resolved next, in a span of its own: a subscription may last for days, and
    /// has no span that does.
    pub(crate) fn tell(&self, position: Position) {
        let span = info_span!(target: ASKED, parent: None, "payload", otel.kind = "producer", trace_id = field::Empty);
        if let Some(origin) = &self.origin {
            origin.link(&span);
        }
        context::begin(&span);
        let mut noted = self.noted();
        (noted.told, noted.payload) = (Some(position), Some(span));
    }

    /// The span of the payload that is resolved, while there is one.
    pub(crate) fn payload(&self) -> Span {
        self.noted().payload.clone().unwrap_or_else(Span::none)
    }

    /// The payload is written.
    pub(crate) fn done(&self) {
        self.noted().payload = None;
    }

    /// A field of the payload that is resolved has no answer.
    pub(crate) fn fault(&self, error: ServerError) {
        self.noted().faults.push(error);
    }

    /// Nothing comes any more.
    pub(crate) fn end(&self, fault: Fault) {
        self.noted().end = Some(fault);
    }

    /// The position of the payload that was resolved last, and what of it has no answer.
    pub(crate) fn take_told(&self) -> (Option<Position>, Vec<ServerError>) {
        let mut noted = self.noted();
        (noted.told, std::mem::take(&mut noted.faults))
    }

    /// Why nothing comes any more.
    pub(crate) fn take_end(&self) -> Option<Fault> {
        self.noted().end.take()
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
