//! The public methods of the engine for partners: proving who a system is, and its API keys.

use std::net::IpAddr;
use std::sync::Arc;

use cityhall_domain::name::PartnerName;

use super::Engine;
use crate::access::{Principal, Session, Standing, Unauthenticated};
use crate::catalog::Catalog;
use crate::identity::fresh;
use crate::partners::{
    self, AccessToken, ApiKey, ExchangeRefused, Grant, IssueKey, IssuedKey, KeyRefused, KeyRing, Partner,
};
use crate::power_log::event::{By, Entry, PowerEvent};
use crate::publish::{Publication, PublishError};

impl Engine {
    /// Who bears this, a token or an API key, and calls from there; without one, nobody in particular. Where the
    /// address is not known, nobody whose credential is bound to addresses.
    ///
    /// # Errors
    /// When a bearer came and was not accepted; why is not told.
    pub async fn authenticate_from(
        &self,
        bearer: Option<&str>,
        from: Option<IpAddr>,
    ) -> Result<Session, Unauthenticated> {
        let Some(token) = bearer else { return self.authenticate(None).await };
        let now = self.shared.clock.security_now();
        if KeyRing::is_key(token) {
            let (grant, until) = self.shared.keys.verify(token, from, now, |name| self.partner(name)).await?;
            return Ok(Session { who: acting_within(grant), until: Some(until) });
        }
        let Some((bearer, until)) = self.shared.tokens.verify(token, now).await else {
            return self.authenticate(Some(token)).await;
        };
        let grant = partners::grant_of(&bearer, from, |name| self.partner(name))?;
        Ok(Session { who: acting_within(grant), until: Some(until) })
    }

    /// The name under which the city issues tokens to partners: what their assertions are addressed to.
    #[must_use]
    pub fn partner_issuer(&self) -> &str {
        self.shared.tokens.name()
    }

    /// A token for the system that signed this assertion.
    ///
    /// # Errors
    /// See [`ExchangeRefused`].
    pub async fn exchange(&self, assertion: &str, from: Option<IpAddr>) -> Result<AccessToken, ExchangeRefused> {
        let (catalog, now) = (self.shared.registry.now(), self.shared.clock.security_now());
        self.shared.tokens.exchange(assertion, from, now, &catalog, &self.shared.keys).await
    }

    /// Draws a key for a partner's systems. Its secret is in the answer and nowhere else.
    ///
    /// # Errors
    /// See [`KeyRefused`]; no key was issued then.
    pub async fn issue_key(&self, who: &Principal, asked: &IssueKey) -> Result<IssuedKey, KeyRefused> {
        may_administer(who)?;
        let name = asked.partner.parse::<PartnerName>().map_err(|_| KeyRefused::NoSuchPartner)?;
        let partner = self.partner(&name).ok_or(KeyRefused::NoSuchPartner)?;
        let drawn = self.shared.keys.draw(asked, name.clone(), &partner, self.shared.clock.security_now())?;
        // On record before anybody can use it.
        let key = drawn.id().to_owned();
        self.record(who, PowerEvent::ApiKeyIssued { partner: name, key, until: asked.until }).await?;
        self.shared.keys.keep(drawn).await
    }

    /// Takes a key back: it is good for nothing from now on. Again, it changes nothing.
    ///
    /// # Errors
    /// See [`KeyRefused`].
    pub async fn revoke_key(&self, who: &Principal, id: &str) -> Result<ApiKey, KeyRefused> {
        may_administer(who)?;
        // Of no use before it is on record: the other order could leave it usable.
        let key = self.shared.keys.revoke(id, self.shared.clock.security_now()).await?;
        self.record(who, PowerEvent::ApiKeyRevoked { partner: key.partner.clone(), key: key.id.clone() }).await?;
        Ok(key)
    }

    /// The keys of a partner, the newest first. For administrators, and for the partner itself.
    #[must_use]
    pub fn keys_of(&self, who: &Principal, partner: &PartnerName) -> Option<Vec<ApiKey>> {
        let is_theirs = who.partner.as_ref().is_some_and(|grant| grant.partner == *partner);
        (is_theirs || may_administer(who).is_ok()).then(|| self.shared.keys.of(partner))
    }

    /// What would be published after this publication. Nothing is published.
    ///
    /// # Errors
    /// See [`PublishError`].
    pub async fn preview(&self, publication: &Publication) -> Result<Arc<Catalog>, PublishError> {
        self.shared.registry.preview(publication, &self.shared.clock).await
    }

    fn partner(&self, name: &PartnerName) -> Option<Arc<Partner>> {
        self.shared.registry.now().partners.get(name).cloned()
    }

    async fn record(&self, who: &Principal, what: PowerEvent) -> Result<(), KeyRefused> {
        let entry = Entry { effective_at: self.shared.clock.now(), by: By::from(who), what };
        let appended = self.shared.power_log.append(fresh(), 0, &[entry], &self.shared.clock).await;
        appended.map_err(|error| {
            tracing::error!(%error, "failed to write the power log");
            KeyRefused::Unavailable
        })
    }
}

fn may_administer(who: &Principal) -> Result<(), KeyRefused> {
    match who.standing {
        Standing::Admin { .. } | Standing::City => Ok(()),
        Standing::Anonymous
        | Standing::Resident { .. }
        | Standing::Company { .. }
        | Standing::Officer { .. }
        | Standing::Auditor { .. }
        | Standing::Partner { .. } => Err(KeyRefused::NotAllowed),
    }
}

fn acting_within(grant: Grant) -> Principal {
    let standing = Standing::Partner { subject: partners::subject(&grant.partner) };
    Principal { partner: Some(Arc::new(grant)), ..Principal::new(standing, None) }
}
