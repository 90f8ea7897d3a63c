//! The engine: what it is made of, how it opens and closes, and its public methods that write; those that
//! read are in [`reads`].

mod partners;
mod reads;

use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwapOption;
use cityhall_domain::mandate::MandateId;
use cityhall_domain::name::{CaseId, SubjectId};
use cityhall_eventstore::{EventStore, Position};
use jiff::Timestamp;
use tokio::sync::watch;

use crate::access::tokens::{Assignments, Held, Questions, Trust, Verifier};
use crate::access::{Principal, RolesFrom, Session, Unauthenticated};
use crate::catalog::{Catalog, Issuer, TrustedPublisher};
use crate::clock::Clock;
use crate::config::{Config, Mode, OpenError};
use crate::handle;
use crate::handle::cases::Cases;
use crate::handle::hand_over::{HandOverCases, HandedOver, hand_over};
use crate::handle::migrate::{MigrateCases, MigrateError, MigratedCase, Plan, migrate, migrate_numbered};
use crate::identity::CityId;
use crate::mandates::{self, GiveMandate, MandateDone, NoMandate};
use crate::partners::{KeyRing, TokenIssuer, is_reserved};
use crate::power_log::PowerLog;
use crate::publish::{Publication, PublishError, Published};
use crate::query::{CaseEvents, CaseReads, Tallies};
use crate::refusal::{ActOnCase, Done, PerformAction, Refusal, SubmitCase};
use crate::registry::Registry;
use crate::sealing::{KeysUnavailable, Vault};
use crate::supervision::{self, FollowSupervision, MatterDone, OpenSupervision};
use crate::timers::Timers;
use crate::views::Views;
use crate::views::image::Images;
use crate::{founding, refusal};

/// How many cases can have their turn at once; two that share one wait for each other.
const TURNS: usize = 1024;

/// One city at work.
pub struct Engine {
    pub(crate) shared: Arc<Shared>,
    timers: Timers,
    views: Arc<Views>,
    reads: CaseReads,
}

/// What every part of the engine works with.
pub(crate) struct Shared {
    pub(crate) store: Arc<dyn EventStore>,
    pub(crate) city: CityId,
    /// When the city was founded, by the law's clock.
    pub(crate) founded_at: Timestamp,
    pub(crate) clock: Arc<Clock>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) registry: Registry,
    pub(crate) cases: Cases,
    pub(crate) turns: Turns,
    pub(crate) power_log: PowerLog,
    pub(crate) keys: KeyRing,
    pub(crate) tokens: TokenIssuer,
    publisher: ArcSwapOption<TrustedPublisher>,
    verifier: ArcSwapOption<CityVerifier>,
    /// Held while a verifier is made, so that no issuer is asked for its keys by two.
    verifier_turn: Mutex<()>,
    questions: Arc<Questions>,
    development_issuer: Option<Issuer>,
}

/// The verifier of tokens, as the city was published at one position and with one publisher.
struct CityVerifier {
    position: Position,
    publisher: Option<Arc<TrustedPublisher>>,
    verifier: Verifier,
    assignments: Assignments,
}

/// Turns at cases: commands on one case come one after the other.
pub(crate) struct Turns {
    locks: Vec<tokio::sync::Mutex<()>>,
    hasher: RandomState,
}

impl Turns {
    fn new() -> Self {
        Self { locks: (0..TURNS).map(|_| tokio::sync::Mutex::new(())).collect(), hasher: RandomState::new() }
    }

    /// The lock of one stream.
    pub(crate) fn of(&self, stream: &str) -> &tokio::sync::Mutex<()> {
        let hash = self.hasher.hash_one(stream);
        &self.locks[usize::try_from(hash % TURNS as u64).unwrap_or_default()]
    }
}

impl Engine {
    /// Opens the city that `store` holds, or founds it where the store is empty.
    ///
    /// # Errors
    /// See [`OpenError`]: each says what to do about it.
    pub async fn open(store: Arc<dyn EventStore>, config: Config) -> Result<Arc<Self>, OpenError> {
        if config.development_issuer.is_some() && config.mode != Mode::Development {
            return Err(OpenError::DevelopmentOnly);
        }
        std::fs::create_dir_all(&config.data).map_err(|error| OpenError::State(error.to_string()))?;
        // 1. Whose store it is.
        let clock = Clock::open(&config.data, config.mode)?;
        let found = founding::read(&*store, config.mode).await?;
        let city = found.map_or_else(CityId::draw, |founded| founded.city);
        // 2. Keys, which must be there before the first event.
        let vault = Vault::open(&config.data, config.mode, config.kek.clone(), city, found.is_some())?;
        let founded = match found {
            Some(founded) => founded,
            None => founding::found(&*store, config.mode, city, clock.now()).await?,
        };
        // 3. What is published.
        let registry = Registry::open(Arc::clone(&store), &config).await?;
        let keys = KeyRing::open(&config.data, vault.api_keys())?;
        let tokens = TokenIssuer::new(city, vault.partner_tokens())?;
        let shared = Shared {
            keys,
            tokens,
            cases: Cases::new(Arc::clone(&store)),
            power_log: PowerLog::new(Arc::clone(&store), city),
            store,
            city,
            founded_at: founded.at,
            clock: Arc::new(clock),
            vault: Arc::new(vault),
            registry,
            turns: Turns::new(),
            publisher: ArcSwapOption::empty(),
            verifier: ArcSwapOption::empty(),
            verifier_turn: Mutex::new(()),
            questions: Arc::new(Questions::new()),
            development_issuer: config.development_issuer,
        };
        let shared = Arc::new(shared);
        // 4. Views and the reads over them.
        let views = Views::open_in(Arc::clone(&shared.store), &config.data).await;
        let views = Arc::new(views.map_err(|error| OpenError::State(format!("views: {error}")))?);
        let reads = CaseReads {
            views: Arc::clone(&views),
            store: Arc::clone(&shared.store),
            catalog: shared.registry.catalog(),
            vault: Arc::clone(&shared.vault),
            clock: Arc::clone(&shared.clock),
            images: Images::new(Arc::clone(&shared.store)),
            events: CaseEvents::default(),
            tallies: Tallies::default(),
            founded_at: shared.founded_at,
        };
        // 5. The tasks.
        let timers = Timers::start(Arc::clone(&shared), &config.data).await?;
        Ok(Arc::new(Self { shared, timers, views, reads }))
    }

    /// Ends every task and waits for it. The store is the caller's to close.
    pub async fn close(&self) {
        self.timers.close().await;
        self.shared.questions.close().await;
        self.views.close().await;
        self.shared.vault.close().await;
    }

    /// The city's identity.
    #[must_use]
    pub fn city(&self) -> CityId {
        self.shared.city
    }

    /// What is published, now and whenever it changes.
    #[must_use]
    pub fn catalog(&self) -> watch::Receiver<Arc<Catalog>> {
        self.shared.registry.catalog()
    }

    /// The law's clock and security's.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    /// The position of the store's last event.
    #[must_use]
    pub fn head(&self) -> Position {
        *self.shared.store.head().borrow()
    }

    /// Publishes something, or with `dry_run` only says what publishing it would change. The same
    /// content published again changes nothing.
    ///
    /// # Errors
    /// See [`PublishError`]; nothing was published then.
    #[tracing::instrument(level = "debug", skip_all, name = "command", fields(kind = "publish"))]
    pub async fn publish(
        &self,
        by: &Principal,
        publication: Publication,
        dry_run: bool,
    ) -> Result<Published, PublishError> {
        self.shared.registry.publish(by, &publication, dry_run, &self.shared.clock).await
    }

    /// From now on honours this publisher and no other.
    pub fn trust(&self, publisher: TrustedPublisher) {
        self.shared.publisher.store(Some(Arc::new(publisher)));
    }

    /// Who bears this token; without one, nobody in particular.
    ///
    /// # Errors
    /// When a token came and was not accepted; why is not told.
    pub async fn authenticate(&self, bearer: Option<&str>) -> Result<Session, Unauthenticated> {
        match bearer {
            None => Ok(Session { who: Principal::anonymous(), until: None }),
            Some(token) => self.shared.bearer_of(token).await,
        }
    }

    /// That the mandate under which somebody acts, if they do, is still in force.
    ///
    /// # Errors
    /// See [`NoMandate`].
    pub(crate) async fn still_mandated(&self, who: &Principal) -> Result<(), NoMandate> {
        match &who.mandate {
            None => Ok(()),
            Some(mandate) => mandates::still_in_force(&self.shared, mandate.id).await,
        }
    }

    /// Takes a new case.
    ///
    /// # Errors
    /// See [`Refusal`]; nothing was stored then.
    #[tracing::instrument(level = "debug", skip_all, name = "command", fields(kind = "submit"))]
    pub async fn submit(&self, who: &Principal, asked: SubmitCase) -> Result<Done, Refusal> {
        let answer = match self.distrusts(who, &asked).await {
            Ok(distrusted) => handle::submit(&self.shared, who, &asked, distrusted).await,
            Err(refusal) => Err(refusal),
        };
        answer.inspect_err(refusal::count)
    }

    /// Whether the applicant stands on the distrust list; asked only where the submission may rest on their word.
    async fn distrusts(&self, who: &Principal, asked: &SubmitCase) -> Result<bool, Refusal> {
        let catalog = self.shared.registry.now();
        let served = catalog.modules.iter().find(|(name, _)| name.as_str() == asked.module);
        let current = served.and_then(|(_, served)| served.current.as_ref());
        let commits = current.is_some_and(|revision| revision.module.instant.iter().any(|rule| rule.commitment));
        if !asked.documents_follow && !commits {
            return Ok(false);
        }
        let named = asked.on_behalf_of.as_ref().map(|person| handle::applicant(&self.shared, person)).transpose()?;
        let applicant = named.as_ref().map_or_else(|| who.subject(), |person| person.subject());
        let Some(applicant) = applicant else { return Ok(false) };
        self.reads.is_distrusted(applicant).await.map_err(|_| Refusal::Unavailable)
    }

    /// Does one action on one case.
    ///
    /// # Errors
    /// See [`Refusal`]; nothing was stored then.
    #[tracing::instrument(level = "debug", skip_all, name = "command", fields(kind = "action"))]
    pub async fn perform(&self, who: &Principal, asked: PerformAction) -> Result<Done, Refusal> {
        handle::perform(&self.shared, who, &asked).await.inspect_err(refusal::count)
    }

    /// Does to a case what is no action of its module.
    ///
    /// # Errors
    /// See [`Refusal`]; nothing was stored then.
    #[tracing::instrument(level = "debug", skip_all, name = "command", fields(kind = "act"))]
    pub async fn act(&self, who: &Principal, asked: ActOnCase) -> Result<Done, Refusal> {
        handle::act(&self.shared, who, &asked).await.inspect_err(refusal::count)
    }

    /// Lets another act in the place of the caller.
    ///
    /// # Errors
    /// See [`Refusal`]; nothing was stored then.
    #[tracing::instrument(level = "debug", skip_all, name = "command", fields(kind = "mandate"))]
    pub async fn give_mandate(&self, who: &Principal, asked: GiveMandate) -> Result<MandateDone, Refusal> {
        mandates::give(&self.shared, who, &asked).await.inspect_err(refusal::count)
    }

    /// Ends a mandate that the caller gave or got; one that is over stays as it is.
    ///
    /// # Errors
    /// See [`Refusal`]; nothing was stored then.
    #[tracing::instrument(level = "debug", skip_all, name = "command", fields(kind = "mandate"))]
    pub async fn end_mandate(&self, who: &Principal, mandate: MandateId) -> Result<MandateDone, Refusal> {
        mandates::end(&self.shared, who, mandate).await.inspect_err(refusal::count)
    }

    /// The same person, acting under a mandate that was given to them.
    ///
    /// # Errors
    /// See [`NoMandate`].
    pub async fn under(&self, who: Principal, mandate: MandateId) -> Result<Principal, NoMandate> {
        mandates::under(&self.shared, who, mandate).await
    }

    /// Hands the cases that one officer has in hand over to another, each by itself: one that cannot go holds up
    /// no other.
    ///
    /// # Errors
    /// See [`Refusal`]; no case was looked at then.
    #[tracing::instrument(level = "debug", skip_all, name = "command", fields(kind = "hand_over"))]
    pub async fn hand_over(&self, who: &Principal, asked: HandOverCases) -> Result<HandedOver, Refusal> {
        hand_over(&self.shared, &self.reads, who, &asked).await.inspect_err(refusal::count)
    }

    /// Opens a supervision matter about a case.
    ///
    /// # Errors
    /// See [`Refusal`]; nothing was stored then.
    #[tracing::instrument(level = "debug", skip_all, name = "command", fields(kind = "supervision"))]
    pub async fn open_supervision(&self, who: &Principal, asked: OpenSupervision) -> Result<MatterDone, Refusal> {
        supervision::open(&self.shared, who, &asked).await.inspect_err(refusal::count)
    }

    /// Does one step in a supervision matter.
    ///
    /// # Errors
    /// See [`Refusal`]; nothing was stored then.
    #[tracing::instrument(level = "debug", skip_all, name = "command", fields(kind = "supervision"))]
    pub async fn follow_supervision(&self, who: &Principal, asked: FollowSupervision) -> Result<MatterDone, Refusal> {
        supervision::follow(&self.shared, who, &asked).await.inspect_err(refusal::count)
    }
}

/// Moving cases to a newer revision of their module.
impl Engine {
    /// Moves the chosen cases, or says what would become of each. Every case is moved by itself: one that
    /// is blocked holds up no other.
    ///
    /// # Errors
    /// See [`MigrateError`]; no case was looked at then.
    #[tracing::instrument(level = "debug", skip_all, name = "command", fields(kind = "migrate"))]
    pub async fn migrate(
        &self,
        who: &Principal,
        asked: &MigrateCases,
        cases: &[CaseId],
    ) -> Result<Vec<MigratedCase>, MigrateError> {
        let plan = Plan::of(&self.shared.registry.now(), who, asked)?;
        let mut told = Vec::with_capacity(cases.len());
        for case in cases {
            told.push(migrate(&self.shared, &plan, *case).await);
        }
        Ok(told)
    }

    /// Moves the cases that run under the revision, at most `limit` from behind `after`, or says what would
    /// become of each. With them where to go on; `None`: these were all.
    ///
    /// # Errors
    /// See [`MigrateError`]; no case was looked at then.
    #[tracing::instrument(level = "debug", skip_all, name = "command", fields(kind = "migrate"))]
    pub async fn migrate_all(
        &self,
        who: &Principal,
        asked: &MigrateCases,
        limit: usize,
        after: Option<u64>,
    ) -> Result<(Vec<MigratedCase>, Option<u64>), MigrateError> {
        let plan = Plan::of(&self.shared.registry.now(), who, asked)?;
        let found = self.reads.running_under(&plan.module, plan.from, after, limit + 1).await;
        let mut found = found.map_err(|_| MigrateError::Unavailable)?;
        let has_next = found.len() > limit;
        found.truncate(limit);
        let next = found.last().map(|last| last.place).filter(|_| has_next);
        let mut told = Vec::with_capacity(found.len());
        for one in found {
            told.push(migrate_numbered(&self.shared, &plan, one.id, &one.number).await);
        }
        Ok((told, next))
    }
}

impl Engine {
    /// Destroys every key of a person: what was sealed for them is unreadable from now on, in events
    /// and in views alike, while cases and their history stand. Cannot be undone.
    ///
    /// # Errors
    /// When the keys cannot be written; then nothing is destroyed.
    pub async fn erase(&self, subject: &SubjectId) -> Result<(), KeysUnavailable> {
        self.shared.vault.erase(subject).await
    }
}

impl Shared {
    /// Who bears this token.
    async fn bearer_of(&self, token: &str) -> Result<Session, Unauthenticated> {
        let now = self.verifier_now();
        let (said, until) = now.verifier.verify(token, self.clock.security_now()).await?;
        // Only the city's own issuer says of somebody that they are a partner: see `authenticate_from`.
        if said.principal.subject().is_some_and(is_reserved) {
            return Err(Unauthenticated);
        }
        let mut who = said.principal.called(|own| self.vault.subject_of_issuer(said.prefix.as_deref(), &own.0));
        if let (Held::ByAssignment { wanted }, Some(subject)) = (said.held, who.subject().cloned()) {
            who.standing = now.assignments.standing(who.standing, &subject, wanted.as_ref())?;
        }
        Ok(Session { who, until: Some(until) })
    }

    /// The verifier of what is published now.
    fn verifier_now(&self) -> Arc<CityVerifier> {
        let is_of_now = |known: &CityVerifier| {
            known.position == self.registry.now().position
                && known.publisher.as_ref().map(Arc::as_ptr) == self.publisher.load().as_ref().map(Arc::as_ptr)
        };
        if let Some(known) = self.verifier.load_full().filter(|known| is_of_now(known)) {
            return known;
        }
        let _turn = self.verifier_turn.lock().unwrap_or_else(PoisonError::into_inner);
        let former = self.verifier.load_full();
        if let Some(known) = former.as_ref().filter(|known| is_of_now(known)) {
            return Arc::clone(known);
        }
        let (catalog, publisher) = (self.registry.now(), self.publisher.load_full());
        let trust = Trust {
            issuers: catalog.city.as_ref().map(|city| &city.issuers[..]).unwrap_or_default(),
            development: self.development_issuer.as_ref(),
            publisher: publisher.as_deref(),
        };
        let verifier = Verifier::new(trust, former.as_ref().map(|former| &former.verifier), &self.questions);
        let are_wanted = trust.issuers.iter().any(|issuer| issuer.roles == RolesFrom::Assignments);
        let departments = catalog.departments.iter().filter(|_| are_wanted);
        let departments = departments.map(|(name, department)| (name, &**department));
        let assignments = Assignments::of(departments, |subject| self.vault.subject_of(subject));
        let fresh = Arc::new(CityVerifier { position: catalog.position, publisher, verifier, assignments });
        self.verifier.store(Some(Arc::clone(&fresh)));
        fresh
    }
}
