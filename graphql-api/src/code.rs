//! Every code that an error of the API can carry. A closed set: clients branch on it.

use cityhall_engine::ReadError;

/// Why a request, or one field of it, has no answer. User errors of mutations have codes of their
/// own, [`crate::refusal::UserErrorCode`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// The token was not accepted. The cause is never told. Get a new token.
    Unauthenticated,
    /// The mandate of the request is not the caller's, not in force, or not there; which is not told.
    MandateNotInForce,
    /// This kind of caller has no such read.
    NotAllowed,
    /// The request is not what GraphQL over HTTP asks for. Correct the client.
    BadRequest,
    /// No media type that the caller accepts is one of ours.
    NotAcceptable,
    /// Mutations come by POST only.
    MethodNotAllowed,
    /// Bodies are `application/json` only.
    UnsupportedMediaType,
    /// The body is too large.
    PayloadTooLarge,
    /// The body did not come in time. Send it faster, or less.
    BodyTooSlow,
    /// The budget of the caller or of their network is used up. Wait as long as `Retry-After` says.
    RateLimited,
    /// The city has more to do than it can. Try again when `Retry-After` says.
    Overloaded,
    /// The document asks for too much. Ask for less.
    DocumentRefused,
    /// The caller may execute registered documents only, and this is none. Send the name or digest of one.
    TrustedDocumentsOnly,
    /// No document of this name or digest is registered for the caller.
    TrustedDocumentUnknown,
    /// The document is not GraphQL, or does not fit the schema.
    DocumentInvalid,
    /// An argument or a variable is not of its type or range.
    BadInput,
    /// The cursor is not one that this list gave.
    InvalidCursor,
    /// The filter names a field that cannot be listed by.
    NotListed,
    /// The views have not reached the demanded position in time. Try again.
    Behind,
    /// The service is being upgraded. Try again later.
    Upgrading,
    /// The service is not available now. Try again.
    Unavailable,
    /// The answer took too long. Ask for less, or try again.
    TimedOut,
    /// Something went wrong inside; the log knows more, under the request's id.
    Internal,
    /// There is no such document for this caller. Another's looks the same.
    NotFound,
    /// The city's machine has no font that shows Chinese: no document can be made until it has.
    NoFont,
    /// Too much has happened since the position. Read anew and follow from what was read.
    Resynchronise,
    /// What the city publishes has changed, and the document does not fit it any more. Get the new schema.
    SchemaChanged,
    /// This connection follows as much as it may. Complete something first, or open another.
    TooManyOperations,
}

impl Code {
    /// All of them.
    pub const ALL: [Self; 28] = [
        Self::Unauthenticated,
        Self::MandateNotInForce,
        Self::NotAllowed,
        Self::BadRequest,
        Self::NotAcceptable,
        Self::MethodNotAllowed,
        Self::UnsupportedMediaType,
        Self::PayloadTooLarge,
        Self::BodyTooSlow,
        Self::RateLimited,
        Self::Overloaded,
        Self::DocumentRefused,
        Self::TrustedDocumentsOnly,
        Self::TrustedDocumentUnknown,
        Self::DocumentInvalid,
        Self::BadInput,
        Self::InvalidCursor,
        Self::NotListed,
        Self::Behind,
        Self::Upgrading,
        Self::Unavailable,
        Self::TimedOut,
        Self::Internal,
        Self::NotFound,
        Self::NoFont,
        Self::Resynchronise,
        Self::SchemaChanged,
        Self::TooManyOperations,
    ];

    /// That of a read which was not answered.
    pub(crate) fn of_read(error: &ReadError) -> Self {
        match error {
            ReadError::NotAllowed => Self::NotAllowed,
            ReadError::InvalidCursor => Self::InvalidCursor,
            ReadError::NotListed(_) => Self::NotListed,
            ReadError::Behind => Self::Behind,
            ReadError::Upgrading => Self::Upgrading,
            ReadError::Unavailable => Self::Unavailable,
        }
    }

    /// The code as it stands in `extensions.code`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::MandateNotInForce => "MANDATE_NOT_IN_FORCE",
            Self::NotAllowed => "NOT_ALLOWED",
            Self::BadRequest => "BAD_REQUEST",
            Self::NotAcceptable => "NOT_ACCEPTABLE",
            Self::MethodNotAllowed => "METHOD_NOT_ALLOWED",
            Self::UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
            Self::PayloadTooLarge => "PAYLOAD_TOO_LARGE",
            Self::BodyTooSlow => "BODY_TOO_SLOW",
            Self::RateLimited => "RATE_LIMITED",
            Self::Overloaded => "OVERLOADED",
            Self::DocumentRefused => "DOCUMENT_REFUSED",
            Self::TrustedDocumentsOnly => "TRUSTED_DOCUMENTS_ONLY",
            Self::TrustedDocumentUnknown => "TRUSTED_DOCUMENT_UNKNOWN",
            Self::DocumentInvalid => "DOCUMENT_INVALID",
            Self::BadInput => "BAD_INPUT",
            Self::InvalidCursor => "INVALID_CURSOR",
            Self::NotListed => "NOT_LISTED",
            Self::Behind => "BEHIND",
            Self::Upgrading => "UPGRADING",
            Self::Unavailable => "UNAVAILABLE",
            Self::TimedOut => "TIMED_OUT",
            Self::Internal => "INTERNAL",
            Self::NotFound => "NOT_FOUND",
            Self::NoFont => "NO_FONT",
            Self::Resynchronise => "RESYNCHRONISE",
            Self::SchemaChanged => "SCHEMA_CHANGED",
            Self::TooManyOperations => "TOO_MANY_OPERATIONS",
        }
    }
}
