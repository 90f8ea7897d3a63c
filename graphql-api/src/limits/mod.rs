//! What one caller may use, in one table: what a document may cost, how much may be used over time, how much runs
//! at once, what a connection may do.
//!
//! Here live the numbers ([`Limits`]) and what holds them: [`budget`] (used up and coming back with time),
//! [`turns`] (how much runs at once), [`address`] (where a request comes from), [`account`] (who pays). Here never
//! live: documents (that is `guard`), HTTP, or whether somebody may do something. `docs/reference/limits.md` is
//! written from [`table`].

pub(crate) mod account;
mod address;
mod budget;
mod quota;
pub mod table;
pub(crate) mod turns;

use std::time::Duration;

use cityhall_engine::Audience;

pub(crate) use account::Admission;
pub use account::{Account, HELD_BACK_MAX};
pub(crate) use address::Block;
pub use address::{ClientAddress, Proxy, TrustedProxies};
pub(crate) use budget::Over;
pub use quota::{FILLS_IN_MAX, Quota};
pub use turns::TurnLimits;

use crate::guard;

/// Every limit of the API. Each number is several times what the largest honest client needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Anybody, residents, companies.
    pub public: AudienceLimits,
    /// Systems of other bodies; a partner may have a budget of its own instead of this one.
    pub partner: AudienceLimits,
    /// Officers and auditors.
    pub staff: AudienceLimits,
    /// Those who publish.
    pub admin: AudienceLimits,
    /// Budget of everybody in one network together: 24 bits of an IPv4 address, 48 bits of an IPv6 address.
    pub network: Quota,
    /// Tokens that were not accepted, of one network.
    pub attempts: Quota,
    /// Questions for a case by its receipt, of one network.
    pub receipts: Quota,
    /// Executions; each of one principal.
    pub executions: TurnLimits,
    /// How long one request is worked on.
    pub execution_time_max: Duration,
    /// Large bodies that are being read; each of one network.
    pub bodies: TurnLimits,
    /// What a connection may do.
    pub http: HttpLimits,
    /// What may come by WebSocket.
    pub socket: SocketLimits,
}

/// What one kind of caller may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AudienceLimits {
    /// What one document may hold and cost.
    pub document: guard::Limits,
    /// What one principal may use over time.
    pub budget: Quota,
}

/// What a connection may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HttpLimits {
    /// Bytes of the request line and the headers. The reader asks for more room before it counts, so that up to
    /// twice as many may pass.
    pub head_bytes_max: usize,
    /// Headers of one request.
    pub headers_max: usize,
    /// How long a head may take, from the moment at which the connection waits for it: so long, too, a connection
    /// may be idle. More than the minute after which proxies give up theirs, so that none is closed under them.
    pub head_time_max: Duration,
    /// Bytes of a body.
    pub body_bytes_max: usize,
    /// Beyond so many bytes a body is large, and waits for its turn to be read.
    pub body_bytes_small: usize,
    /// How long a body may take.
    pub body_time_max: Duration,
    /// Connections of everybody.
    pub connections: u32,
    /// Connections from one network. Proxies that are trusted have as many as there are.
    pub connections_each: u32,
    /// How long requests may take to come to their end when the city is asked to stop.
    pub drain_time_max: Duration,
    /// Values that variables may hold, those inside others counted.
    pub variable_values_max: usize,
    /// How deeply they may be nested.
    pub variable_depth_max: usize,
}

/// What may come over one WebSocket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SocketLimits {
    /// Bytes of a message: a document of its largest size with variables.
    pub message_bytes_max: usize,
    /// Operations at once.
    pub operations_max: usize,
    /// How long a client may take to say who they are.
    pub init_time_max: Duration,
    /// How often a client is asked whether it is there; one that has said nothing since the last time is not.
    pub silence_time_max: Duration,
    /// How long a message may wait for its reader.
    pub send_time_max: Duration,
}

impl Limits {
    /// Outside development.
    pub const PRODUCTION: Self = Self {
        public: AudienceLimits {
            document: guard::Limits { cost_max: 10_000, ..guard::DOCUMENT },
            budget: Quota::clamped(2_000, 120_000),
        },
        partner: AudienceLimits { document: guard::DOCUMENT, budget: Quota::clamped(10_000, 300_000) },
        staff: AudienceLimits { document: guard::DOCUMENT, budget: Quota::clamped(5_000, 300_000) },
        admin: AudienceLimits { document: guard::DOCUMENT, budget: Quota::clamped(20_000, 1_200_000) },
        network: Quota::clamped(40_000, 2_400_000),
        attempts: Quota::clamped(5, 300),
        receipts: Quota::clamped(2, 120),
        executions: TurnLimits {
            at_once: 256,
            at_once_each: 8,
            waiting: 1_024,
            waiting_each: 64,
            wait_max: Duration::from_secs(2),
        },
        execution_time_max: Duration::from_secs(20),
        bodies: TurnLimits {
            at_once: 64,
            at_once_each: 16,
            waiting: 256,
            waiting_each: 64,
            wait_max: Duration::from_secs(5),
        },
        http: HttpLimits {
            head_bytes_max: 64 * 1024,
            headers_max: 100,
            head_time_max: Duration::from_secs(75),
            body_bytes_max: 1024 * 1024,
            body_bytes_small: 64 * 1024,
            body_time_max: Duration::from_secs(30),
            connections: 4_096,
            connections_each: 1_024,
            drain_time_max: Duration::from_secs(25),
            variable_values_max: 20_000,
            variable_depth_max: 32,
        },
        socket: SocketLimits {
            message_bytes_max: 256 * 1024,
            operations_max: 20,
            init_time_max: Duration::from_secs(10),
            silence_time_max: Duration::from_secs(30),
            send_time_max: Duration::from_secs(30),
        },
    };

    /// In development, where a whole city of tests and benchmarks comes from one machine: budgets, turns and
    /// connections are wider, everything else is the same.
    pub const DEVELOPMENT: Self = {
        let wide = Quota::clamped(50_000_000, 3_000_000_000);
        let production = Self::PRODUCTION;
        Self {
            public: AudienceLimits { budget: wide, ..production.public },
            partner: AudienceLimits { budget: wide, ..production.partner },
            staff: AudienceLimits { budget: wide, ..production.staff },
            admin: AudienceLimits { budget: wide, ..production.admin },
            network: wide,
            attempts: Quota::clamped(1_000, 60_000),
            receipts: Quota::clamped(1_000, 60_000),
            executions: TurnLimits { at_once: 1_024, at_once_each: 512, waiting_each: 1_024, ..production.executions },
            bodies: TurnLimits { at_once_each: 64, waiting_each: 256, ..production.bodies },
            http: HttpLimits { connections_each: 4_096, ..production.http },
            ..production
        }
    };

    /// Those of an audience.
    #[must_use]
    pub const fn of(&self, audience: Audience) -> &AudienceLimits {
        match audience {
            Audience::Public => &self.public,
            Audience::Partner => &self.partner,
            Audience::Staff => &self.staff,
            Audience::Admin => &self.admin,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_budget_holds_the_dearest_request_many_times() {
        for limits in [Limits::PRODUCTION, Limits::DEVELOPMENT] {
            for audience in crate::schema::AUDIENCES {
                let of = limits.of(audience);
                assert!(u64::from(of.budget.burst()) >= of.document.cost_max * 10, "{audience:?}");
                assert!(limits.network.burst() >= of.budget.burst(), "{audience:?}: a network is no less than one");
            }
        }
    }

    #[test]
    fn no_number_of_the_table_was_bent() {
        for limits in [Limits::PRODUCTION, Limits::DEVELOPMENT] {
            let audiences = crate::schema::AUDIENCES.map(|audience| limits.of(audience).budget);
            for quota in audiences.into_iter().chain([limits.network, limits.attempts, limits.receipts]) {
                assert_eq!(Quota::new(quota.per_second(), quota.burst()), Some(quota));
                let fills_in = f64::from(quota.burst()) / f64::from(quota.per_second());
                assert!(fills_in >= 30.0, "a burst is half a minute's worth at least");
            }
        }
    }
}
