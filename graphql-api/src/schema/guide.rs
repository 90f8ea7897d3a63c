//! The guide of a module (办事指南), in one language. Reading order: [`said`] (a thing and the
//! language in which it is told), here, then [`parts`] and [`words`].

mod said;

mod parts;
mod words;

use std::sync::Arc;

use async_graphql::Value;
use async_graphql::dynamic::{FieldValue, ResolverContext};
use cityhall_domain::module::{CrossRegion, Guide, Module, RemedyKind};
use cityhall_domain::name::DepartmentName;
use cityhall_domain::text::Language;
use cityhall_engine::Revision;

use crate::schema::department;
use crate::schema::module::word;
use crate::schema::spec::{Spec, ty};
use crate::schema::table::Table;
use parts::GuideCharge;
use said::{Said, text, texts};
use words::Word;

/// What a guide is told of: the module that it belongs to.
type Whole = Arc<Revision>;

/// The guide as the executor resolves it further.
pub(crate) fn value(revision: &Whole, language: Language) -> FieldValue<'static> {
    FieldValue::owned_any(Said { what: Arc::clone(revision), language })
}

fn module(whole: &Whole) -> &Module {
    &whole.module
}

fn guide(whole: &Whole) -> &Guide {
    &whole.module.guide
}

/// Adds it.
pub(crate) fn add(table: &mut Table) {
    words::add(table);
    parts::add(table);
    let fields = what_it_is().into_iter().chain(what_it_takes()).chain(what_comes_of_it()).chain(where_to_go());
    table.object("Guide", "What to read before applying (办事指南).", fields);
}

/// A part that the guide has once.
fn leaf(name: &str, kind: &str, about: &str, read: fn(&Whole) -> Option<Value>) -> Spec {
    Spec::leaf::<Said<Whole>>(name, ty::may(kind), about, move |said| read(&said.what))
}

/// A list of things that have parts of their own.
fn list<T: Clone + Send + Sync + 'static>(name: &str, kind: &str, about: &str, read: fn(&Guide) -> &[T]) -> Spec {
    Spec::part::<Said<Whole>>(name, ty::list(kind), about, move |said, _| Some(said.parts(read(guide(&said.what)))))
}

/// Words of a closed list.
fn chosen<W: Word + Copy + 'static>(name: &str, kind: &str, about: &str, read: fn(&Guide) -> &[W]) -> Spec {
    Spec::leaf::<Said<Whole>>(name, ty::list(kind), about, move |said| {
        Some(Value::List(read(guide(&said.what)).iter().map(|one| word(one.word())).collect()))
    })
}

fn body(name: &str, about: &str, read: for<'a> fn(&'a Whole) -> Option<&'a DepartmentName>) -> Spec {
    Spec::part::<Said<Whole>>(name, ty::may("Department"), about, move |said, ctx| {
        department::find(ctx, read(&said.what)?)
    })
}

fn implementing<'a>(said: &'a Said<Whole>, ctx: &ResolverContext<'a>) -> FieldValue<'a> {
    let named = &guide(&said.what).implementing;
    let lead = std::slice::from_ref(&module(&said.what).department);
    let bodies = if named.is_empty() { lead } else { named };
    FieldValue::list(bodies.iter().filter_map(|name| department::find(ctx, name)).collect::<Vec<_>>())
}

fn what_it_is() -> Vec<Spec> {
    vec![
        text("summary", "What it is and for whom.", |whole| Some(&guide(whole).summary)),
        leaf("version", "Int", "The version of the guide: the revision of the module.", |whole| {
            i32::try_from(whole.number).ok().map(Value::from)
        }),
        leaf("effective", "Date", "The day from which it holds.", |whole| {
            guide(whole).effective.map(|day| Value::from(day.to_string()))
        }),
        Spec::part::<Said<Whole>>(
            "codes",
            ty::may("GuideCodes"),
            "The codes of the item in the lists of items (事项编码).",
            |said, _| Some(said.part(guide(&said.what).codes.clone())),
        ),
        body("authority", "Whose power it is (行使主体).", |whole| {
            Some(guide(whole).authority.as_ref().unwrap_or(&module(whole).department))
        }),
        Spec::part::<Said<Whole>>(
            "implementing",
            ty::list("Department"),
            "Who does the work (实施机构).",
            |said, ctx| Some(implementing(said, ctx)),
        ),
        body("delegated", "To whom the power was delegated (受委托机构).", |whole| {
            guide(whole).delegated.as_ref()
        }),
        chosen("levels", "ExerciseLevel", "The levels at which the power is exercised (行使层级).", |guide| {
            &guide.levels
        }),
        leaf("handling", "HandlingType", "Whether it is decided at once (办件类型).", |whole| {
            guide(whole).handling.map(|one| word(one.word()))
        }),
        chosen("themes", "ServiceTheme", "The headings under which people look for it (主题分类).", |guide| {
            &guide.themes
        }),
        list("legalBasis", "LegalBasis", "The laws that it rests on (设定依据).", |guide| &guide.legal_basis),
    ]
}

fn what_it_takes() -> Vec<Spec> {
    vec![
        texts("conditions", "What must be true of an applicant (受理条件).", |whole| &guide(whole).conditions),
        Spec::leaf::<Said<Whole>>(
            "quantity",
            ty::may("String"),
            "How many can be granted (数量限制); that there is no limit is said too.",
            |said| {
                let limit = guide(&said.what).quantity.as_ref();
                Some(limit.map_or_else(|| said.none(), |text| said.text(text)))
            },
        ),
        list("documents", "GuideDocument", "What is handed in (申请材料).", |guide| &guide.documents),
        list("steps", "GuideStep", "What happens, in order (办理流程).", |guide| &guide.steps),
        texts("approvalConditions", "What must be true for a yes (审批条件).", |whole| {
            &guide(whole).approval_conditions
        }),
        texts("intermediaries", "Services of third parties that are needed (中介服务); empty says none.", |whole| {
            &guide(whole).intermediaries
        }),
        text("fee", "What it costs.", |whole| Some(&guide(whole).fee)),
        Spec::part::<Said<Whole>>(
            "charges",
            ty::list("GuideCharge"),
            "What is charged, each with the law that allows it (收费标准); empty says that it is free.",
            |said, _| Some(said.parts(&GuideCharge::all(guide(&said.what)))),
        ),
    ]
}

fn what_comes_of_it() -> Vec<Spec> {
    vec![
        text("result", "What the applicant gets in the end.", |whole| Some(&guide(whole).result)),
        text("resultSample", "What the result looks like (结果样本).", |whole| guide(whole).result_sample.as_ref()),
        text("resultValidity", "How long the result is valid.", |whole| guide(whole).result_validity.as_ref()),
        texts(
            "attachedTerms",
            "What a yes obliges to, or may be bound to (附加条款); empty says nothing.",
            |whole| &guide(whole).attached_terms,
        ),
        list("remedies", "GuideRemedy", "What can be done against a decision (法律救济).", |guide| &guide.remedies),
        texts("rights", "What an applicant may demand (权利).", |whole| &guide(whole).rights),
        texts("duties", "What an applicant must do (义务).", |whole| &guide(whole).duties),
    ]
}

fn where_to_go() -> Vec<Spec> {
    vec![
        leaf("visitsMax", "Int", "How often somebody must appear in person at most.", |whole| {
            Some(Value::from(guide(whole).visits_max))
        }),
        leaf("online", "OnlineDepth", "How far it goes online (网办深度).", |whole| {
            guide(whole).online.map(|one| word(one.word()))
        }),
        Spec::part::<Said<Whole>>("channels", ty::may("GuideChannels"), "Further ways of doing it.", |said, _| {
            Some(said.part(guide(&said.what).channels.unwrap_or_default()))
        }),
        leaf("crossRegion", "CrossRegion", "How far away it can be done (通办范围).", |whole| {
            Some(word(guide(whole).cross_region.map_or(words::NOWHERE_ELSE, CrossRegion::word)))
        }),
        Spec::part::<Said<Whole>>("contact", ty::may("GuideContact"), "Where to go and whom to call.", |said, _| {
            Some(said.part(guide(&said.what).contact.clone()))
        }),
        list("places", "GuidePlace", "Further places where it is handled.", |guide| &guide.places),
        list("questions", "GuideQuestion", "What people ask.", |guide| &guide.questions),
    ]
}

/// How a way against a decision is called in the API.
pub(crate) fn remedy_word(kind: RemedyKind) -> &'static str {
    kind.word()
}
