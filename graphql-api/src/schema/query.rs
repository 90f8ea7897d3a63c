//! Reading cases: the fields of `Query` over the engine's typed reads.

use async_graphql::Value;
use async_graphql::dynamic::{FieldValue, ResolverContext};
use cityhall_domain::case::CaseNumber;
use cityhall_domain::name::ModuleName;
use cityhall_engine::{CaseFilter, CaseOrder, CaseRef, CaseView, CountRow, Page, PageOf};

use crate::opaque::GlobalId;
use crate::schema::case::{CaseNode, stage_of, stage_word};
use crate::schema::fault::Fault;
use crate::schema::page::{self, Listed};
use crate::schema::spec::{Argument, Spec, ty};
use crate::schema::table::Table;
use crate::schema::{ahead, assignment, case, department, mandate, module, supervision};
use crate::visit::Visit;

/// Where a case stands in the selection of a list.
const IN_LIST: &[&[&str]] = &[&["nodes"], &["edges", "node"]];

/// Adds `node`, which every audience has.
pub(crate) fn add_node(table: &mut Table) {
    let about = "Whatever has this global id, if this reader may know of it.";
    let field = Spec::asked("node", ty::may("Node"), about, |ctx| Box::pin(node(ctx)))
        .with(Argument::new("id", ty::must("ID"), "The global id."))
        .with(page::at_least_argument());
    table.query("node", field);
}

async fn node(ctx: ResolverContext<'_>) -> Result<Option<FieldValue<'_>>, Fault> {
    let id = page::text(&ctx, "id").and_then(|text| GlobalId::decode(&text));
    Ok(match id {
        None => None,
        Some(GlobalId::Case(id)) => one(&ctx, CaseRef::Id(id)).await?,
        Some(GlobalId::Module(name)) => module::find(&ctx, &name).map(|value| value.with_type("ServiceModule")),
        Some(GlobalId::Department(name)) => department::find(&ctx, &name).map(|value| value.with_type("Department")),
        Some(GlobalId::Matter(id)) => supervision::node(&ctx, id).await?,
        Some(GlobalId::Mandate(id)) => mandate::node(&ctx, id).await?,
    })
}

/// One case, as a value of an interface.
async fn one<'a>(ctx: &ResolverContext<'a>, which: CaseRef) -> Result<Option<FieldValue<'a>>, Fault> {
    let visit = Visit::of(ctx);
    let at_least = page::at_least(ctx)?;
    let Some(view) = visit.engine.case(&visit.who, which, at_least).await? else { return Ok(None) };
    Ok(Some(CaseNode::read(view).dressed(ctx)))
}

/// Adds the reads of cases.
pub(crate) fn add_cases(table: &mut Table, staff: bool) {
    case::add_connection(table);
    add_case_by(table);
    add_filter(table, staff);
    let about = "The case of this number, if this reader may know of it.";
    let case = Spec::asked("case", ty::may("Case"), about, |ctx| {
        Box::pin(async move {
            // What is no number is no case either.
            let number = page::text(&ctx, "number").and_then(|text| text.parse::<CaseNumber>().ok());
            match number {
                Some(number) => one(&ctx, CaseRef::Number(number)).await,
                None => Ok(None),
            }
        })
    });
    table.query(
        "case",
        case.with(Argument::new("number", ty::must("String"), "The number, as it is written or said."))
            .with(page::at_least_argument()),
    );
    let about = "Residents: their own cases. Officers: those of their department within the modules that their roles \
                 work with. Everybody else: what is published.";
    let cases = Spec::asked("cases", ty::may("CaseConnection"), about, |ctx| {
        Box::pin(async move {
            let filter = filter(&ctx, None)?;
            list(&ctx, filter).await
        })
    });
    table.query(
        "cases",
        cases
            .with_all(page::arguments())
            .with(Argument::new("filter", ty::may("CaseFilter"), "Only these."))
            .with(order_argument())
            .with(page::at_least_argument()),
    );
}

/// The argument that says in which order cases stand.
pub(crate) fn order_argument() -> Argument {
    Argument::new("orderBy", ty::may("CaseOrder"), "In which order; the newest first when absent.")
}

/// Adds the read of a case by whatever the caller has of it.
fn add_case_by(table: &mut Table) {
    table.one_of(
        "CaseReference",
        "How a case is called: by one of these.",
        [
            Argument::new("id", ty::may("ID"), "The global id."),
            Argument::new("number", ty::may("String"), "The number, as it is written or said."),
        ],
    );
    let about = "The case that is called so, if this reader may know of it.";
    let field = Spec::asked("caseBy", ty::may("Case"), about, |ctx| {
        Box::pin(async move {
            // What is no id of a case and no number is no case either.
            match called(&ctx) {
                Some(which) => one(&ctx, which).await,
                None => Ok(None),
            }
        })
    });
    let reference = Argument::new("reference", ty::must("CaseReference"), "How it is called.");
    table.query("caseBy", field.with(reference).with(page::at_least_argument()));
}

fn called(ctx: &ResolverContext<'_>) -> Option<CaseRef> {
    let reference = ctx.args.get("reference")?;
    let reference = reference.object().ok()?;
    let part = |key: &str| reference.get(key).and_then(|value| value.string().ok().map(str::to_owned));
    match (part("id"), part("number")) {
        (Some(id), _) => GlobalId::case(&id).map(CaseRef::Id),
        (None, Some(number)) => number.parse::<CaseNumber>().ok().map(CaseRef::Number),
        (None, None) => None,
    }
}

/// Adds what staff can read besides.
pub(crate) fn add_staff(table: &mut Table) {
    let about =
        "The cases of which this person is the applicant or a subject, as far as this officer may know of them.";
    let of_person = Spec::asked("casesOfPerson", ty::may("CaseConnection"), about, |ctx| Box::pin(of_person(ctx)))
        .with(Argument::new("identifier", ty::must("String"), "An identity number, credit code or subject."))
        .with_all(page::arguments())
        .with(page::at_least_argument());
    table.query("casesOfPerson", of_person);
    table.object("CaseCounts", "How many cases there are of one module, department and stage.", count_fields());
    let about = "How many cases there are, of those that this officer may know of.";
    let counts = Spec::asked("caseCounts", ty::list("CaseCounts"), about, |ctx| {
        Box::pin(async move {
            let visit = Visit::of(&ctx);
            let rows = visit.engine.counts(&visit.who, &filter(&ctx, None)?, page::at_least(&ctx)?).await?;
            Ok(Some(FieldValue::list(rows.into_iter().map(FieldValue::owned_any))))
        })
    });
    let which = Argument::new("filter", ty::may("CaseFilter"), "Only of these.");
    table.query("caseCounts", counts.with(which).with(page::at_least_argument()));
}

async fn of_person(ctx: ResolverContext<'_>) -> Result<Option<FieldValue<'_>>, Fault> {
    let visit = Visit::of(&ctx);
    let identifier = page::text(&ctx, "identifier").unwrap_or_default();
    let asked = page::asked_of_many(&ctx)?;
    let at_least = page::at_least(&ctx)?;
    let found = visit.engine.cases_of_person(&visit.who, &identifier, asked.clone(), at_least).await?;
    Ok(Some(FieldValue::owned_any(listed(&ctx, found, &asked).await)))
}

/// The cases of one filter, for a connection field.
pub(crate) async fn list<'a>(ctx: &ResolverContext<'a>, filter: CaseFilter) -> Result<Option<FieldValue<'a>>, Fault> {
    let visit = Visit::of(ctx);
    let order = match ctx.args.get("orderBy").as_ref().and_then(|value| value.enum_name().ok()) {
        Some("SOONEST_DUE") => CaseOrder::SoonestDue,
        _ => CaseOrder::Newest,
    };
    let asked = Page { order, ..page::asked_of_many(ctx)? };
    let found = visit.engine.cases(&visit.who, filter, asked.clone(), page::at_least(ctx)?).await?;
    Ok(Some(FieldValue::owned_any(listed(ctx, found, &asked).await)))
}

/// A page with whatever the selection asks for below it, read for all cases together.
async fn listed(ctx: &ResolverContext<'_>, found: PageOf<CaseView>, asked: &Page) -> Listed<CaseNode> {
    let PageOf { items, has_next, total, as_of } = found;
    let (cursors, views): (Vec<_>, Vec<_>) = items.into_iter().unzip();
    let mut nodes: Vec<CaseNode> = views.into_iter().map(CaseNode::read).collect();
    ahead::read(ctx, &mut nodes, IN_LIST).await;
    let items = cursors.into_iter().zip(nodes).collect();
    Listed::of(PageOf { items, has_next, total, as_of }, asked, |node| node)
}

fn add_filter(table: &mut Table, staff: bool) {
    let mut fields = vec![Argument::new("module", ty::may("String"), "Of this module.")];
    fields.extend(filter_fields(staff));
    fields.push(Argument::new("listed", ty::list("ListedValue"), "Whose listed field has exactly this value, each."));
    let orders = [
        ("NEWEST", "The last that was handed in first."),
        (
            "SOONEST_DUE",
            "The promised limit that ends first first, then cases without such a date, then those that are over.",
        ),
    ];
    table.words("CaseOrder", "In which order cases stand in a list.", &orders);
    table.input("CaseFilter", "Which cases. Absent parts do not restrict.", fields);
    table.input(
        "ListedValue",
        "A listed field and its value.",
        [
            Argument::new("field", ty::must("String"), "The key of the field."),
            Argument::new("value", ty::must("JSON"), "Its value."),
        ],
    );
}

/// What every filter of cases has, and what that of the staff has besides.
pub(crate) fn filter_fields(staff: bool) -> Vec<Argument> {
    let besides = if staff { assignment::filter_fields().into() } else { Vec::new() };
    let always = [
        Argument::new("state", ty::may("String"), "In this state of the module."),
        Argument::new("stage", ty::may("Stage"), "In this stage."),
        Argument::new("open", ty::may("Boolean"), "Not over, or over."),
        Argument::new("overdue", ty::may("Boolean"), "Overdue, or not."),
        Argument::new("onPublicNotice", ty::may("Boolean"), "On public notice, or not."),
        Argument::new("distrusted", ty::may("Boolean"), "With an applicant who is distrusted because of it, or not."),
        Argument::new("department", ty::may("String"), "With this department."),
    ];
    always.into_iter().chain(besides).collect()
}

/// The filter that the argument `filter` says, of `module` when the field is a module's own.
pub(crate) fn filter(ctx: &ResolverContext<'_>, module: Option<&ModuleName>) -> Result<CaseFilter, Fault> {
    let mut filter = CaseFilter { module: module.cloned(), ..CaseFilter::default() };
    let Some(Value::Object(given)) = ctx.args.get("filter").map(|value| value.as_value().clone()) else {
        return Ok(filter);
    };
    for (key, value) in given {
        let value = value.into_json().map_err(|_| not_a_name("filter"))?;
        match (key.as_str(), value) {
            (_, serde_json::Value::Null) => {}
            ("module", serde_json::Value::String(name)) => {
                filter.module = Some(name.parse().map_err(|_| not_a_name("module"))?);
            }
            ("state", serde_json::Value::String(name)) => {
                filter.state = Some(name.parse().map_err(|_| not_a_name("state"))?);
            }
            ("stage", serde_json::Value::String(name)) => filter.stage = stage_of(&name),
            ("open", serde_json::Value::Bool(open)) => filter.open = Some(open),
            ("overdue", serde_json::Value::Bool(overdue)) => filter.overdue = Some(overdue),
            ("onPublicNotice", serde_json::Value::Bool(on_notice)) => filter.on_notice = Some(on_notice),
            ("distrusted", serde_json::Value::Bool(distrusted)) => filter.distrusted = Some(distrusted),
            ("assignedTo", serde_json::Value::String(officer)) => filter.assigned_to = Some(officer),
            ("mine", serde_json::Value::Bool(mine)) => filter.mine = Some(mine),
            ("assigned", serde_json::Value::Bool(assigned)) => filter.assigned = Some(assigned),
            ("department", serde_json::Value::String(name)) => {
                filter.department = Some(name.parse().map_err(|_| not_a_name("department"))?);
            }
            ("listed", serde_json::Value::Array(all)) => filter.listed.extend(all.into_iter().filter_map(listed_value)),
            ("answers", serde_json::Value::Object(all)) => {
                filter.listed.extend(all.into_iter().filter(|(_, value)| !value.is_null()));
            }
            _ => return Err(not_a_name("filter")),
        }
    }
    Ok(filter)
}

fn not_a_name(part: &str) -> Fault {
    Fault::input(format!("`{part}` is not what the filter takes"))
}

fn listed_value(mut given: serde_json::Value) -> Option<(String, serde_json::Value)> {
    let field = given.get("field")?.as_str()?.to_owned();
    Some((field, given.get_mut("value")?.take()))
}

fn count_fields() -> Vec<Spec> {
    fn number(count: u64) -> Option<Value> {
        i32::try_from(count).ok().map(Value::from)
    }
    vec![
        Spec::leaf::<CountRow>("module", ty::may("String"), "The module.", |row| {
            Some(Value::from(row.module.as_str()))
        }),
        Spec::part::<CountRow>("department", ty::may("Department"), "The department.", |row, ctx| {
            department::find(ctx, &row.department)
        }),
        Spec::leaf::<CountRow>("stage", ty::may("Stage"), "The stage.", |row| {
            Some(module::word(stage_word(row.stage)))
        }),
        Spec::leaf::<CountRow>("open", ty::may("Int"), "How many are not over.", |row| number(row.open)),
        Spec::leaf::<CountRow>("overdue", ty::may("Int"), "How many of them are overdue.", |row| number(row.overdue)),
        Spec::leaf::<CountRow>("total", ty::may("Int"), "How many there are in all.", |row| number(row.total)),
    ]
}
