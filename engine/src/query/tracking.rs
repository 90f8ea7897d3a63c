//! Cases as whoever holds their receipt sees them: how far they are and what is asked, nothing of anybody.

use cityhall_domain::calendar::Due;
use cityhall_domain::case::event::ClockName;
use cityhall_domain::case::{CaseNumber, ReceiptCode, Stage};
use cityhall_domain::module::End;
use cityhall_domain::name::{DepartmentName, ModuleName, StateName};
use cityhall_eventstore::Position;
use jiff::Timestamp;

use super::CaseReads;
use super::cases::{Cleared, procedure, supplement};
use super::types::{CaseRef, ProcedureView, ReadError, SupplementView};
use crate::access::Principal;

/// What a receipt shows of its case.
#[derive(Debug, Clone, PartialEq)]
pub struct TrackedCase {
    /// Its number.
    pub number: CaseNumber,
    /// Its module.
    pub module: ModuleName,
    /// The revision of the module that it stays under.
    pub module_revision: u32,
    /// Where it stands in the city's own process.
    pub state: StateName,
    /// How far it is.
    pub stage: Stage,
    /// How it ended, while it is over.
    pub end: Option<End>,
    /// Who has it.
    pub department: DepartmentName,
    /// When it was handed in.
    pub submitted_at: Timestamp,
    /// The moment of its last event.
    pub updated_at: Timestamp,
    /// The promised limit, once it runs.
    pub due: Option<Due>,
    /// Whether the promised limit has passed while the case was not decided.
    pub overdue: bool,
    /// Every limit that runs and has not passed.
    pub clocks: Vec<(ClockName, Due)>,
    /// Since when its limits stand still.
    pub stopped_since: Option<Timestamp>,
    /// The procedure that is open.
    pub procedure: Option<ProcedureView>,
    /// The supplement notice that waits for an answer.
    pub supplement: Option<SupplementView>,
}

impl CaseReads {
    /// The case of a receipt, whoever asks. `None` for a number that nobody has and for a code that is not its own:
    /// the code is judged first, so that neither answer nor time tells one from the other.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn by_receipt(
        &self,
        number: CaseNumber,
        code: ReceiptCode,
        at_least: Option<Position>,
    ) -> Result<Option<TrackedCase>, ReadError> {
        if !self.vault.is_receipt(&number, code) {
            return Ok(None);
        }
        self.reach(at_least).await?;
        let city = Principal::city();
        let reader = self.reader(&city);
        let (cleared, _) = self.cleared(&reader, reader.named(&CaseRef::Number(number)), 1).await?;
        Ok(cleared.first().map(|cleared| tracked(cleared, reader.now)))
    }

    /// The code that the receipt of a case shows.
    #[must_use]
    pub fn receipt_code(&self, number: &CaseNumber) -> ReceiptCode {
        self.vault.receipt_code(number)
    }
}

fn tracked(cleared: &Cleared, now: Timestamp) -> TrackedCase {
    let Cleared { row, revision, .. } = cleared;
    let case = &row.case;
    TrackedCase {
        number: case.number.clone(),
        module: row.module.clone(),
        module_revision: row.module_revision,
        state: case.state.clone(),
        stage: case.stage,
        end: case.end,
        department: case.department.clone(),
        submitted_at: row.submitted_at,
        updated_at: row.updated_at,
        due: row.due,
        overdue: row.overdue(now),
        clocks: case.running().collect(),
        stopped_since: case.stopped_since(),
        procedure: case.procedure.as_ref().map(|open| procedure(&revision.module, open)),
        supplement: case.supplement.as_ref().map(supplement),
    }
}
