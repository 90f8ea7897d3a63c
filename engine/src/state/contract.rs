//! What every state database must do. A backend plugs in with one line:
//! `contract_suite!(module_name, |folder, views| home)`.

use std::sync::Arc;
use std::time::Duration;

use cityhall_eventstore::Position;

use super::sqlite::SqliteHome;
use super::{
    Answer, Batch, Candidate, Cell, Condition, Error, Group, KeyColumn, KeyValue, Order, Query, Row, Select,
    StateDatabase, StateHome, ViewSchema, Write,
};

static HOUSES: ViewSchema = ViewSchema {
    name: "houses",
    version: 1,
    keys: &[KeyColumn::text("street"), KeyColumn::integer("floors")],
    indexes: &[&["street", "floors"]],
    listed: true,
};
static PEOPLE: ViewSchema =
    ViewSchema { name: "people", version: 1, keys: &[KeyColumn::text("house")], indexes: &[&["house"]], listed: false };
static HOUSES_NEXT: ViewSchema = ViewSchema { version: 2, ..copy(&HOUSES) };
static VIEWS: &[&ViewSchema] = &[&HOUSES, &PEOPLE];
static VIEWS_NEXT: &[&ViewSchema] = &[&HOUSES_NEXT, &PEOPLE];

const fn copy(view: &ViewSchema) -> ViewSchema {
    ViewSchema { name: view.name, version: view.version, keys: view.keys, indexes: view.indexes, listed: view.listed }
}

fn house(id: &str, street: &str, floors: Option<i64>, colour: Option<&str>) -> Write {
    let listed = colour.map(|colour| ("colour".to_owned(), KeyValue::from(colour)));
    Write::Put(Row {
        id: id.to_owned(),
        keys: vec![street.into(), floors.into()],
        listed: listed.into_iter().collect(),
        body: format!("{{\"id\":\"{id}\"}}"),
    })
}

fn person(id: &str, house: &str) -> Write {
    Write::Put(Row { id: id.to_owned(), keys: vec![house.into()], listed: Vec::new(), body: "{}".to_owned() })
}

fn batch(position: u64, houses: Vec<Write>, people: Vec<Write>) -> Batch {
    Batch {
        writes: vec![(&HOUSES, houses), (&PEOPLE, people)],
        checkpoints: VIEWS.iter().map(|view| (*view, Position(position))).collect(),
    }
}

fn houses() -> Vec<Write> {
    vec![
        house("a", "elm", Some(1), Some("red")),
        house("b", "elm", Some(3), Some("blue")),
        house("c", "oak", Some(2), Some("red")),
        house("d", "oak", None, None),
    ]
}

/// Who lives where.
const PEOPLE_OF_THE_STREET: [(&str, &str); 2] = [("p", "c"), ("q", "d")];

async fn street(db: &Arc<dyn StateDatabase>) {
    let people = PEOPLE_OF_THE_STREET.map(|(id, house)| person(id, house)).into();
    db.write(batch(4, houses(), people)).await.unwrap();
}

/// A house at hand.
struct House(Row);

impl Candidate for House {
    fn id(&self) -> &str {
        &self.0.id
    }

    fn key(&self, column: &str) -> Option<&KeyValue> {
        HOUSES.keys.iter().position(|key| key.name == column).and_then(|place| self.0.keys.get(place))
    }

    fn listed(&self, field: &str) -> Option<&KeyValue> {
        self.0.listed.iter().find(|(name, _)| name == field).map(|(_, value)| value)
    }

    fn stands_in(&self, _view: &'static ViewSchema, condition: &Condition) -> bool {
        let mut people = PEOPLE_OF_THE_STREET.iter().filter(|(_, house)| *house == self.0.id);
        people.any(|(id, _)| condition.holds(&Cell { column: "id", value: KeyValue::from(*id) }))
    }
}

/// The houses for which a condition holds when they are at hand.
fn held(condition: &Condition) -> String {
    let rows = houses().into_iter().filter_map(|write| match write {
        Write::Put(row) => Some(House(row)),
        Write::Delete(_) => None,
    });
    rows.filter(|row| condition.holds(row)).map(|row| row.0.id).collect()
}

async fn ids(db: &Arc<dyn StateDatabase>, condition: Condition, order: Order, limit: usize) -> String {
    let select = Select { view: &HOUSES, condition, order, limit };
    let mut snapshot = db.read(vec![Query::Rows(select)]).await.unwrap();
    let bodies = snapshot.answers.remove(0).into_rows();
    bodies.iter().map(|body| &body[7..8]).collect()
}

pub(super) async fn a_batch_is_written_whole_or_not_at_all(home: Arc<dyn StateHome>) {
    let db = home.open().await.unwrap();
    street(&db).await;
    let late = batch(4, vec![house("e", "elm", None, None)], Vec::new());
    let refused = db.write(late).await;
    assert!(matches!(refused, Err(Error::Superseded { view: "houses", actual: 4, given: 4 })), "{refused:?}");
    assert_eq!(db.row_count(&HOUSES).await.unwrap(), 4);
    assert_eq!(db.checkpoint(&PEOPLE).await.unwrap(), Position(4));
}

pub(super) async fn the_last_write_of_a_row_stands(home: Arc<dyn StateHome>) {
    let db = home.open().await.unwrap();
    street(&db).await;
    let changed = vec![house("a", "ash", Some(9), None), Write::Delete("b".to_owned()), Write::Delete("z".to_owned())];
    db.write(batch(5, changed, Vec::new())).await.unwrap();
    let rows = db.rows_after(&HOUSES, String::new(), 2).await.unwrap();
    let [Write::Put(a), Write::Put(c)] = [house("a", "ash", Some(9), None), house("c", "oak", Some(2), Some("red"))]
    else {
        unreachable!()
    };
    assert_eq!(rows, [a, c]);
    assert_eq!(db.rows_after(&HOUSES, "c".to_owned(), 9).await.unwrap().len(), 1);
    let bodies = db.bodies(&HOUSES, vec!["a".to_owned(), "b".to_owned()]).await.unwrap();
    assert_eq!(bodies.into_keys().collect::<Vec<_>>(), ["a"]);
    let red = Condition::Listed("colour".to_owned(), "red".into());
    assert_eq!(ids(&db, red, Order::Ascending("id"), 9).await, "c", "values of the earlier row are gone");
}

pub(super) async fn conditions_choose_rows(home: Arc<dyn StateHome>) {
    let db = home.open().await.unwrap();
    street(&db).await;
    let elm = || Condition::Equals("street", "elm".into());
    let low = || Condition::AtMost("floors", 2.into());
    let lives = |who: &str| Condition::Elsewhere {
        own: "id",
        view: &PEOPLE,
        identity: "house",
        condition: Box::new(Condition::Equals("id", who.into())),
    };
    for (condition, expected) in [
        (Condition::everything(), "abcd"),
        (Condition::nothing(), ""),
        (elm().and(low()), "a"),
        (Condition::Any(vec![elm(), low()]), "abc"),
        (Condition::Any(vec![elm(), low()]).and(Condition::Any(vec![low(), lives("q")])), "ac"),
        (Condition::Not(Box::new(low())), "bd"),
        (Condition::Not(Box::new(Condition::Above("floors", 0.into()))), "d"),
        (Condition::OneOf("floors", vec![KeyValue::Null, 3.into()]), "b"),
        (Condition::Is("b".to_owned()), "b"),
        (Condition::IsOneOf(vec!["d".to_owned(), "b".to_owned()]), "bd"),
        (Condition::Equals("floors", KeyValue::Null), "d"),
        (Condition::OneOf("floors", vec![1.into(), 2.into()]), "ac"),
        (Condition::Below("floors", 2.into()), "a"),
        (Condition::Above("floors", 2.into()), "b"),
        (Condition::Listed("colour".to_owned(), "red".into()), "ac"),
        (lives("q"), "d"),
        (Condition::Equals("street", "elm' OR '1'='1".into()), ""),
    ] {
        assert_eq!(ids(&db, condition.clone(), Order::Ascending("id"), 9).await, expected, "{condition:?}");
        assert_eq!(held(&condition), expected, "a row at hand: {condition:?}");
    }
    assert_eq!(ids(&db, Condition::everything(), Order::Descending("floors"), 2).await, "bc");
    let choice = || Condition::Any(vec![elm(), low(), Condition::Equals("floors", KeyValue::Null)]);
    for (limit, expected) in [(1, "d"), (3, "dcb"), (9, "dcba")] {
        assert_eq!(ids(&db, choice(), Order::Descending("id"), limit).await, expected, "each once, and the first");
    }
}

pub(super) async fn groups_add_up_to_the_count(home: Arc<dyn StateHome>) {
    let db = home.open().await.unwrap();
    street(&db).await;
    let everything = Condition::everything();
    let tallies = vec![Condition::Above("floors", 1.into()), Condition::Equals("floors", KeyValue::Null)];
    let groups = Query::Groups { view: &HOUSES, condition: everything.clone(), by: &["street"], tallies };
    let count = Query::Count { view: &HOUSES, condition: everything };
    let snapshot = db.read(vec![groups, count]).await.unwrap();
    let group = |street: &str, tallies: [u64; 2]| Group { by: vec![street.into()], rows: 2, tallies: tallies.to_vec() };
    assert_eq!(snapshot.answers, [Answer::Groups(vec![group("elm", [1, 0]), group("oak", [1, 1])]), Answer::Count(4)]);
    assert_eq!(snapshot.as_of(), Position(4));
}

pub(super) async fn a_read_sees_one_moment(home: Arc<dyn StateHome>) {
    let db = home.open().await.unwrap();
    let writer = {
        let db = Arc::clone(&db);
        tokio::spawn(async move {
            for position in 1..=200 {
                let write = house(&format!("h{position:03}"), "elm", None, None);
                db.write(batch(position, vec![write], vec![person(&format!("p{position}"), "h")])).await.unwrap();
            }
        })
    };
    let mut seen = 0;
    while seen < 200 {
        let count = |view| Query::Count { view, condition: Condition::everything() };
        let snapshot = db.read(vec![count(&HOUSES), count(&PEOPLE)]).await.unwrap();
        seen = snapshot.as_of().0;
        assert_eq!(snapshot.answers, [Answer::Count(seen), Answer::Count(seen)]);
    }
    writer.await.unwrap();
}

pub(super) async fn a_reader_who_goes_away_takes_nothing_along(home: Arc<dyn StateHome>) {
    let db = home.open().await.unwrap();
    street(&db).await;
    let count = || vec![Query::Count { view: &HOUSES, condition: Condition::everything() }];
    for _ in 0..200 {
        let begun: Vec<_> = (0..8).map(|_| tokio::time::timeout(Duration::ZERO, db.read(count()))).collect();
        for read in begun {
            drop(read.await);
        }
        let snapshot = db.read(count()).await.expect("others read on");
        assert_eq!(snapshot.answers, [Answer::Count(4)]);
    }
}

pub(super) async fn what_was_written_is_there_after_reopening(home: Arc<dyn StateHome>) {
    let db = home.open().await.unwrap();
    street(&db).await;
    db.close().await.unwrap();
    assert!(matches!(db.row_count(&HOUSES).await, Err(Error::Closed)));
    assert!(matches!(db.checkpoint(&HOUSES).await, Err(Error::Closed)));
    let db = home.open().await.unwrap();
    assert_eq!(db.row_count(&HOUSES).await.unwrap(), 4);
    assert_eq!(db.checkpoint(&HOUSES).await.unwrap(), Position(4));
}

pub(super) async fn other_schemas_begin_empty(home: Arc<dyn StateHome>, next: Arc<dyn StateHome>) {
    let db = home.open().await.unwrap();
    street(&db).await;
    db.close().await.unwrap();
    let db = next.open().await.unwrap();
    assert_eq!(db.row_count(&HOUSES_NEXT).await.unwrap(), 0);
    assert_eq!(db.checkpoint(&PEOPLE).await.unwrap(), Position(0));
}

pub(super) async fn a_shadow_serves_only_once_promoted(home: Arc<dyn StateHome>) {
    let old = home.open().await.unwrap();
    street(&old).await;
    let thrown_away = home.shadow().await.unwrap();
    thrown_away.write(batch(9, Vec::new(), Vec::new())).await.unwrap();
    home.discard(thrown_away).await.unwrap();
    let shadow = home.shadow().await.unwrap();
    assert_eq!(shadow.checkpoint(&HOUSES).await.unwrap(), Position(0), "a shadow begins empty");
    shadow.write(batch(7, vec![house("n", "new", None, None)], Vec::new())).await.unwrap();
    let new = home.promote(shadow).await.unwrap();
    assert_eq!(old.row_count(&HOUSES).await.unwrap(), 4, "readers of the old one finish on it");
    assert_eq!(new.row_count(&HOUSES).await.unwrap(), 1);
    new.write(batch(8, vec![house("m", "new", None, None)], Vec::new())).await.unwrap();
    old.close().await.unwrap();
    new.close().await.unwrap();
    assert_eq!(home.open().await.unwrap().row_count(&HOUSES).await.unwrap(), 2);
}

/// Runs every case of the suite on a backend; `$home` makes its home from a folder and the views.
macro_rules! contract_suite {
    ($name:ident, $home:expr) => {
        mod $name {
            use super::*;
            contract_suite!(@cases $home,
                a_batch_is_written_whole_or_not_at_all, the_last_write_of_a_row_stands, conditions_choose_rows,
                groups_add_up_to_the_count, a_read_sees_one_moment, a_reader_who_goes_away_takes_nothing_along, what_was_written_is_there_after_reopening,
                a_shadow_serves_only_once_promoted);

            #[tokio::test(flavor = "multi_thread")]
            async fn other_schemas_begin_empty() {
                let folder = tempfile::tempdir().unwrap();
                let home = |views| -> Arc<dyn StateHome> { Arc::new($home(folder.path().to_owned(), views)) };
                super::other_schemas_begin_empty(home(VIEWS), home(VIEWS_NEXT)).await;
            }
        }
    };
    (@cases $home:expr, $($case:ident),+) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $case() {
            let folder = tempfile::tempdir().unwrap();
            super::$case(Arc::new($home(folder.path().to_owned(), VIEWS))).await;
        }
    )+};
}

contract_suite!(sqlite, SqliteHome::new);

#[tokio::test]
async fn a_damaged_file_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("views-3.db"), "not a database at all, but long enough to look like one")
        .unwrap();
    std::fs::write(folder.path().join("views-2.db"), "").unwrap();
    let db = SqliteHome::new(folder.path().to_owned(), VIEWS).open().await.unwrap();
    assert_eq!(db.row_count(&HOUSES).await.unwrap(), 0);
    assert!(folder.path().join("views-4.db").exists() && !folder.path().join("views-2.db").exists());
}
