//! Of which requests the spans are sent. That is the city's to say: neither the flag of a caller's `traceparent` nor
//! the number of their trace, which they choose, makes one be sent or not.

use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use opentelemetry::trace::{Link, SpanKind, TraceContextExt as _, TraceId, TraceState};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::trace::{SamplingDecision, SamplingResult, ShouldSample};

/// The parts that a whole has.
const WHOLE: u64 = 1_000_000;

/// How many of all requests: 0 none, 1 each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    millionths: u64,
}

impl Share {
    /// Of none.
    pub const NOTHING: Self = Self { millionths: 0 };
    /// Of each.
    pub const EVERYTHING: Self = Self { millionths: WHOLE };
}

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let share: f64 = text.trim().parse().map_err(|_| "it is a number from 0 to 1".to_owned())?;
        if !(0.0..=1.0).contains(&share) {
            return Err("it is a number from 0 to 1".to_owned());
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to a million")]
        let millionths = (share * 1e6).round() as u64;
        Ok(Self { millionths })
    }
}

impl std::fmt::Display for Share {
    #[expect(clippy::cast_precision_loss, reason = "at most a million")]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (self.millionths as f64 / 1e6).fmt(f)
    }
}

/// Takes its share of what is asked, evenly; what belongs to something that was taken goes with it.
#[derive(Debug, Clone)]
pub(crate) struct Evenly {
    share: Share,
    seen: Arc<AtomicU64>,
}

impl From<Share> for Evenly {
    fn from(share: Share) -> Self {
        Self { share, seen: Arc::default() }
    }
}

impl Evenly {
    fn takes_the_next(&self) -> bool {
        let before = self.seen.fetch_add(self.share.millionths, Ordering::Relaxed);
        before / WHOLE != before.wrapping_add(self.share.millionths) / WHOLE
    }
}

impl ShouldSample for Evenly {
    fn should_sample(
        &self,
        parent_context: Option<&Context>,
        _trace_id: TraceId,
        _name: &str,
        span_kind: &SpanKind,
        _attributes: &[KeyValue],
        _links: &[Link],
    ) -> SamplingResult {
        let parent = parent_context.map(|parent| parent.span().span_context().clone());
        let is_taken = match parent.filter(|parent| parent.is_valid() && !parent.is_remote()) {
            Some(ours) => ours.is_sampled(),
            // What nobody asks for, such as a read of the timers, is not told by itself.
            None => !matches!(span_kind, SpanKind::Internal) && self.takes_the_next(),
        };
        let decision = if is_taken { SamplingDecision::RecordAndSample } else { SamplingDecision::Drop };
        SamplingResult { decision, attributes: Vec::new(), trace_state: TraceState::NONE }
    }
}

#[cfg(test)]
mod tests {
    use opentelemetry::trace::{SpanContext, SpanId, TraceFlags};

    use super::*;

    fn is_taken(sampler: &Evenly, kind: &SpanKind, parent: Option<(TraceFlags, bool)>) -> bool {
        let (trace, span) = (TraceId::from(7), SpanId::from(7));
        let context = parent.map(|(flags, is_remote)| {
            let parent = SpanContext::new(trace, span, flags, is_remote, TraceState::NONE);
            Context::new().with_remote_span_context(parent)
        });
        let result = sampler.should_sample(context.as_ref(), trace, "", kind, &[], &[]);
        result.decision == SamplingDecision::RecordAndSample
    }

    fn taken(share: &str, of: usize, parent: Option<(TraceFlags, bool)>) -> usize {
        let sampler = Evenly::from(share.parse::<Share>().unwrap());
        (0..of).filter(|_| is_taken(&sampler, &SpanKind::Server, parent)).count()
    }

    #[test]
    fn a_share_is_taken_whatever_callers_say() {
        for flags in [TraceFlags::SAMPLED, TraceFlags::default()] {
            assert_eq!(taken("0.1", 1000, Some((flags, true))), 100);
            assert_eq!(taken("0", 1000, Some((flags, true))), 0);
            assert_eq!(taken("1", 1000, Some((flags, true))), 1000);
        }
        assert_eq!(taken("0.25", 1000, None), 250);
    }

    #[test]
    fn parts_go_with_what_they_belong_to() {
        assert_eq!(taken("0", 10, Some((TraceFlags::SAMPLED, false))), 10);
        assert_eq!(taken("1", 10, Some((TraceFlags::default(), false))), 0);
        let everything = Evenly::from(Share::EVERYTHING);
        assert!(!is_taken(&everything, &SpanKind::Internal, None), "what nobody asked for");
    }

    #[test]
    fn shares_are_read() {
        for bad in ["", "2", "-0.1", "NaN", "all"] {
            assert!(bad.parse::<Share>().is_err(), "{bad}");
        }
        assert_eq!("0.05".parse::<Share>().unwrap().to_string(), "0.05");
    }
}
