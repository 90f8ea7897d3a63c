//! The guard: what a document may cost, decided before anything is executed.
//!
//! Two passes. [`scan`] reads the bytes once, before the parser, because a few kilobytes of nested
//! brackets overflow the parser's stack. [`measure`] walks the parsed document once, memoised per
//! fragment, because a kilobyte of fragments that spread each other twice stands for billions of
//! fields. Here never lives: knowledge of types, people or cases.
//!
//! Reading order: [`scan`], then [`measure`].

mod measure;
mod scan;

pub use measure::{Measured, measure};
pub use scan::{Scanned, scan};

/// What a document may hold and cost. Those of each audience stand in `limits`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Length of the document.
    pub bytes_max: usize,
    /// Words, numbers, strings and punctuators.
    pub tokens_max: u32,
    /// Brackets of any kind that are open at once.
    pub nesting_max: u32,
    /// Fragments that are spread or inlined (`...`), as written.
    pub spreads_max: u32,
    /// Directives, as written.
    pub directives_max: u32,
    /// Operations and fragments in one document.
    pub definitions_max: usize,
    /// Fields after every fragment is laid out.
    pub fields_max: u64,
    /// Fields inside each other, through fragments.
    pub depth_max: u32,
    /// Fields with an alias, after every fragment is laid out.
    pub aliases_max: u64,
    /// Fields that an answer can hold: each connection counts its fields `first` times.
    pub cost_max: u64,
    /// Lists of the introspection inside each other (`fields`, `interfaces`, `possibleTypes`,
    /// `inputFields`): each level multiplies the answer by the size of the schema.
    pub introspection_lists_max: u32,
}

/// What a document may hold, whoever sends it: several times the introspection query of code generators.
pub const DOCUMENT: Limits = Limits {
    bytes_max: 64 * 1024,
    tokens_max: 4_000,
    nesting_max: 32,
    spreads_max: 64,
    directives_max: 32,
    definitions_max: 64,
    fields_max: 2_000,
    depth_max: 20,
    aliases_max: 64,
    cost_max: 25_000,
    introspection_lists_max: 2,
};

/// How many items a connection gives when `first` is not said.
pub const FIRST_DEFAULT: u64 = 20;

/// How many items a connection gives at most.
pub const FIRST_MAX: u64 = 100;

/// What a command costs beside the fields of its answer: it is stored for ever, and the disk is waited for.
pub const COMMAND_COST: u64 = 100;

/// What the introspection costs for each type of the schema, beside its fields.
pub const INTROSPECTION_COST: u64 = 4;

/// What the schema as text costs.
pub const SCHEMA_COST: u64 = 50;

/// What a notice as a document costs: its layout takes tens of milliseconds.
pub const NOTICE_COST: u64 = 1_000;

/// What the picture of a workflow costs.
pub const WORKFLOW_COST: u64 = 50;

/// Why a document is not even looked at. The caller has to send a smaller or correct document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The document is too long.
    #[error("the document is longer than {max} bytes")]
    TooLong {
        /// What is allowed.
        max: usize,
    },
    /// Too many tokens.
    #[error("the document has more than {max} tokens")]
    TooManyTokens {
        /// What is allowed.
        max: u32,
    },
    /// Brackets are nested too deeply.
    #[error("brackets are nested more than {max} deep")]
    NestedTooDeeply {
        /// What is allowed.
        max: u32,
    },
    /// A bracket closes nothing, or a string has no end.
    #[error("a bracket or a string is not closed, or closes nothing")]
    Unbalanced,
    /// Too many spreads.
    #[error("the document has more than {max} spreads")]
    TooManySpreads {
        /// What is allowed.
        max: u32,
    },
    /// Too many directives.
    #[error("the document has more than {max} directives")]
    TooManyDirectives {
        /// What is allowed.
        max: u32,
    },
    /// Too many operations and fragments.
    #[error("the document has more than {max} operations and fragments")]
    TooManyDefinitions {
        /// What is allowed.
        max: usize,
    },
    /// A fragment spreads itself.
    #[error("a fragment spreads itself")]
    FragmentCycle,
    /// Too many fields once fragments are laid out.
    #[error("the operation has more than {max} fields")]
    TooManyFields {
        /// What is allowed.
        max: u64,
    },
    /// Fields are nested too deeply.
    #[error("fields are nested more than {max} deep")]
    TooDeep {
        /// What is allowed.
        max: u32,
    },
    /// Too many aliases once fragments are laid out.
    #[error("the operation has more than {max} aliases")]
    TooManyAliases {
        /// What is allowed.
        max: u64,
    },
    /// The answer could be too large.
    #[error("the request costs {requested} and may cost {max}: ask for fewer items with `first`")]
    TooCostly {
        /// What was asked for.
        requested: u64,
        /// What is allowed.
        max: u64,
    },
    /// Introspection asks for lists inside lists.
    #[error("introspection nests more than {max} lists")]
    IntrospectionTooDeep {
        /// What is allowed.
        max: u32,
    },
}
