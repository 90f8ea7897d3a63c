//! The store's first event: when the city was founded, as what, and which identity it drew.

use cityhall_eventstore::{AppendError, EventStore, Expected, NewEvent, Position, Revision};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::config::{Mode, OpenError};
use crate::identity::{CityId, fresh};

/// The stream of the city itself.
const STREAM: &str = "city";

/// The type of its first event.
const CITY_FOUNDED: &str = "CityFounded";

/// What the first event says.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct CityFounded {
    mode: Mode,
    city: CityId,
}

#[derive(Deserialize)]
struct Payload {
    open: CityFounded,
}

/// A city that was founded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Founded {
    pub(crate) city: CityId,
    pub(crate) at: Timestamp,
}

/// Reads the founding of the city that `store` holds; `None` where the store has no event.
pub(crate) async fn read(store: &dyn EventStore, asked: Mode) -> Result<Option<Founded>, OpenError> {
    let first = store.read_stream(STREAM, Revision(0), 1).await?;
    let Some(recorded) = first.first() else {
        let any = store.read_all(Position(0), 1).await?;
        let foreign = || OpenError::State("the store has events, but none that founds a city".to_owned());
        return if any.is_empty() { Ok(None) } else { Err(foreign()) };
    };
    let event = &recorded.event;
    if event.event_type != CITY_FOUNDED || event.schema != 1 {
        return Err(OpenError::Upgrading(format!("`{}` version {}", event.event_type, event.schema)));
    }
    let Payload { open } =
        serde_json::from_slice(&event.payload).map_err(|error| OpenError::State(error.to_string()))?;
    if open.mode != asked {
        return Err(OpenError::WrongMode { founded: open.mode, asked });
    }
    Ok(Some(Founded { city: open.city, at: event.effective_at }))
}

/// Founds a city in an empty store.
pub(crate) async fn found(
    store: &dyn EventStore,
    mode: Mode,
    city: CityId,
    at: Timestamp,
) -> Result<Founded, OpenError> {
    let event = NewEvent {
        id: fresh(),
        event_type: CITY_FOUNDED.to_owned(),
        schema: 1,
        recorded_at: at,
        effective_at: at,
        metadata: json!({"principal": {"kind": "CITY"}}).to_string().into_bytes(),
        payload: json!({"open": CityFounded { mode, city }, "sealed": []}).to_string().into_bytes(),
    };
    match store.append(STREAM, Expected::NoStream, vec![event]).await {
        Ok(_) => Ok(Founded { city, at }),
        Err(AppendError::Store(error)) => Err(error.into()),
        Err(error) => Err(OpenError::State(format!("failed to found the city: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_founding_of_every_city_is_read() {
        let file = include_str!("../golden/city/CityFounded.v1.json");
        let file: serde_json::Value = serde_json::from_str(file).unwrap();
        let Payload { open } = serde_json::from_value(file["payload"].clone()).unwrap();
        assert_eq!(open.mode, Mode::Development);
        assert_eq!(serde_json::to_value(open).unwrap(), file["payload"]["open"]);
    }
}
