//! Bodies: read within a time and a size, and JSON that is bounded while it is read, so that what a request holds
//! in memory is bounded before anybody knows who sent it.

use std::cell::Cell;
use std::fmt;

use axum::body::{Body, Bytes, HttpBody};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::code::Code;
use crate::limits::turns::Shed;
use crate::limits::{Admission, ClientAddress, HttpLimits};

/// Why a request was not read.
pub(super) type Unread = (Code, &'static str);

/// Reads a body.
pub(super) async fn read(admission: &Admission, from: ClientAddress, body: Body) -> Result<Bytes, Unread> {
    let limits = admission.limits().http;
    let length = body.size_hint().upper();
    if length.is_some_and(|length| length > limits.body_bytes_max as u64) {
        return Err(TOO_LARGE);
    }
    // Small ones are many and cheap; of large ones only so many are in memory at once.
    let is_small = length.is_some_and(|length| length <= limits.body_bytes_small as u64);
    let _turn = if is_small { None } else { Some(admission.large_body(from).await.map_err(shed)?) };
    let whole = Limited::new(body, limits.body_bytes_max).collect();
    match tokio::time::timeout(limits.body_time_max, whole).await {
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(TOO_LARGE),
        Ok(Err(_)) => Err((Code::BadRequest, "the body could not be read")),
        Err(_) => Err((Code::BodyTooSlow, "the body did not come in time 请求体未按时到达")),
    }
}

const TOO_LARGE: Unread = (Code::PayloadTooLarge, "the body is larger than 1 MiB");

fn shed(shed: Shed) -> Unread {
    match shed {
        Shed::TheirOwn => {
            (Code::RateLimited, "too many large bodies at once from your network 您所在网络同时发送的大请求体过多")
        }
        Shed::TheCity => (Code::Overloaded, "too many large bodies at once 同时发送的大请求体过多"),
    }
}

/// The members of a JSON object, bounded while they are read. A key that comes twice could be read in two ways, so
/// it is refused.
pub(super) fn object(text: &[u8], limits: HttpLimits) -> Result<Map<String, Value>, Unread> {
    match value(text, limits)? {
        Value::Object(parts) => Ok(parts),
        _ => Err((Code::BadRequest, "the body is one JSON object")),
    }
}

/// As [`object`], of any value.
pub(super) fn value(text: &[u8], limits: HttpLimits) -> Result<Value, Unread> {
    let budget = Budget { left: Cell::new(limits.variable_values_max), why: Cell::new(None) };
    let mut reader = serde_json::Deserializer::from_slice(text);
    // The object around the variables, and theirs.
    let seed = Bounded { budget: &budget, depth: limits.variable_depth_max + 2 };
    let read = seed.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    read.map_err(|_| (Code::BadRequest, budget.why.get().unwrap_or("the body is not JSON")))
}

struct Budget {
    left: Cell<usize>,
    why: Cell<Option<&'static str>>,
}

impl Budget {
    fn refuse<E: Error>(&self, why: &'static str) -> E {
        self.why.set(Some(why));
        E::custom(why)
    }
}

#[derive(Clone, Copy)]
struct Bounded<'a> {
    budget: &'a Budget,
    depth: usize,
}

impl Bounded<'_> {
    fn inner<E: Error>(self) -> Result<Self, E> {
        let depth = self.depth.checked_sub(1);
        depth.map(|depth| Self { depth, ..self }).ok_or_else(|| self.budget.refuse("values are nested too deeply"))
    }
}

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        match self.budget.left.get().checked_sub(1) {
            Some(left) => self.budget.left.set(left),
            None => return Err(self.budget.refuse("there are too many values")),
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| self.budget.refuse("a number is none"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut object = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            if object.contains_key(&key) {
                return Err(self.budget.refuse("a key comes twice"));
            }
            let member = members.next_value_seed(inner)?;
            object.insert(key, member);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::limits::Limits;

    fn read(text: &str) -> Result<Value, Unread> {
        value(text.as_bytes(), Limits::PRODUCTION.http)
    }

    fn why(text: &str) -> &'static str {
        read(text).expect_err("it is refused").1
    }

    #[test]
    fn values_are_bounded_in_number_and_depth() {
        let list = |values: usize| format!("[{}]", vec!["0"; values].join(","));
        assert!(read(&list(19_999)).is_ok());
        assert_eq!(why(&list(20_000)), "there are too many values");
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(read(&nested(34)).is_ok());
        assert_eq!(why(&nested(35)), "values are nested too deeply");
        assert_eq!(why(&"[".repeat(100_000)), "values are nested too deeply");
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        assert_eq!(why(r#"{"a":1,"a":2}"#), "a key comes twice");
        assert_eq!(why(r#"{"v":{"a":1,"\u0061":2}}"#), "a key comes twice");
        for text in ["\u{feff}{}", r#""\ud800""#, "{} {}", "{'a':1}", "NaN", "1e999", ""] {
            assert_eq!(why(text), "the body is not JSON", "{text:?}");
        }
    }

    #[test]
    fn numbers_are_what_they_were() {
        for text in ["9007199254740993", "-9223372036854775808", "18446744073709551615", "-0.0", "1.5"] {
            assert_eq!(read(text).map(|value| value.to_string()), Ok(text.to_owned()));
        }
    }

    proptest! {
        /// Within the bounds it reads what everybody else reads.
        #[test]
        fn agrees_with_an_unbounded_reader(text in "[\\[\\]{}:,\"ab0-9.eE\\- ]{0,60}") {
            let plain: Result<Value, _> = serde_json::from_str(&text);
            match (read(&text), plain) {
                (Ok(mine), Ok(plain)) => prop_assert_eq!(mine, plain),
                (Err((_, why)), Ok(_)) => prop_assert_eq!(why, "a key comes twice"),
                (Err(_), Err(_)) => {}
                (Ok(mine), Err(error)) => prop_assert!(false, "{mine} but {error}"),
            }
        }
    }
}
