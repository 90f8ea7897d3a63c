//! What stands below the cases of a list and is not in their rows: read for all of them together, because the
//! executor would ask row by row.

use std::sync::Arc;

use async_graphql::SelectionField;
use async_graphql::Value;
use async_graphql::dynamic::ResolverContext;
use cityhall_engine::{CaseRating, CaseView, MessageView, Page, TimelineEntry};

use crate::guard::FIRST_DEFAULT;
use crate::schema::case::CaseNode;
use crate::schema::page::Listed;
use crate::visit::Visit;

/// What was read ahead for one case.
#[derive(Clone, Default)]
pub(crate) struct Ahead {
    pub(crate) timelines: Pages<Arc<TimelineEntry>>,
    pub(crate) messages: Pages<MessageView>,
    pub(crate) rating: Rating,
}

/// What the applicant of the case may rate and has rated.
#[derive(Clone, Default)]
pub(crate) enum Rating {
    /// Nobody has asked.
    #[default]
    Unread,
    /// That; none for everybody but the applicant.
    Read(Option<Box<CaseRating>>),
}

/// Pages of one list, each with how it was asked for.
#[derive(Clone)]
pub(crate) struct Pages<T>(Vec<(Page, Listed<T>)>);

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Clone> Pages<T> {
    /// The page that was asked for so, where it was read ahead.
    pub(crate) fn of(&self, asked: &Page) -> Option<Listed<T>> {
        self.0.iter().find(|(page, _)| page == asked).map(|(_, listed)| listed.clone())
    }
}

/// Reads what the selection below `paths` asks for, for all of the cases at once. What fails is asked again, and
/// reported, where the field stands.
pub(crate) async fn read(ctx: &ResolverContext<'_>, cases: &mut [CaseNode], paths: &[&[&str]]) {
    let reads = Visit::of(ctx).engine.reads();
    let views: Vec<Arc<CaseView>> = cases.iter().filter_map(CaseNode::shared).collect();
    if views.len() != cases.len() || views.is_empty() {
        return;
    }
    let views: Vec<&CaseView> = views.iter().map(|view| &**view).collect();
    for asked in pages(ctx, paths, "timeline") {
        let Ok(found) = reads.timelines_of(&views, &asked).await else { continue };
        for (case, page) in cases.iter_mut().zip(found) {
            case.ahead.timelines.0.push((asked.clone(), Listed::of(page, &asked, Arc::new)));
        }
    }
    for asked in pages(ctx, paths, "messages") {
        let Ok(found) = reads.messages_of(&views, &asked).await else { continue };
        for (case, page) in cases.iter_mut().zip(found) {
            case.ahead.messages.0.push((asked.clone(), Listed::of(page, &asked, |message| message)));
        }
    }
    if !fields(ctx, paths, "rating").is_empty()
        && let Ok(found) = reads.case_ratings_of(&views).await
    {
        for (case, rating) in cases.iter_mut().zip(found) {
            case.ahead.rating = Rating::Read(rating.map(Box::new));
        }
    }
}

/// Where a selection asks for a field of the cases.
fn fields<'a>(ctx: &ResolverContext<'a>, paths: &[&[&str]], name: &str) -> Vec<SelectionField<'a>> {
    let below = |path: &&[&str]| path.iter().fold(ctx.ctx.look_ahead(), |here, name| here.field(name)).field(name);
    paths.iter().flat_map(|path| below(path).selection_fields()).collect()
}

/// The different pages of a list of the cases that a selection asks for.
fn pages(ctx: &ResolverContext<'_>, paths: &[&[&str]], name: &str) -> Vec<Page> {
    let mut found: Vec<Page> = Vec::new();
    for page in fields(ctx, paths, name).iter().filter_map(page_of) {
        if !found.contains(&page) {
            found.push(page);
        }
    }
    found
}

fn page_of(field: &SelectionField<'_>) -> Option<Page> {
    let mut page = Page { first: usize::try_from(FIRST_DEFAULT).ok()?, ..Page::default() };
    for (name, value) in field.arguments().ok()? {
        match (name.as_str(), value) {
            ("first", Value::Number(first)) => page.first = usize::try_from(first.as_u64()?).ok()?,
            ("after", Value::String(after)) => page.after = Some(after),
            _ => {}
        }
    }
    Some(page)
}
