//! What the city has published, as far as the operator knows: asked of the city, then kept up by what
//! is published here. Nothing of it is stored; after a restart it is asked again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cityhall_crds::Kind;
use cityhall_crds::spec::Problem;

/// Kind and name of a manifest.
pub(crate) type Key = (Kind, String);

/// One thing that the city has taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The digest of its spec.
    pub(crate) digest: Arc<str>,
    /// The revision of a module.
    pub(crate) revision: Option<i32>,
}

/// What the city said to a manifest that it did not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    /// The digest of the spec that it refused.
    digest: String,
    /// The surroundings in which it did: in others it may say something else.
    surroundings: u64,
    /// Every problem.
    pub(crate) problems: Vec<Problem>,
}

/// Whether the city answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reach {
    /// It was not asked yet.
    NotAsked,
    /// It does not answer: why.
    Unreachable(String),
    /// It has said what it has published.
    Reached,
}

/// What the city has published.
pub(crate) struct Registry(Mutex<State>);

struct State {
    reach: Reach,
    served: BTreeMap<Key, Entry>,
    refused: BTreeMap<Key, Refused>,
    /// Counts the changes of what modules are proved against: the city, departments, calendars.
    surroundings: u64,
    /// Counts the changes of modules, which access policies name besides.
    modules: u64,
    /// Counts the changes of partners, of which no two have the same client.
    partners: u64,
}

impl State {
    fn changed(&mut self, kind: Kind) {
        match kind {
            Kind::AccessPolicy => {}
            Kind::ServiceModule => self.modules += 1,
            Kind::Partner => self.partners += 1,
            Kind::City | Kind::Department | Kind::HolidayCalendar => self.surroundings += 1,
        }
    }

    /// A number that another follows whenever what a manifest of this kind is judged against has changed.
    fn around(&self, kind: Kind) -> u64 {
        let own = match kind {
            Kind::AccessPolicy => self.modules,
            Kind::Partner => self.partners,
            Kind::City | Kind::Department | Kind::HolidayCalendar | Kind::ServiceModule => 0,
        };
        self.surroundings + own
    }
}

impl Registry {
    pub(crate) fn new() -> Self {
        let served = BTreeMap::new();
        Self(Mutex::new(State {
            reach: Reach::NotAsked,
            served,
            refused: BTreeMap::new(),
            surroundings: 0,
            modules: 0,
            partners: 0,
        }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn reach(&self) -> Reach {
        self.state().reach.clone()
    }

    /// Takes in what the city says that it serves. True if it differs from what was known.
    pub(crate) fn learn(&self, served: BTreeMap<Key, Entry>) -> bool {
        let mut state = self.state();
        let differs = state.reach != Reach::Reached || state.served != served;
        if differs {
            state.surroundings += 1;
        }
        state.served = served;
        state.reach = Reach::Reached;
        differs
    }

    /// The city does not answer. True if that is new.
    pub(crate) fn lose(&self, why: &str) -> bool {
        let mut state = self.state();
        let is_new = !matches!(state.reach, Reach::Unreachable(_));
        state.reach = Reach::Unreachable(why.to_owned());
        is_new
    }

    /// What is served under this name.
    pub(crate) fn served(&self, kind: Kind, name: &str) -> Option<Entry> {
        self.state().served.get(&(kind, name.to_owned())).cloned()
    }

    /// The names of what is served of a kind.
    pub(crate) fn names(&self, kind: Kind) -> Vec<String> {
        self.state().served.keys().filter(|(of, _)| *of == kind).map(|(_, name)| name.clone()).collect()
    }

    /// What the city said to this spec, if nothing has changed since that could change the answer.
    pub(crate) fn refused(&self, kind: Kind, name: &str, digest: &str) -> Option<Refused> {
        let state = self.state();
        let refused = state.refused.get(&(kind, name.to_owned()))?;
        (refused.digest == digest && refused.surroundings == state.around(kind)).then(|| refused.clone())
    }

    /// The city took a spec.
    pub(crate) fn took(&self, kind: Kind, name: &str, entry: Entry) {
        let mut state = self.state();
        let key = (kind, name.to_owned());
        state.refused.remove(&key);
        state.served.insert(key, entry);
        state.changed(kind);
    }

    /// The city refused a spec.
    pub(crate) fn refuse(&self, kind: Kind, name: &str, digest: &str, problems: Vec<Problem>) {
        let mut state = self.state();
        let refused = Refused { digest: digest.to_owned(), surroundings: state.around(kind), problems };
        state.refused.insert((kind, name.to_owned()), refused);
    }

    /// Whatever the city said to it before, it is to be asked again.
    pub(crate) fn forget_refusal(&self, kind: Kind, name: &str) {
        self.state().refused.remove(&(kind, name.to_owned()));
    }

    /// The city has retired it.
    pub(crate) fn retired(&self, kind: Kind, name: &str) {
        let mut state = self.state();
        state.served.remove(&(kind, name.to_owned()));
        state.changed(kind);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(digest: &str) -> Entry {
        Entry { digest: digest.into(), revision: None }
    }

    #[test]
    fn a_refusal_counts_until_the_surroundings_change() {
        let registry = Registry::new();
        registry.learn(BTreeMap::new());
        registry.refuse(Kind::ServiceModule, "lamps", "d1", Vec::new());
        assert!(registry.refused(Kind::ServiceModule, "lamps", "d1").is_some());
        assert!(registry.refused(Kind::ServiceModule, "lamps", "d2").is_none());
        registry.took(Kind::ServiceModule, "benches", entry("e"));
        assert!(registry.refused(Kind::ServiceModule, "lamps", "d1").is_some());
        registry.refuse(Kind::AccessPolicy, "walls", "d1", Vec::new());
        registry.took(Kind::AccessPolicy, "others", entry("e"));
        assert!(registry.refused(Kind::AccessPolicy, "walls", "d1").is_some());
        registry.took(Kind::ServiceModule, "chairs", entry("e"));
        assert!(registry.refused(Kind::AccessPolicy, "walls", "d1").is_none(), "a rule names modules");
        registry.took(Kind::Department, "works", entry("e"));
        assert!(registry.refused(Kind::ServiceModule, "lamps", "d1").is_none());
    }

    #[test]
    fn what_is_learned_again_is_no_news() {
        let registry = Registry::new();
        let served = BTreeMap::from([((Kind::City, "one".to_owned()), entry("a"))]);
        assert!(registry.learn(served.clone()));
        assert!(!registry.learn(served.clone()));
        assert!(registry.lose("connection refused"));
        assert!(!registry.lose("connection refused"));
        assert!(registry.learn(served));
    }
}
