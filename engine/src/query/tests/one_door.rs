//! One door: whatever way somebody asks for a case, the answer is the same, and it is what walls and roles gave
//! without what the policies of the city forbid. The policies are drawn; what they mean is said here a second time,
//! in plain Rust, so that neither Cedar nor the condition of a list is judged by itself.

mod below;
mod following;

use std::collections::{BTreeMap, BTreeSet};

use cityhall_domain::case::{NoticeNumber, Stage};
use cityhall_domain::channel::Channel;
use cityhall_domain::form::Class;
use cityhall_domain::name::CaseId;
use cityhall_eventstore::Position;
use serde_json::{Value, json};

use self::below::{Below, below, below_of, is_left, ratings_agree};
use self::following::{Last, case_agrees, last_of, list_agrees};
use super::paging::{Draw, history, people};
use super::world::{World, action, clerk, judge, officer, resident};
use crate::access::{Principal, Standing};
use crate::mandates::GiveMandate;
use crate::publish::Publication;
use crate::query::{CaseFilter, CaseRef, CaseView, Page, RatingView, ReadError};
use crate::refusal::{ActOnCase, CaseAct, Done, Refusal};

/// How many sets of policies are drawn.
const SETS: u64 = 16;

/// A rule as it is drawn.
#[derive(Debug, Clone)]
struct Drawn {
    who: &'static str,
    deed: &'static str,
    whiles: Vec<&'static str>,
}

/// Who is meant: the scope of the rule, and what has to hold of them besides.
const WHO: [&str; 9] = [
    "principal",
    "principal is Officer",
    "principal is Auditor",
    "principal is Resident",
    "principal is Anonymous",
    "principal in Role::\"clerk\"",
    "principal in Role::\"judge\"",
    "principal is Resident and principal.byMandate",
    "principal is Officer and principal.byMandate",
];
const DEEDS: [&str; 5] = ["see", "readInternal", "readPersonal", "readSensitive", "act"];
const WHILES: [&str; 7] = [
    "resource.module == Module::\"garden\"",
    "resource.module == Module::\"bridge\"",
    "resource.department == Department::\"parks\"",
    "resource.department == Department::\"roads\"",
    "resource.stage == Stage::\"CLOSED\"",
    "resource.stage == Stage::\"SUBMITTED\"",
    "resource.published",
];

impl Drawn {
    fn draw(draw: &mut Draw) -> Self {
        let whiles: BTreeSet<&'static str> = (0..draw.below(3)).map(|_| *draw.one_of(&WHILES[..])).collect();
        let (who, deed) = (*draw.one_of(&WHO[..]), *draw.one_of(&DEEDS[..]));
        Self { who, deed, whiles: whiles.into_iter().collect() }
    }

    fn text(&self) -> String {
        let (scope, besides) = self.who.split_once(" and ").unwrap_or((self.who, "true"));
        let all: Vec<&str> = [besides].into_iter().chain(self.whiles.iter().copied()).collect();
        format!("forbid({scope}, action == Action::\"{}\", resource) when {{ {} }};", self.deed, all.join(" && "))
    }

    /// What the rule means, told without Cedar.
    fn forbids(&self, who: &Principal, deed: &str, case: &CaseView) -> bool {
        let holds = |wanted: &str| matches!(&who.standing, Standing::Officer { roles, .. } if roles.iter().any(|role| role.as_str() == wanted));
        let is_meant = match self.who {
            "principal" => true,
            "principal is Officer" => matches!(who.standing, Standing::Officer { .. }),
            "principal is Auditor" => matches!(who.standing, Standing::Auditor { .. }),
            "principal is Resident" => matches!(who.standing, Standing::Resident { .. }),
            "principal is Anonymous" => matches!(who.standing, Standing::Anonymous),
            "principal in Role::\"clerk\"" => holds("clerk"),
            "principal in Role::\"judge\"" => holds("judge"),
            "principal is Resident and principal.byMandate" => {
                matches!(who.standing, Standing::Resident { .. }) && who.mandate.is_some()
            }
            "principal is Officer and principal.byMandate" => {
                matches!(who.standing, Standing::Officer { .. }) && who.mandate.is_some()
            }
            other => unreachable!("{other}"),
        };
        let is_so = |one: &&str| match *one {
            "resource.module == Module::\"garden\"" => case.module.as_str() == "garden",
            "resource.module == Module::\"bridge\"" => case.module.as_str() == "bridge",
            "resource.department == Department::\"parks\"" => case.department.as_str() == "parks",
            "resource.department == Department::\"roads\"" => case.department.as_str() == "roads",
            "resource.stage == Stage::\"CLOSED\"" => case.stage == Stage::Closed,
            "resource.stage == Stage::\"SUBMITTED\"" => case.stage == Stage::Submitted,
            "resource.published" => case.published,
            other => unreachable!("{other}"),
        };
        is_meant && self.deed == deed && self.whiles.iter().all(is_so)
    }
}

fn policy(rules: &[Drawn]) -> Publication {
    let rule = |(index, rule): (usize, &Drawn)| json!({"name": format!("r-{index}"), "why": {"en": "drawn"}, "cedar": rule.text()});
    let rules: Vec<Value> = rules.iter().enumerate().map(rule).collect();
    Publication::AccessPolicy { name: "drawn".to_owned(), spec: json!({"title": {"en": "Drawn"}, "rules": rules}) }
}

/// What somebody saw before there was any policy.
struct Before {
    opened: BTreeMap<CaseId, (CaseView, Below)>,
    listed: Vec<CaseId>,
    ratings: Vec<RatingView>,
}

/// The answer of one moment: where the views stood is no part of it.
fn still(view: CaseView) -> CaseView {
    CaseView { as_of: Position(0), ..view }
}

async fn opened(world: &World, who: &Principal, id: CaseId) -> Option<CaseView> {
    world.engine.case(who, CaseRef::Id(id), None).await.unwrap().map(still)
}

/// The whole list, in small pages, and what it says that it holds.
async fn listed(world: &World, who: &Principal, filter: &CaseFilter) -> Result<(Vec<CaseView>, u64), ReadError> {
    let (mut all, mut after, mut total) = (Vec::new(), None, 0);
    loop {
        let page = Page { first: 3, after: after.clone(), ..Page::default() };
        let page = world.engine.cases(who, filter.clone(), page, None).await?;
        total = page.total.unwrap_or(total);
        after = page.items.last().map(|(cursor, _)| cursor.clone());
        all.extend(page.items.into_iter().map(|(_, view)| still(view)));
        if !page.has_next {
            return Ok((all, total));
        }
    }
}

/// What is left of a case, by the rules as they were drawn.
struct Expected {
    sees: bool,
    hidden_from: Option<Class>,
    acts: bool,
}

fn expected(rules: &[Drawn], who: &Principal, case: &CaseView) -> Expected {
    let forbids = |deed: &str| rules.iter().any(|rule| rule.forbids(who, deed, case));
    let ladder =
        [("readInternal", Class::Internal), ("readPersonal", Class::Personal), ("readSensitive", Class::Sensitive)];
    let hidden_from = ladder.into_iter().find(|(deed, _)| forbids(deed)).map(|(_, class)| class);
    Expected { sees: !forbids("see"), hidden_from, acts: !forbids("act") }
}

/// The class of each field of the form of both modules.
fn class_of(field: &str) -> Class {
    match field {
        "district" => Class::Public,
        "rooms" | "open" => Class::Internal,
        "name" => Class::Personal,
        "card" => Class::Sensitive,
        other => unreachable!("{other}"),
    }
}

/// Every door to one case tells the same, and what was expected.
async fn doors_agree(
    world: &World,
    rules: &[Drawn],
    who: &Principal,
    (before, stood): &(CaseView, Below),
    last: &Last,
) {
    let told =
        || format!("{who:?}\n{}\n{}", before.number, rules.iter().map(Drawn::text).collect::<Vec<_>>().join("\n"));
    let Expected { sees, hidden_from, acts } = expected(rules, who, before);
    let engine = &world.engine;
    // Detail by its id, by its number, and among others.
    let view = opened(world, who, before.id).await;
    assert_eq!(view.is_some(), sees, "detail: {}", told());
    let by_number = engine.case(who, CaseRef::Number(before.number.clone()), None).await.unwrap().map(still);
    assert_eq!(by_number, view, "by number: {}", told());
    let mut together = engine.reads().cases_by_ids(who, &[before.id], None).await.unwrap();
    assert_eq!(together.remove(&before.id).map(still), view, "node: {}", told());
    // Whoever follows it.
    case_agrees(world, who, before.id, last, view.as_ref()).await;
    // What stands below it, and its notice.
    let stands = below(world, who, before.id).await;
    let notice = engine.reads().notice(who, &NoticeNumber { case: before.number.clone(), notice: 1 }).await.unwrap();
    let Some(view) = view else {
        assert_eq!(stands, Below { history: Vec::new(), messages: Vec::new(), rating: None }, "below: {}", told());
        assert!(notice.is_none(), "notice: {}", told());
        let refused = world.act(who, action(&done(before), "no-such-action")).await;
        assert_eq!(refused, Err(Refusal::NotFound), "command: {}", told());
        return;
    };
    // What is shown of it is what was shown, without what is hidden.
    let shown: BTreeMap<_, _> = before
        .answers
        .iter()
        .filter(|(field, _)| hidden_from.is_none_or(|from| class_of(field) < from))
        .map(|(field, value)| (field.clone(), value.clone()))
        .collect();
    assert_eq!(view.answers.clone().into_iter().collect::<BTreeMap<_, _>>(), shown, "answers: {}", told());
    let reads = |class: Class| hidden_from.is_none_or(|from| class < from);
    let knows = before.applicant_subject.is_some() && reads(Class::Personal);
    assert_eq!(view.applicant_subject.is_some(), knows, "applicant: {}", told());
    assert_eq!(view.notices.is_empty(), before.notices.is_empty() || !reads(Class::Personal), "notices: {}", told());
    assert_eq!(notice.is_some(), !view.notices.is_empty(), "notice: {}", told());
    assert_eq!(view.unread.is_some(), before.unread.is_some() && reads(Class::Internal), "unread: {}", told());
    is_left(&told(), stood, &stands, hidden_from);
    // What may be done is what was offered, or nothing.
    let offered = before.actions();
    let left = if acts { offered.as_slice() } else { &[] };
    assert_eq!(view.actions(), left, "actions: {}", told());
    if let Some(first) = offered.first().filter(|_| !acts) {
        let refused = world.act(who, action(&done(before), first.name.as_str())).await;
        assert_eq!(refused, Err(Refusal::Forbidden), "command: {}", told());
    }
}

fn done(view: &CaseView) -> Done {
    Done {
        case_id: view.id,
        number: view.number.clone(),
        revision: view.revision,
        position: view.as_of,
        replayed: false,
    }
}

/// Lists, counts and searches hold what can be opened, and show it the same.
async fn lists_agree(world: &World, rules: &[Drawn], who: &Principal, before: &Before, begin: Position) {
    let told = || format!("{who:?}\n{}", rules.iter().map(Drawn::text).collect::<Vec<_>>().join("\n"));
    let is_seen = |id: &&CaseId| expected(rules, who, &before.opened[id].0).sees;
    let left: Vec<CaseId> = before.listed.iter().filter(is_seen).copied().collect();
    let (list, total) = listed(world, who, &CaseFilter::default()).await.unwrap();
    assert_eq!(list.iter().map(|view| view.id).collect::<Vec<_>>(), left, "list: {}", told());
    assert_eq!(total, left.len() as u64, "total: {}", told());
    let counted = world.engine.counts(who, &CaseFilter::default(), None).await.unwrap();
    assert_eq!(counted.iter().map(|row| row.total).sum::<u64>(), total, "counts: {}", told());
    let together = below_of(world, &list.iter().collect::<Vec<_>>()).await;
    for view in &list {
        assert_eq!(opened(world, who, view.id).await.as_ref(), Some(view), "list and detail: {}", told());
        assert_eq!(together[&view.id], below(world, who, view.id).await, "below a list and a detail: {}", told());
    }
    list_agrees(world, who, begin, &list).await;
    ratings_agree(world, rules, who, before).await;
    // A filter finds what can be read everywhere, or is refused.
    let by_rooms = CaseFilter { listed: vec![("rooms".to_owned(), json!(1))], ..CaseFilter::default() };
    match listed(world, who, &by_rooms).await {
        Err(error) => assert_eq!(error, ReadError::NotListed("rooms".to_owned())),
        Ok((found, _)) => {
            let wanted = list.iter().filter(|view| view.answers.get("rooms") == Some(&json!(1)));
            let wanted: Vec<CaseId> = wanted.map(|view| view.id).collect();
            let found: Vec<CaseId> = found.iter().map(|view| view.id).collect();
            assert!(found.iter().all(|id| wanted.contains(id)), "filter: {}", told());
        }
    }
    let page = Page { first: 100, ..Page::default() };
    match world.engine.cases_of_person(who, "r-0", page, None).await {
        Err(error) => assert_eq!(error, ReadError::NotAllowed),
        Ok(found) => {
            for (_, view) in found.items {
                let view = still(view);
                assert_eq!(list.iter().find(|listed| listed.id == view.id), Some(&view), "search: {}", told());
            }
        }
    }
}

/// What somebody saw before there was any policy.
async fn before(world: &World, who: &Principal, all: &[CaseId]) -> Before {
    let mut seen = BTreeMap::new();
    for id in all {
        if let Some(view) = opened(world, who, *id).await {
            seen.insert(*id, (view, below(world, who, *id).await));
        }
    }
    let (list, _) = listed(world, who, &CaseFilter::default()).await.unwrap();
    let ratings = world.engine.single_ratings(who, None, Page { first: 100, ..Page::default() }, None).await;
    let ratings = ratings.map(|page| page.items.into_iter().map(|(_, rating)| rating).collect()).unwrap_or_default();
    Before { opened: seen, listed: list.into_iter().map(|view| view.id).collect(), ratings }
}

/// Everybody, and beside them who acts for another: an agent in one service, and an officer who stands in.
async fn everybody(world: &World) -> Vec<Principal> {
    let today = world.engine.clock().now().in_tz("Asia/Shanghai").unwrap().date();
    let given = async |from: &Principal, to: Principal, modules: &[&str]| {
        let asked = GiveMandate {
            agent: to.subject().unwrap().0.clone(),
            modules: modules.iter().map(|module| (*module).to_owned()).collect(),
            first_day: today,
            last_day: today.tomorrow().unwrap(),
            idempotency_key: None,
        };
        let done = world.engine.give_mandate(from, asked).await.unwrap();
        world.engine.under(to, done.mandate).await.unwrap()
    };
    let agent = given(&resident("r-0"), resident("r-agent"), &["garden"]).await;
    let stand_in = given(&judge(), officer("o-stand-in", "parks", &[]), &[]).await;
    people().into_iter().chain([agent, stand_in]).collect()
}

/// Cases of two modules at every stage; some are talked about, one is rated.
async fn fill(world: &World, draw: &mut Draw) {
    world.publish_module("bridge", "clerk").await;
    history(world, draw, 14, 60).await;
    for rooms in 0..4 {
        world.submit_to("bridge", &people()[0], super::module::answers(rooms, rooms % 2 == 0, None)).await;
    }
    world.finished(&people()[1], true).await;
    world.rated(&resident("r-2")).await;
    let talked_about = world.submit(&resident("r-1"), super::module::answers(2, true, None)).await;
    for (who, text) in [(clerk(), "Which plot?"), (resident("r-1"), "The one by the river.")] {
        let act = CaseAct::SendMessage { text: text.to_owned() };
        let (case_id, channel) = (talked_about.case_id, Channel::Online);
        let asked = ActOnCase { case_id, act, expected_revision: None, idempotency_key: None, channel };
        world.engine.act(&who, asked).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_door() {
    let world = World::open().await;
    let begin = world.head().await;
    let mut draw = Draw::new(6);
    fill(&world, &mut draw).await;
    let head = world.head().await;
    let (city, page) = (Principal::city(), Page { first: 100, ..Page::default() });
    let all = world.engine.cases(&city, CaseFilter::default(), page, Some(head)).await.unwrap();
    let all: Vec<CaseView> = all.items.into_iter().map(|(_, view)| view).collect();
    let mut lasts = BTreeMap::new();
    for view in &all {
        lasts.insert(view.id, last_of(&world, view).await);
    }
    let all: Vec<CaseId> = lasts.keys().copied().collect();
    let mut befores = Vec::new();
    for who in everybody(&world).await {
        befores.push((who.clone(), before(&world, &who, &all).await));
    }
    let (mut asked, mut hidden) = (0, 0);
    for _ in 0..SETS {
        let rules: Vec<Drawn> = (0..=draw.below(3)).map(|_| Drawn::draw(&mut draw)).collect();
        world.publish(policy(&rules)).await;
        for (who, before) in &befores {
            lists_agree(&world, &rules, who, before, begin).await;
            for id in all.iter().filter(|id| !before.opened.contains_key(id)) {
                assert_eq!(opened(&world, who, *id).await, None, "a policy opened a case: {who:?}");
                case_agrees(&world, who, *id, &lasts[id], None).await;
            }
            for (id, stood) in &before.opened {
                doors_agree(&world, &rules, who, stood, &lasts[id]).await;
                asked += 1;
                hidden += usize::from(!expected(&rules, who, &stood.0).sees);
            }
        }
    }
    println!("{asked} people and cases through every door, {hidden} of them hidden by a policy");
    assert!(hidden > 100 && hidden < asked / 2, "the drawn policies tell too little apart: {hidden} of {asked}");

    world.publish(Publication::RetireAccessPolicy { name: "drawn".to_owned() }).await;
    for (who, before) in &befores {
        for (id, (view, _)) in &before.opened {
            assert_eq!(opened(&world, who, *id).await.as_ref(), Some(view), "as it was: {who:?}");
        }
    }
    world.close().await;
}
