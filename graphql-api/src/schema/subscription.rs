//! What can be followed. Each field gives one stream of payloads; every payload has a position, from which a
//! client that was cut off goes on.

use std::future::Future;
use std::sync::Arc;

use async_graphql::dynamic::{FieldValue, ResolverContext, SubscriptionField, SubscriptionFieldFuture};
use async_graphql::{Error, Value};
use cityhall_engine::{CaseChange, CaseChanges, FollowError, Followed, Position, Statistics, StatisticsChanges};
use futures_util::stream::{BoxStream, unfold};

use crate::opaque::{GlobalId, decode_position, encode_position};
use crate::schema::case::CaseNode;
use crate::schema::fault::Fault;
use crate::schema::page;
use crate::schema::query;
use crate::schema::spec::{Argument, Spec, ty};
use crate::schema::table::Table;
use crate::visit::Visit;

/// A change as resolvers hold it.
struct ChangeNode {
    position: Position,
    id: String,
    case: Option<CaseNode>,
}

/// Adds what everybody who reads cases can follow.
pub(crate) fn add_cases(table: &mut Table) {
    let fields = [
        Spec::leaf::<ChangeNode>("position", ty::must("Position"), "The place of the event in the city.", |change| {
            Some(Value::from(encode_position(change.position)))
        }),
        Spec::leaf::<ChangeNode>("caseId", ty::must("ID"), "The global id of the case.", |change| {
            Some(Value::from(change.id.as_str()))
        }),
        Spec::part::<ChangeNode>(
            "case",
            ty::may("Case"),
            "As the event left it; null when it is no longer among those that are followed.",
            |change, ctx| change.case.as_ref().map(|case| case.dressed(ctx)),
        ),
    ];
    table.object("CaseChange", "What one event made of a case.", fields);
    let about = "Every event of one case, as this reader may see it.";
    let case = SubscriptionField::new("caseUpdated", ty::may("CaseChange"), |ctx| {
        SubscriptionFieldFuture::new(async move {
            let id = page::text(&ctx, "id").and_then(|text| GlobalId::case(&text));
            let id = id.ok_or(Fault::from(FollowError::NotFound))?;
            cases(&ctx, Followed::Case(id)).await
        })
    });
    let id = Argument::new("id", ty::must("ID"), "The global id of the case.");
    table.subscription("caseUpdated", case.description(about).argument(id.build()).argument(after().build()));
    let about = "Every event of the cases that `cases` lists for this reader, and of those that leave its list by it. \
                 What time alone changes, such as `overdue`, is told with the next event.";
    let list = SubscriptionField::new("casesChanged", ty::may("CaseChange"), |ctx| {
        SubscriptionFieldFuture::new(async move {
            let filter = query::filter(&ctx, None)?;
            cases(&ctx, Followed::List(filter)).await
        })
    });
    let which = Argument::new("filter", ty::may("CaseFilter"), "Only these.");
    table.subscription("casesChanged", list.description(about).argument(which.build()).argument(after().build()));
}

/// Adds what staff can follow besides.
pub(crate) fn add_staff(table: &mut Table) {
    let fields = [
        Spec::leaf::<Statistics>("position", ty::must("Position"), "What the numbers reflect.", |told| {
            Some(Value::from(encode_position(told.position)))
        }),
        Spec::part::<Statistics>(
            "caseCounts",
            ty::full_list("CaseCounts"),
            "As `caseCounts` tells them.",
            |told, _| Some(FieldValue::list(told.counts.iter().map(|row| FieldValue::borrowed_any(row)))),
        ),
    ];
    table.object("StatisticsChange", "How many cases there are, at one moment.", fields);
    let about = "How many cases there are, now and whenever it changes, at most once a second.";
    let field = SubscriptionField::new("statisticsChanged", ty::may("StatisticsChange"), |ctx| {
        SubscriptionFieldFuture::new(async move {
            let (visit, filter) = (Visit::of(&ctx), query::filter(&ctx, None)?);
            let from = from(&ctx)?;
            let changes = Arc::clone(&visit.engine).follow_statistics(visit.who.clone(), filter, from);
            Ok(payloads(&ctx, from.unwrap_or_default(), changes.map_err(Fault::from)?))
        })
    });
    let which = Argument::new("filter", ty::may("CaseFilter"), "Only of these.");
    table.subscription("statisticsChanged", field.description(about).argument(which.build()).argument(after().build()));
}

fn after() -> Argument {
    let about = "Only what comes after this position, which a payload or an answer gave; from now on when absent.";
    Argument::new("after", ty::may("Position"), about)
}

/// From where this execution goes on: where an earlier one of the same operation stopped, or what the client says.
fn from(ctx: &ResolverContext<'_>) -> Result<Option<Position>, Fault> {
    let resume = Visit::of(ctx).follow.as_ref().and_then(|follow| follow.resume);
    match (resume, page::text(ctx, "after")) {
        (Some(position), _) => Ok(Some(position)),
        (None, None) => Ok(None),
        (None, Some(text)) => match decode_position(&text) {
            Some(position) => Ok(Some(position)),
            None => Err(Fault::input("`after` is not a position that was handed out")),
        },
    }
}

async fn cases<'a>(ctx: &ResolverContext<'a>, followed: Followed) -> Result<Payloads<'a>, Error> {
    let visit = Visit::of(ctx);
    let changes = Arc::clone(&visit.engine).follow_cases(visit.who.clone(), followed, from(ctx)?).await;
    let changes = changes.map_err(Fault::from)?;
    Ok(payloads(ctx, changes.position(), changes))
}

/// What the executor resolves, one after the other.
type Payloads<'a> = BoxStream<'a, Result<FieldValue<'a>, Error>>;

/// Whatever can be followed.
trait Source: Send + 'static {
    /// What is told.
    type Told: Send;

    /// The next, when there is one.
    fn next(&mut self) -> impl Future<Output = Result<Self::Told, FollowError>> + Send;

    /// Its position, and the payload as resolvers hold it.
    fn payload(told: Self::Told) -> (Position, FieldValue<'static>);
}

impl Source for CaseChanges {
    type Told = CaseChange;

    async fn next(&mut self) -> Result<CaseChange, FollowError> {
        self.next().await
    }

    fn payload(CaseChange { position, case_id, case }: CaseChange) -> (Position, FieldValue<'static>) {
        let node = ChangeNode { position, id: GlobalId::Case(case_id).encode(), case: case.map(CaseNode::read) };
        (position, FieldValue::owned_any(node))
    }
}

impl Source for StatisticsChanges {
    type Told = Statistics;

    async fn next(&mut self) -> Result<Statistics, FollowError> {
        self.next().await
    }

    fn payload(told: Statistics) -> (Position, FieldValue<'static>) {
        (told.position, FieldValue::owned_any(told))
    }
}

/// The payloads of a source. The position of each is noted before it is resolved, and why they end.
fn payloads<'a, S: Source>(ctx: &ResolverContext<'a>, begun: Position, source: S) -> Payloads<'a> {
    let progress = Visit::of(ctx).follow.clone().unwrap_or_default();
    progress.begin(begun);
    Box::pin(unfold((source, progress), |(mut source, progress)| async move {
        match source.next().await {
            Ok(told) => {
                let (position, payload) = S::payload(told);
                progress.tell(position);
                // What resolves it is polled from here on, and so inside its span.
                tokio::task::yield_now().await;
                Some((Ok(payload), (source, progress)))
            }
            Err(error) => {
                progress.end(Fault::from(error));
                None
            }
        }
    }))
}
