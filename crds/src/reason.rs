//! Every reason that a diagnostic of the compiler can have, with what it means. The words are
//! stable: they stand in status conditions and in scripts. Never rename one.

/// A reason and its meaning, for the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// The stable word.
    pub word: &'static str,
    /// What it means and what to do, in a sentence or two.
    pub meaning: &'static str,
}

macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal;)*) => {
        $($(#[doc = $doc])+ pub const $name: &str = $word;)*

        /// Every reason, grouped as in the source.
        pub const ALL: &[Reason] = &[$(Reason { word: $word, meaning: concat!($($doc),+) }),*];
    };
}

// === reading a manifest ===
reasons! {
    /// The text is not YAML; nothing after this line was read.
    INVALID_YAML = "InvalidYaml";
    /// The text is longer than a manifest may be.
    MANIFEST_TOO_LARGE = "ManifestTooLarge";
    /// Something is nested deeper than anybody writes by hand.
    TOO_DEEP = "TooDeep";
    /// The same key stands twice in one mapping.
    DUPLICATE_KEY = "DuplicateKey";
    /// Anchors, aliases, merge keys and tags are not part of the language; write it out.
    NOT_PLAIN_YAML = "NotPlainYaml";
    /// A bare word that YAML 1.1 and YAML 1.2 read differently; put it in quotes.
    AMBIGUOUS_SCALAR = "AmbiguousScalar";
    /// `apiVersion` is not the group and version of this city.
    UNKNOWN_API_VERSION = "UnknownApiVersion";
    /// `kind` is none of the kinds of this city.
    UNKNOWN_KIND = "UnknownKind";
    /// Two manifests have the same kind and name.
    DUPLICATE_MANIFEST = "DuplicateManifest";
    /// The language version is one that this compiler does not speak.
    UNKNOWN_LANGUAGE = "UnknownLanguage";

    /// A field that the kind does not have.
    UNKNOWN_FIELD = "UnknownField";
    /// A required field is not there.
    MISSING_FIELD = "MissingField";
    /// A value of another type than the field takes.
    WRONG_TYPE = "WrongType";
    /// A text is shorter or longer, a number smaller or larger, a list shorter or longer than allowed.
    OUT_OF_BOUNDS = "OutOfBounds";
    /// A word that is none of the allowed words.
    UNKNOWN_VALUE = "UnknownValue";
    /// A text that does not have the form that the field takes.
    WRONG_FORMAT = "WrongFormat";
    /// Exactly one of several fields must be there.
    EXACTLY_ONE = "ExactlyOne";
    /// A text that is not a name: at most 63 of a-z, 0-9 and `-`, beginning with a letter.
    INVALID_NAME = "InvalidName";
    /// Two things of one list have the same name or value.
    DUPLICATE_NAME = "DuplicateName";

    /// A day that does not exist, or that is not in the calendar's year.
    INVALID_DATE = "InvalidDate";
    /// A make-up working day that is not a Saturday or Sunday, or that is also a day off.
    INVALID_MAKE_UP_DAY = "InvalidMakeUpDay";
    /// A time zone that the zone database does not know.
    UNKNOWN_TIME_ZONE = "UnknownTimeZone";

    /// The form is outside the form profile of JSON Schema.
    OUTSIDE_FORM_PROFILE = "OutsideFormProfile";
    /// An expression that does not parse, is too long or uses something that is not allowed.
    INVALID_EXPRESSION = "InvalidExpression";
    /// An expression does not fit the fields of the form.
    EXPRESSION_TYPE = "ExpressionType";
    /// An expression names a field that the form does not have.
    UNKNOWN_ANSWER = "UnknownAnswer";
    /// A field of the form that may not be `listed`, or may not be read by the public.
    CLASSIFIED_IN_OPEN = "ClassifiedInOpen";

    /// A state that no state has the name of.
    UNKNOWN_STATE = "UnknownState";
    /// A department that the city does not have.
    UNKNOWN_DEPARTMENT = "UnknownDepartment";
    /// A legal basis that the guide does not name.
    UNKNOWN_BASIS = "UnknownBasis";
    /// A name that the language keeps for itself.
    RESERVED_NAME = "ReservedName";

    /// No way leads from the first state to this one.
    UNREACHABLE_STATE = "UnreachableState";
    /// A state that is no end and from which no way leads to an end.
    DEAD_END = "DeadEnd";
    /// The first state is an end.
    ENDS_AT_START = "EndsAtStart";
    /// A case is over in this state, so nothing but `reopen` may leave it.
    LEAVES_END = "LeavesEnd";
    /// A state in which a case is over can neither have a limit nor an expiry.
    LIMIT_AT_END = "LimitAtEnd";
    /// `onExpiry` without a `limit` never happens.
    EXPIRY_WITHOUT_LIMIT = "ExpiryWithoutLimit";
    /// The city moves a case on expiry only to another state.
    EXPIRY_TARGET = "ExpiryTarget";
    /// The effect needs a `to`.
    MISSING_TARGET = "MissingTarget";
    /// The effect leads to an end of another kind, or to a state that is no end.
    WRONG_END = "WrongEnd";
    /// Only the effects that end a case may lead to a state in which it is over.
    ENDS_WITHOUT_CLOSING = "EndsWithoutClosing";
    /// An effect of intake where the case may already be accepted.
    ALREADY_ACCEPTED = "AlreadyAccepted";
    /// An effect that needs acceptance where the case may not be accepted yet.
    NOT_ACCEPTED = "NotAccepted";
    /// A decision where the case may already be decided.
    ALREADY_DECIDED = "AlreadyDecided";
    /// A result is issued where the case may not be approved yet.
    NOT_APPROVED = "NotApproved";
    /// An action that only the applicant may do, or that the applicant may not do.
    WRONG_ROLE = "WrongRole";
    /// `reopen` starts from a state in which the case is not over, or leads to one where it is.
    WRONG_REOPEN = "WrongReopen";

    /// The limits of the states on a path add up to more than the promised limit.
    PATH_OVER_PROMISED = "PathOverPromised";
    /// The promised limit is longer than the statutory one.
    PROMISED_OVER_STATUTORY = "PromisedOverStatutory";
    /// Limits in different units that cannot be compared.
    MIXED_UNITS = "MixedUnits";

    /// A text is not there in one of the city's languages.
    MISSING_TRANSLATION = "MissingTranslation";
    /// A catch-all such as 其他材料 or "other materials": say what is meant.
    CATCH_ALL = "CatchAll";

    /// A name of a field that is not a GraphQL name.
    INVALID_API_NAME = "InvalidApiName";
    /// A name in the API that another module, the core or another field already has.
    API_NAME_COLLISION = "ApiNameCollision";
    /// A field that has another type than in a revision that the city still serves.
    FIELD_TYPE_CHANGED = "FieldTypeChanged";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::ALL;

    #[test]
    fn reasons_are_distinct_camel_case_words_with_a_meaning() {
        let words: BTreeSet<_> = ALL.iter().map(|reason| reason.word).collect();
        assert_eq!(words.len(), ALL.len());
        for reason in ALL {
            assert!(reason.word.starts_with(|first: char| first.is_ascii_uppercase()), "{}", reason.word);
            assert!(reason.word.chars().all(|c| c.is_ascii_alphanumeric()), "{}", reason.word);
            assert!(reason.meaning.trim().ends_with('.'), "{}", reason.word);
        }
    }
}
