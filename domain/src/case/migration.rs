//! Moving a running case to a newer revision of its module: what it keeps, and what stands in the way.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::calendar::Limit;
use crate::form::Finding;
use crate::module::Module;
use crate::name::{ActionName, DepartmentName, DocumentName, ProcedureName, StateName, SubjectId};

/// A move that is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Migration {
    /// The revision that the case is under.
    pub under: u32,
    /// The revision from which cases are moved.
    pub from: u32,
    /// The revision that they are to be under.
    pub to: u32,
    /// The module under that revision.
    pub module: Arc<Module>,
    /// Where cases go whose state has another name there; a state that is not named stays.
    pub states: BTreeMap<StateName, StateName>,
    /// The case's answers as they are now, sealed ones included.
    pub answers: Map<String, Value>,
    /// Who ordered it; absent: the city itself.
    pub ordered_by: Option<SubjectId>,
}

/// Lengths of limits that go on as they began, whatever a newer revision says.
///
/// What is not here keeps its length where it is: an open procedure its longest duration ([`OpenProcedure::most`]),
/// and what the case waits for (materials, opinions, the check of objections) its own ([`Waiting::within`]). A move
/// counts none of their dates again; a calendar that comes later counts them with the lengths that are kept.
///
/// [`OpenProcedure::most`]: super::OpenProcedure::most
/// [`Waiting::within`]: super::Waiting::within
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Kept {
    /// Those of the whole case, where they run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<KeptLimits>,
    /// That of the state that the case stays in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Limit>,
    /// How long the supplement notice that waits leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplement: Option<Limit>,
}

/// The limits of the revision under which they began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptLimits {
    /// The promised one.
    pub promised: Limit,
    /// The statutory one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statutory: Option<Limit>,
    /// By how much both may be lengthened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<Limit>,
}

/// Why a case cannot be moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blocker {
    /// It is over: it stays as it ended.
    Over,
    /// The revision to which cases are to be moved is not newer than the one from which they are.
    NotNewer,
    /// It is under another revision than the one from which cases are moved; it may have been moved before.
    OtherRevision {
        /// The one that it is under.
        revision: u32,
    },
    /// The new revision has no state of this name in which a case is open.
    StateUnknown {
        /// Which one.
        state: StateName,
    },
    /// Answers break the new form.
    AnswersInvalid {
        /// Each problem.
        findings: Vec<Finding>,
    },
    /// A field is for other readers there: what is stored would be sealed, or open, against its new class.
    ClassChanged {
        /// JSON Pointers of such fields.
        fields: Vec<String>,
    },
    /// The limits of a case that is not accepted yet begin at another moment there: it would begin them
    /// twice, or never.
    LimitsStartElsewhere,
    /// The new revision cannot end the procedure that is open; a public notice, which ends by itself, it does not
    /// have as one. Its last day is kept, not counted again.
    ProcedureUnknown {
        /// Which one.
        procedure: ProcedureName,
    },
    /// The case rests, and the new revision cannot take it up again from where it stands.
    CannotResume,
    /// The new revision does not know the notice that waits for an answer, or fields that it lists. Until when it is
    /// answered is kept.
    SupplementUnknown {
        /// The action that gave it.
        action: ActionName,
    },
    /// The new revision does not know an action that some of several officers have done.
    SignatureUnknown {
        /// Which one.
        action: ActionName,
    },
    /// The new revision does not list a material that the case still waits for, or not as one that may follow.
    /// Until when it may follow is kept.
    DocumentUnknown {
        /// Which one.
        document: DocumentName,
    },
    /// The new revision does not ask this department, whose opinion has not come, or it could not say yes or no from
    /// where the case then stands. Until when it is given, and what silence means, is kept.
    OpinionUnknown {
        /// Whose.
        department: DepartmentName,
    },
    /// Objections wait for an answer, or a public notice may bring some, and the new revision cannot answer either
    /// way from where the case then stands. Until when they are checked is kept.
    ObjectionsUnanswerable {
        /// Where the case would stand.
        state: StateName,
    },
    /// Officers did an action that others have to check (`notBy`), and the new revision does not know it: nobody
    /// would be kept from checking their own work.
    HandsUnknown {
        /// Which one.
        action: ActionName,
    },
}
