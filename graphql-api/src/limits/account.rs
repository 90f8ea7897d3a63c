//! Who pays for a request, and whether they can.

use std::fmt;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use cityhall_engine::{Audience, Principal, partners};
use governor::clock::MonotonicClock;

use super::Limits;
use super::address::{Block, ClientAddress};
use super::budget::{Budgets, Over};
use super::quota::Quota;
use super::turns::{Shed, Turn, Turns};

/// Whose budget it is: a person's or a system's, and of nobody in particular that of their line.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Payer {
    /// Everybody without a token on one line.
    Line(Block),
    /// Somebody in one capacity, as the city calls them.
    Person(Audience, String),
}

/// Every budget and every turn of one city.
pub(crate) struct Admission {
    limits: Limits,
    principals: Budgets<Payer>,
    networks: Budgets<Block>,
    attempts: Budgets<Block>,
    receipts: Budgets<Block>,
    executions: Arc<Turns<Payer>>,
    bodies: Arc<Turns<Block>>,
}

impl Admission {
    pub(crate) fn new(limits: &Limits) -> Arc<Self> {
        Arc::new(Self {
            principals: Budgets::new(MonotonicClock),
            networks: Budgets::new(MonotonicClock),
            attempts: Budgets::new(MonotonicClock),
            receipts: Budgets::new(MonotonicClock),
            executions: Turns::new(limits.executions),
            bodies: Turns::new(limits.bodies),
            limits: *limits,
        })
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// A request has come, whatever is in it.
    pub(crate) fn arrived(&self, from: ClientAddress) -> Result<(), Over> {
        self.networks
            .spend(&from.network(), self.limits.network, NonZeroU32::MIN)
            .map(drop)
            .inspect_err(|_| count("network"))
    }

    /// A token was not accepted. Those that are accepted are not kept out by others' that are not: nobody guesses
    /// a signature, but whoever sends nothing else is answered with less and less.
    pub(crate) fn refused_a_token(&self, from: ClientAddress) -> Result<(), Over> {
        self.attempts
            .spend(&from.network(), self.limits.attempts, NonZeroU32::MIN)
            .map(drop)
            .inspect_err(|_| count("attempts"))
    }

    /// A turn to send a body that is large, or does not say how large it is.
    pub(crate) async fn large_body(&self, from: ClientAddress) -> Result<Turn<Block>, Shed> {
        self.bodies.take(&from.network()).await
    }

    /// The account of whoever asks.
    pub(crate) fn account(self: &Arc<Self>, who: &Principal, from: ClientAddress) -> Account {
        let usual = self.limits.of(who.audience()).budget;
        let (payer, quota) = match (&who.partner, who.person()) {
            // The systems of one partner pay together, whomever they act for.
            (Some(grant), _) => {
                let payer = Payer::Person(Audience::Partner, partners::subject(&grant.partner).0);
                (payer, grant.quota.map_or(usual, Quota::of_partner))
            }
            (None, Some(person)) => (Payer::Person(who.audience(), person.0.clone()), usual),
            (None, None) => (Payer::Line(from.line()), usual),
        };
        Account { admission: Arc::clone(self), payer, quota, from, told: Arc::default() }
    }
}

/// The account of one request: what it uses is used up for everybody who pays from the same.
#[derive(Clone)]
pub struct Account {
    admission: Arc<Admission>,
    payer: Payer,
    quota: Quota,
    from: ClientAddress,
    told: Arc<Mutex<Told>>,
}

/// What the caller is told of their budget, whatever else is answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// Units that were left.
    pub(crate) remaining: Option<u32>,
    /// Seconds after which to ask again.
    pub(crate) retry_after: Option<u64>,
}

impl Account {
    /// The budget.
    pub(crate) fn quota(&self) -> Quota {
        self.quota
    }

    /// Uses `cost` units, of their own budget and of their network's. Gives what is left of their own.
    pub(crate) fn spend(&self, cost: u64) -> Result<u32, Over> {
        let cost = NonZeroU32::new(u32::try_from(cost).unwrap_or(u32::MAX)).unwrap_or(NonZeroU32::MIN);
        // Their own first: what is refused here takes nothing from their neighbours.
        let own = self.admission.principals.spend(&self.payer, self.quota, cost);
        let spent = own.inspect_err(|_| count("principal")).and_then(|left| {
            let network = self.from.network();
            let used = self.admission.networks.spend(&network, self.admission.limits.network, cost);
            used.map(|_| left).inspect_err(|_| count("network"))
        });
        self.tell(|told| match spent {
            Ok(left) => told.remaining = Some(left),
            Err(over) => told.retry_after = Some(over.seconds()),
        });
        spent
    }

    /// Asks for a case by its receipt. Right codes and wrong ones are counted alike: who guesses is not told which it
    /// was by what is left.
    pub(crate) fn asked_by_receipt(&self) -> Result<(), Over> {
        let (admission, network) = (&self.admission, self.from.network());
        let asked = admission.receipts.spend(&network, admission.limits.receipts, NonZeroU32::MIN);
        asked.map(drop).inspect_err(|over| {
            count("receipts");
            self.tell(|told| told.retry_after = Some(over.seconds()));
        })
    }

    /// A turn to be executed.
    pub(crate) async fn turn(&self) -> Result<Execution, Shed> {
        match self.admission.executions.take(&self.payer).await {
            Ok(turn) => Ok(Execution::begin(turn)),
            Err(shed) => {
                self.tell(|told| told.retry_after = Some(1));
                count(if shed == Shed::TheCity { "city" } else { "turns" });
                Err(shed)
            }
        }
    }

    /// What the caller is told.
    pub(crate) fn told(&self) -> Told {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, change: impl FnOnce(&mut Told)) {
        change(&mut self.told.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Nothing of who pays.
        formatter.debug_struct("Account").field("quota", &self.quota).finish_non_exhaustive()
    }
}

fn count(of: &'static str) {
    metrics::counter!("cityhall_graphql_limited_total", "by" => of).increment(1);
}

/// An execution under way.
pub(crate) struct Execution {
    _turn: Turn<Payer>,
    is_done: bool,
}

impl Execution {
    fn begin(turn: Turn<Payer>) -> Self {
        metrics::gauge!("cityhall_graphql_executions").increment(1);
        Self { _turn: turn, is_done: false }
    }

    /// It came to its end; otherwise it was dropped on its way.
    pub(crate) fn done(mut self) {
        self.is_done = true;
    }
}

impl Drop for Execution {
    fn drop(&mut self) {
        metrics::gauge!("cityhall_graphql_executions").decrement(1);
        if !self.is_done {
            metrics::counter!("cityhall_graphql_abandoned_total").increment(1);
        }
    }
}

/// How long a request that was refused for its budget is held back before it is told: who asks again at once,
/// over however many connections, then costs next to nothing.
pub(crate) async fn held_back(over: Over) {
    tokio::time::sleep(over.wait.min(HELD_BACK_MAX)).await;
}

/// See [`held_back`].
pub const HELD_BACK_MAX: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use cityhall_domain::name::SubjectId;
    use cityhall_engine::access::Standing;

    use super::*;

    fn at(text: &str) -> ClientAddress {
        ClientAddress::of(text.parse::<IpAddr>().expect("an address"))
    }

    fn resident(name: &str) -> Principal {
        Principal::new(Standing::Resident { subject: SubjectId(name.to_owned()) }, None)
    }

    fn small() -> Arc<Admission> {
        let mut limits = Limits::PRODUCTION;
        limits.public.budget = Quota::new(1, 100).expect("a quota");
        limits.network = Quota::new(1, 250).expect("a quota");
        limits.attempts = Quota::new(1, 2).expect("a quota");
        Admission::new(&limits)
    }

    #[test]
    fn a_person_pays_wherever_they_ask_from() {
        let city = small();
        assert_eq!(city.account(&resident("ann"), at("192.0.2.1")).spend(60), Ok(40));
        assert_eq!(city.account(&resident("ann"), at("198.51.100.1")).spend(40), Ok(0));
        assert!(city.account(&resident("ann"), at("203.0.113.1")).spend(1).is_err());
        assert_eq!(city.account(&resident("bob"), at("192.0.2.1")).spend(60), Ok(40), "bob is not ann");
    }

    #[test]
    fn nobody_in_particular_pays_by_line() {
        let city = small();
        let nobody = Principal::anonymous();
        assert_eq!(city.account(&nobody, at("192.0.2.1")).spend(100), Ok(0));
        assert!(city.account(&nobody, at("192.0.2.1")).spend(1).is_err());
        assert_eq!(city.account(&nobody, at("192.0.2.2")).spend(100), Ok(0), "another line");
        assert!(city.account(&nobody, at("192.0.2.3")).spend(100).is_err(), "the network has no more");
        assert_eq!(city.account(&nobody, at("192.0.3.1")).spend(100), Ok(0), "another network");
    }

    #[test]
    fn what_is_refused_takes_nothing_from_the_neighbours() {
        let city = small();
        let (ann, bob) =
            (city.account(&resident("ann"), at("192.0.2.1")), city.account(&resident("bob"), at("192.0.2.1")));
        assert_eq!(ann.spend(100), Ok(0));
        for _ in 0..10 {
            assert!(ann.spend(100).is_err());
        }
        assert_eq!(bob.spend(100), Ok(0));
    }

    #[test]
    fn what_was_decided_is_told() {
        let city = small();
        let account = city.account(&resident("ann"), at("192.0.2.1"));
        assert_eq!(account.told(), Told::default());
        assert_eq!(account.clone().spend(70), Ok(30));
        assert_eq!(account.told(), Told { remaining: Some(30), retry_after: None });
        assert!(account.spend(40).is_err());
        assert_eq!(account.told().retry_after, Some(10));
        assert!(!format!("{account:?}").contains("ann"));
    }

    #[test]
    fn tokens_that_are_no_good_have_a_budget_of_their_own() {
        let city = small();
        assert!(city.refused_a_token(at("192.0.2.1")).is_ok() && city.refused_a_token(at("192.0.2.2")).is_ok());
        assert!(city.refused_a_token(at("192.0.2.3")).is_err(), "one network");
        assert!(city.arrived(at("192.0.2.1")).is_ok() && city.refused_a_token(at("192.0.3.1")).is_ok());
    }
}
