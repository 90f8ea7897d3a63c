//! The imperative shell of a city: everything between the pure rules and the event store.
//!
//! Here live the registry of what a city has published ([`catalog`]), the handling of commands, the
//! power log, supervision matters, mandates, partners and their credentials ([`partners`]), sealing of personal values, access decisions ([`access`]), views and typed reads ([`query`]),
//! timers and reactors, and the only clock and the only source of random identities.
//!
//! Here never live: rules about cases (`domain`), the manifest language (`crds`, handed in as two
//! functions), the bytes of a store (`eventstore`), or anything of HTTP and GraphQL
//! (`graphql-api`).
//!
//! Start reading at [`Engine`], then `handle` (a command's way), [`catalog`], [`access`], [`sealing`].

pub mod access;
pub mod catalog;
pub mod clock;
pub mod config;
mod engine;
pub mod envelope;
mod founding;
mod handle;
mod identity;
mod mandates;
pub mod partners;
mod power_log;
pub mod publish;
pub mod query;
mod reactors;
pub mod refusal;
mod registry;
pub mod sealing;
pub mod state;
mod supervision;
mod timers;
pub mod views;

pub use access::{Audience, Principal, Session, Standing, Unauthenticated};
pub use catalog::{
    Catalog, City, Department, Issuer, Person, PublishedSpec, PublishedSpecs, Revision, ServedModule, TrustedPublisher,
};
pub use cityhall_eventstore::Position;
pub use clock::{AdvanceError, Clock};
pub use config::{Config, Lower, Mode, OpenError, Prove};
pub use engine::Engine;
pub use handle::hand_over::{CASES_HANDED_OVER_MAX, HandOverCases, HandedOver, HandedOverCase};
pub use handle::migrate::{MigrateCases, MigrateError, MigratedCase, MigrationOutcome};
pub use identity::CityId;
pub use mandates::{GiveMandate, MandateDone, NoMandate};
pub use partners::{
    AccessToken, ApiKey, ExchangeRefused, Grant, IssueKey, IssuedKey, KeyRefused, Partner, Quota, Right, Scope,
};
pub use power_log::event::{By, PowerEvent, PowerKind};
pub use publish::{Outcome, Publication, PublishError, Published, RuleChange};
pub use query::{
    ActorView, AvailableAction, CaseChange, CaseChanges, CaseFilter, CaseOrder, CaseRating, CaseReads, CaseRef,
    CaseView, CountRow, DayFigures, DocumentView, EVENTS_BEHIND_MAX, FIGURE_DAYS_MAX, Figures, FollowError, Followed,
    GivenRating, MandateView, MatterFilter, MatterStepView, MatterView, MessageView, ModuleLoad, NoticeContent,
    NoticeReason, Page, PageOf, PowerEntry, ProcedureView, RateableStep, RatingCounts, RatingView, ReadError,
    Redaction, RedactionReason, ServiceFigures, Statistics, StatisticsChanges, SupplementView, TimelineEntry,
    TrackedCase, USAGE_DAYS_MAX, Unread, UsageOfDay,
};
pub use refusal::{ActOnCase, CaseAct, Done, OnBehalfOf, PerformAction, Refusal, SubmitCase};
pub use sealing::{KeyEncryptionKey, LocalKey};
pub use supervision::{FollowSupervision, MatterDone, MatterStep, OpenSupervision};
