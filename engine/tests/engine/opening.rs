//! When a city opens, and when it refuses to.

use std::sync::Arc;

use cityhall_engine::{Engine, Issuer, LocalKey, Mode, OpenError};
use cityhall_eventstore::sqlite::{OpenMode, SqliteStore};
use cityhall_eventstore::{EventStore, Expected, NewEvent, Position};
use serde_json::json;

use crate::city::{TestCity, answers, config, resident};

#[tokio::test]
async fn a_development_store_is_refused_in_production() {
    let city = TestCity::start().await;
    let (refused, _) = city.restart(|config| config.mode = Mode::Production).await.err().unwrap();
    assert!(matches!(refused, OpenError::WrongMode { founded: Mode::Development, asked: Mode::Production }));
}

#[tokio::test]
async fn production_makes_no_key_and_its_store_is_refused_in_development() {
    let folder = tempfile::tempdir().unwrap();
    let key_file = folder.path().join("given.key");
    std::fs::write(&key_file, "07".repeat(32)).unwrap();
    let data = folder.path().join("data");
    let store = SqliteStore::open(&data, OpenMode::Writer).await.unwrap();
    let open = |mode, kek: Option<Arc<LocalKey>>, development_issuer| {
        let kek = kek.map(|kek| kek as Arc<_>);
        let config = cityhall_engine::Config { mode, kek, development_issuer, ..config(&data) };
        Engine::open(Arc::clone(&store) as Arc<dyn EventStore>, config)
    };
    assert!(matches!(open(Mode::Production, None, None).await, Err(OpenError::KeyRequired)));
    assert!(store.read_all(Position(0), 1).await.unwrap().is_empty(), "nothing was founded");

    let given = Arc::new(LocalKey::read(&key_file).unwrap());
    let issuer = Issuer::with_keys("x", "y", json!({"keys": []}));
    let with_issuer = open(Mode::Production, Some(Arc::clone(&given)), Some(issuer)).await;
    assert!(matches!(with_issuer, Err(OpenError::DevelopmentOnly)));

    open(Mode::Production, Some(given), None).await.unwrap().close().await;
    let refused = open(Mode::Development, None, None).await;
    assert!(matches!(refused, Err(OpenError::WrongMode { .. })));
    store.close().await.unwrap();
}

#[tokio::test]
async fn keys_are_not_made_anew_over_a_store_that_has_events() {
    let city = TestCity::start().await;
    let data = city.data();
    city.submit(&resident("r-1"), answers(), None).await.unwrap();
    let (refused, folder) = city.restart(|_| std::fs::remove_file(data.join("keys.db")).unwrap()).await.err().unwrap();
    assert!(matches!(refused, OpenError::KeysMissing(_)), "{refused}");
    assert!(!folder.path().join("keys.db").exists());
}

#[tokio::test]
async fn a_registry_of_a_newer_binary_is_not_opened() {
    let city = TestCity::start().await;
    let now = city.engine.clock().now();
    let event = NewEvent {
        id: uuid::Uuid::from_u128(1),
        event_type: "ModuleTeleported".to_owned(),
        schema: 1,
        recorded_at: now,
        effective_at: now,
        metadata: b"{}".to_vec(),
        payload: b"{}".to_vec(),
    };
    let last = city.store.read_stream("registry", cityhall_eventstore::Revision(0), 100).await.unwrap();
    let expected = Expected::Revision(last.last().unwrap().revision);
    city.store.append("registry", expected, vec![event]).await.unwrap();
    let (refused, _) = city.restart(|_| ()).await.err().unwrap();
    assert!(matches!(refused, OpenError::Upgrading(_)), "{refused}");
}
