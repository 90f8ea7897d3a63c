//! W3C trace context: how a trace comes in with a request and goes out with another.
//!
//! Of what a caller sends the numbers of trace and span are taken over, and nothing else: the flag that asks for a
//! trace to be sent is not theirs to set, and `tracestate` and `baggage` hold text, which could be about a person.

use http::{HeaderMap, HeaderName, HeaderValue};
use opentelemetry::Context;
use opentelemetry::propagation::{Extractor, Injector, TextMapPropagator as _};
use opentelemetry::trace::{SpanContext, TraceContextExt as _, TraceFlags, TraceState};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tracing::{Span, field};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// The header of a trace.
const TRACEPARENT: &str = "traceparent";

/// How long the header is in version 00; later ones are longer.
const TRACEPARENT_BYTES: usize = 55;

/// Puts `span` into the trace that a request with these headers belongs to, or into a new one, and notes the trace's
/// number in its field `trace_id`. Must be said before the span is entered.
pub fn receive(span: &Span, headers: &HeaderMap) {
    if let Some(caller) = caller(headers) {
        put_below(span, caller);
    }
    begin(span);
}

/// Puts `span` into a new trace, and notes the trace's number in its field `trace_id`.
pub fn begin(span: &Span) {
    let context = span.context();
    let span_context = context.span().span_context().clone();
    if span_context.is_valid() {
        span.record("trace_id", field::display(span_context.trace_id()));
    }
}

/// What a request that is made now is to carry: the trace that it belongs to, where there is one.
#[must_use]
pub fn outgoing() -> HeaderMap {
    let mut headers = HeaderMap::new();
    TraceContextPropagator::new().inject_context(&Span::current().context(), &mut Outgoing(&mut headers));
    headers
}

/// A span as others refer to it, when it is over already or must not be kept from being so.
#[derive(Debug, Clone)]
pub struct Reference(SpanContext);

impl Reference {
    /// The span that is current.
    #[must_use]
    pub fn here() -> Self {
        Self(Span::current().context().span().span_context().clone())
    }

    /// Puts `span` below it.
    pub fn put_below(&self, span: &Span) {
        if self.0.is_valid() {
            put_below(span, self.0.clone());
        }
    }

    /// Says that `span`, of a trace of its own, comes of it.
    pub fn link(&self, span: &Span) {
        span.add_link(self.0.clone());
    }
}

fn put_below(span: &Span, parent: SpanContext) {
    // It can only fail where spans are not recorded.
    let _ = span.set_parent(Context::new().with_remote_span_context(parent));
}

fn caller(headers: &HeaderMap) -> Option<SpanContext> {
    let mut all = headers.get_all(TRACEPARENT).iter();
    let text = all.next().filter(|_| all.next().is_none())?.to_str().ok()?;
    let has_its_length = text.len() == TRACEPARENT_BYTES || text.len() > TRACEPARENT_BYTES && !text.starts_with("00");
    let context =
        has_its_length.then(|| TraceContextPropagator::new().extract_with_context(&Context::new(), &Incoming(text)))?;
    let said = context.span().span_context().clone();
    let heard = SpanContext::new(said.trace_id(), said.span_id(), TraceFlags::default(), true, TraceState::NONE);
    heard.is_valid().then_some(heard)
}

/// Shows the library the one header that is listened to.
struct Incoming<'a>(&'a str);

impl Extractor for Incoming<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        (key == TRACEPARENT).then_some(self.0)
    }

    fn keys(&self) -> Vec<&str> {
        vec![TRACEPARENT]
    }
}

/// Takes the one header that is sent.
struct Outgoing<'a>(&'a mut HeaderMap);

impl Injector for Outgoing<'_> {
    fn set(&mut self, key: &str, value: String) {
        if let (TRACEPARENT, Ok(value)) = (key, HeaderValue::from_str(&value)) {
            self.0.insert(HeaderName::from_static(TRACEPARENT), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    fn headers(all: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for one in all {
            headers.append(TRACEPARENT, HeaderValue::from_str(one).unwrap());
        }
        headers
    }

    #[test]
    fn a_trace_is_taken_over_without_its_flag_and_its_state() {
        let mut headers = headers(&[GOOD]);
        headers.insert("tracestate", HeaderValue::from_static("vendor=li-ming"));
        let heard = caller(&headers).unwrap();
        assert_eq!(heard.trace_id().to_string(), "0af7651916cd43dd8448eb211c80319c");
        assert_eq!(heard.span_id().to_string(), "b7ad6b7169203331");
        assert!(!heard.is_sampled() && heard.is_remote() && heard.trace_state().header().is_empty());
        assert!(caller(&self::headers(&["cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what"])).is_some());
    }

    #[test]
    fn what_is_no_traceparent_begins_a_new_trace() {
        for bad in [
            &[][..],
            &[""],
            &["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331"],
            &["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-"],
            &["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what"],
            &["00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01"],
            &["00-00000000000000000000000000000000-b7ad6b7169203331-01"],
            &["00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01"],
            &["ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"],
            &["00-0af7651916cd43dd8448eb211c80319-b7ad6b71692033311-01"],
            &["00-li-ming 110101199003074510 b7ad6b7169203331xxxxxxx-01"],
            &[GOOD, GOOD],
        ] {
            assert!(caller(&headers(bad)).is_none(), "{bad:?}");
        }
    }
}
