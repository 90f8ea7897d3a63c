//! Lists: Relay connections over the engine's keyset cursors. Twenty items when `first` is not
//! said, a hundred at most.

use std::sync::Arc;

use async_graphql::Value;
use async_graphql::dynamic::{FieldValue, ResolverContext};
use cityhall_engine::{Page, PageOf, Position};

use crate::guard::{FIRST_DEFAULT, FIRST_MAX};
use crate::opaque::{decode_position, encode_position};
use crate::schema::fault::Fault;
use crate::schema::spec::{Argument, Spec, ty};
use crate::schema::table::Table;

/// The field of a list that tells how many there are in all.
const TOTAL: &str = "totalCount";

/// One page as resolvers hold it.
#[derive(Clone)]
pub(crate) struct Listed<T> {
    items: Arc<Vec<(String, T)>>,
    has_next: bool,
    has_previous: bool,
    total: Option<u64>,
    as_of: Option<Position>,
}

/// One item of a page with its cursor.
struct Edge<T> {
    items: Arc<Vec<(String, T)>>,
    index: usize,
}

impl<T> Edge<T> {
    fn item(&self) -> Option<&(String, T)> {
        self.items.get(self.index)
    }
}

/// Where a page begins and ends.
#[derive(Clone)]
struct PageInfo {
    has_next: bool,
    has_previous: bool,
    start: Option<String>,
    end: Option<String>,
}

impl<T> Listed<T> {
    /// A page of the engine.
    pub(crate) fn of<U>(page: PageOf<U>, asked: &Page, map: impl Fn(U) -> T) -> Self {
        Self {
            items: Arc::new(page.items.into_iter().map(|(cursor, item)| (cursor, map(item))).collect()),
            has_next: page.has_next,
            has_previous: asked.after.is_some(),
            total: page.total,
            as_of: Some(page.as_of),
        }
    }

    /// A page of a list that is all in memory; the cursor of an item is its key.
    pub(crate) fn cut(all: Vec<(String, T)>, asked: &Page) -> Self {
        let total = all.len() as u64;
        let rest = all.into_iter().filter(|(key, _)| asked.after.as_ref().is_none_or(|after| key > after));
        let mut items: Vec<_> = rest.take(asked.first + 1).collect();
        let has_next = items.len() > asked.first;
        items.truncate(asked.first);
        Self { items: Arc::new(items), has_next, has_previous: asked.after.is_some(), total: Some(total), as_of: None }
    }

    fn info(&self) -> PageInfo {
        PageInfo {
            has_next: self.has_next,
            has_previous: self.has_previous,
            start: self.items.first().map(|(cursor, _)| cursor.clone()),
            end: self.items.last().map(|(cursor, _)| cursor.clone()),
        }
    }
}

/// How an item becomes what the executor resolves further.
pub(crate) type Dress<T> = for<'a> fn(&'a T, &ResolverContext<'a>) -> Option<FieldValue<'a>>;

/// Adds `<prefix>Connection` and `<prefix>Edge` over items of the type `node`.
pub(crate) fn add_connection<T: Clone + Send + Sync + 'static>(
    table: &mut Table,
    prefix: &str,
    node: &str,
    dress: Dress<T>,
) {
    let edge = format!("{prefix}Edge");
    let edges = Spec::part::<Listed<T>>("edges", ty::full_list(&edge), "The items with their cursors.", |page, _| {
        let edge = |index| FieldValue::owned_any(Edge { items: Arc::clone(&page.items), index });
        Some(FieldValue::list((0..page.items.len()).map(edge)))
    });
    let nodes = Spec::part::<Listed<T>>("nodes", ty::full_list(node), "The items.", move |page, ctx| {
        Some(FieldValue::list(page.items.iter().filter_map(|(_, item)| dress(item, ctx)).collect::<Vec<_>>()))
    });
    let info =
        Spec::part::<Listed<T>>("pageInfo", ty::must("PageInfo"), "Where the page begins and ends.", |page, _| {
            Some(FieldValue::owned_any(page.info()))
        });
    let total = Spec::leaf::<Listed<T>>(
        TOTAL,
        ty::may("Int"),
        "How many there are in all for this reader, where counting is cheap.",
        |page| page.total.and_then(|total| i32::try_from(total).ok()).map(Value::from),
    );
    let as_of = Spec::leaf::<Listed<T>>("asOf", ty::may("Position"), "What the page reflects.", |page| {
        page.as_of.map(|position| Value::from(encode_position(position)))
    });
    table.object(&format!("{prefix}Connection"), "One page of a list.", [edges, nodes, info, total, as_of]);
    let cursor = Spec::leaf::<Edge<T>>("cursor", ty::must("String"), "Stands for the place in the list.", |edge| {
        edge.item().map(|(cursor, _)| Value::from(cursor.as_str()))
    });
    let node = Spec::part::<Edge<T>>("node", ty::must(node), "The item.", move |edge, ctx| {
        edge.item().and_then(|(_, item)| dress(item, ctx))
    });
    table.object(&edge, "One item of a list with its cursor.", [cursor, node]);
}

/// Adds what all connections share.
pub(crate) fn add_shared(table: &mut Table) {
    let fields = [
        Spec::leaf::<PageInfo>("hasNextPage", ty::must("Boolean"), "Whether more comes after the last.", |info| {
            Some(Value::from(info.has_next))
        }),
        Spec::leaf::<PageInfo>(
            "hasPreviousPage",
            ty::must("Boolean"),
            "Whether the page was asked for after a cursor.",
            |info| Some(Value::from(info.has_previous)),
        ),
        Spec::leaf::<PageInfo>("startCursor", ty::may("String"), "The cursor of the first item.", |info| {
            info.start.clone().map(Value::from)
        }),
        Spec::leaf::<PageInfo>("endCursor", ty::may("String"), "The cursor of the last item.", |info| {
            info.end.clone().map(Value::from)
        }),
    ];
    table.object("PageInfo", "Where a page begins and ends.", fields);
}

/// The arguments of every list.
pub(crate) fn arguments() -> [Argument; 2] {
    [
        Argument::new("first", ty::may("Int"), "How many items, 1 to 100.")
            .or(i32::try_from(FIRST_DEFAULT).unwrap_or(20)),
        Argument::new("after", ty::may("String"), "Only what comes after this cursor."),
    ]
}

/// The argument with which a caller reads what they have just written.
pub(crate) fn at_least_argument() -> Argument {
    Argument::new(
        "atLeast",
        ty::may("Position"),
        "Wait until the answer reflects this position, which a mutation gave.",
    )
}

/// The page that the arguments ask for.
pub(crate) fn asked(ctx: &ResolverContext<'_>) -> Result<Page, Fault> {
    let first = match ctx.args.get("first") {
        Some(value) if !value.is_null() => value.i64().ok(),
        _ => i64::try_from(FIRST_DEFAULT).ok(),
    };
    let first = first.and_then(|first| u64::try_from(first).ok()).filter(|first| (1..=FIRST_MAX).contains(first));
    let first = first.ok_or_else(|| Fault::input(format!("`first` is a whole number from 1 to {FIRST_MAX}")))?;
    let after = text(ctx, "after");
    Ok(Page { first: usize::try_from(first).unwrap_or(usize::MAX), after, ..Page::default() })
}

/// The same of a list whose items are counted only when the selection asks how many there are.
pub(crate) fn asked_of_many(ctx: &ResolverContext<'_>) -> Result<Page, Fault> {
    let uncounted = !ctx.ctx.look_ahead().field(TOTAL).exists();
    Ok(Page { uncounted, ..asked(ctx)? })
}

/// The position that the argument `atLeast` demands.
pub(crate) fn at_least(ctx: &ResolverContext<'_>) -> Result<Option<Position>, Fault> {
    match text(ctx, "atLeast") {
        None => Ok(None),
        Some(text) => match decode_position(&text) {
            Some(position) => Ok(Some(position)),
            None => Err(Fault::input("`atLeast` is not a position that a mutation gave")),
        },
    }
}

/// A text argument; `None` when it is absent, null or no text.
pub(crate) fn text(ctx: &ResolverContext<'_>, name: &str) -> Option<String> {
    ctx.args.get(name).and_then(|value| value.string().ok().map(str::to_owned))
}
