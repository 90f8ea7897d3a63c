//! The public methods of the engine that read: each hands on to [`CaseReads`], where walls, clearance and masks are.

use std::sync::Arc;

use cityhall_domain::mandate::MandateId;
use cityhall_domain::name::{CaseId, DepartmentName, ModuleName};
use cityhall_domain::supervision::MatterId;
use cityhall_eventstore::Position;

use super::Engine;
use crate::access::Principal;
use crate::power_log::event::PowerKind;
use crate::query::{
    CaseChanges, CaseFilter, CaseRating, CaseReads, CaseRef, CaseView, CountRow, Figures, FollowError, Followed,
    MandateView, MatterFilter, MatterView, MessageView, ModuleLoad, Page, PageOf, PowerEntry, RatingCounts, RatingView,
    ReadError, StatisticsChanges, TimelineEntry,
};
use crate::views::Views;

/// Mandates. What it answers stands at [`CaseReads`].
impl Engine {
    /// One mandate that the reader gave or got.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn mandate(
        &self,
        who: &Principal,
        id: MandateId,
        at_least: Option<Position>,
    ) -> Result<Option<MandateView>, ReadError> {
        self.reads.mandate(who, id, at_least).await
    }

    /// The mandates that the reader gave or, where `held`, got, newest first.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn mandates(
        &self,
        who: &Principal,
        held: bool,
        page: Page,
        at_least: Option<Position>,
    ) -> Result<PageOf<MandateView>, ReadError> {
        self.reads.mandates(who, held, &page, at_least).await
    }
}

/// Conversation and ratings. What each answers stands at [`CaseReads`].
impl Engine {
    /// The messages of a case, oldest first.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn messages(
        &self,
        who: &Principal,
        case: CaseId,
        page: Page,
        at_least: Option<Position>,
    ) -> Result<PageOf<MessageView>, ReadError> {
        self.reads.messages(who, case, &page, at_least).await
    }

    /// What the applicant may rate and has rated; `None` for everybody else.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn case_rating(
        &self,
        who: &Principal,
        case: CaseId,
        at_least: Option<Position>,
    ) -> Result<Option<CaseRating>, ReadError> {
        self.reads.case_rating(who, case, at_least).await
    }

    /// Single ratings for officers of the department and auditors, of what they did not do themselves.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn single_ratings(
        &self,
        who: &Principal,
        module: Option<&ModuleName>,
        page: Page,
        at_least: Option<Position>,
    ) -> Result<PageOf<RatingView>, ReadError> {
        self.reads.single_ratings(who, module, &page, at_least).await
    }

    /// How many ratings there are of each level, for everybody.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn rating_counts(
        &self,
        department: Option<&DepartmentName>,
        module: Option<&ModuleName>,
        at_least: Option<Position>,
    ) -> Result<Vec<RatingCounts>, ReadError> {
        self.reads.rating_counts(department, module, at_least).await
    }
}

/// Reads. What each answers stands at [`CaseReads`].
impl Engine {
    /// The position that reads reflect at least.
    #[must_use]
    pub fn as_of(&self) -> Position {
        self.reads.as_of()
    }

    /// The views, to rebuild them and to see how far they are.
    #[must_use]
    pub fn views(&self) -> &Views {
        &self.views
    }

    /// Reads that take many cases at once.
    #[must_use]
    pub fn reads(&self) -> &CaseReads {
        &self.reads
    }

    /// One case.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn case(
        &self,
        who: &Principal,
        case: CaseRef,
        at_least: Option<Position>,
    ) -> Result<Option<CaseView>, ReadError> {
        self.reads.case(who, &case, at_least).await
    }

    /// Cases in a list: an officer's worklist, a resident's own, what is published.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn cases(
        &self,
        who: &Principal,
        filter: CaseFilter,
        page: Page,
        at_least: Option<Position>,
    ) -> Result<PageOf<CaseView>, ReadError> {
        self.reads.cases(who, &filter, &page, at_least).await
    }

    /// Cases of one person, found by an identifier.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn cases_of_person(
        &self,
        who: &Principal,
        identifier: &str,
        page: Page,
        at_least: Option<Position>,
    ) -> Result<PageOf<CaseView>, ReadError> {
        self.reads.cases_of_person(who, identifier, &page, at_least).await
    }

    /// What happened to a case.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn timeline(
        &self,
        who: &Principal,
        case: CaseId,
        page: Page,
        at_least: Option<Position>,
    ) -> Result<PageOf<TimelineEntry>, ReadError> {
        self.reads.timeline(who, case, &page, at_least).await
    }

    /// How many cases there are for which `filter` holds, by module, department and stage.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn counts(
        &self,
        who: &Principal,
        filter: &CaseFilter,
        at_least: Option<Position>,
    ) -> Result<Vec<CountRow>, ReadError> {
        self.reads.counts(who, filter, at_least).await
    }

    /// How the cases stand that `who` may list, with what came and went on the last `days` days.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn figures(&self, who: &Principal, days: u16, at_least: Option<Position>) -> Result<Figures, ReadError> {
        self.reads.figures(who, days, at_least).await
    }

    /// How many cases of each module are open, and how many of them overdue.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] for others than those who publish; see [`ReadError`] for the rest.
    pub async fn module_loads(&self, who: &Principal) -> Result<Vec<ModuleLoad>, ReadError> {
        self.reads.module_loads(who).await
    }
}

/// Following what changes. What each gives stands at its own type.
impl Engine {
    /// Follows cases from behind `after`, or from now on.
    ///
    /// # Errors
    /// See [`FollowError`].
    pub async fn follow_cases(
        self: Arc<Self>,
        who: Principal,
        followed: Followed,
        after: Option<Position>,
    ) -> Result<CaseChanges, FollowError> {
        CaseChanges::begin(self, who, followed, after).await
    }

    /// Follows the numbers of the cases for which the filter holds, from behind `after` or from the beginning.
    ///
    /// # Errors
    /// See [`FollowError`].
    pub fn follow_statistics(
        self: Arc<Self>,
        who: Principal,
        filter: CaseFilter,
        after: Option<Position>,
    ) -> Result<StatisticsChanges, FollowError> {
        StatisticsChanges::begin(self, who, filter, after)
    }
}

/// Reads of those who watch over the city. What each answers stands at [`CaseReads`].
impl Engine {
    /// The power log.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn power_log(
        &self,
        who: &Principal,
        kinds: &[PowerKind],
        page: Page,
        at_least: Option<Position>,
    ) -> Result<PageOf<PowerEntry>, ReadError> {
        self.reads.power_log(who, kinds, &page, at_least).await
    }

    /// Supervision matters.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn matters(
        &self,
        who: &Principal,
        filter: &MatterFilter,
        page: Page,
        at_least: Option<Position>,
    ) -> Result<PageOf<MatterView>, ReadError> {
        self.reads.matters(who, filter, &page, at_least).await
    }

    /// One supervision matter.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn matter(
        &self,
        who: &Principal,
        id: MatterId,
        at_least: Option<Position>,
    ) -> Result<Option<MatterView>, ReadError> {
        self.reads.matter(who, id, at_least).await
    }
}
