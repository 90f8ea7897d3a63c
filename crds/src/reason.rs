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
    /// The file in which the public keys of an issuer stand is not there, too long, not JSON or outside the folder.
    UNREADABLE_KEYS = "UnreadableKeys";
    /// A module wants its applicants to be known, and is for anonymous ones too.
    ASSURANCE_OF_NOBODY = "AssuranceOfNobody";
    /// A department that is above itself.
    CIRCULAR_PARENT = "CircularParent";

    /// An expression that does not parse, is too long or uses something that is not allowed.
    INVALID_EXPRESSION = "InvalidExpression";
    /// The form says that it is written in another draft than JSON Schema 2020-12.
    OTHER_DRAFT = "OtherDraft";
    /// A part of the form is `true` or `false` where an object is wanted.
    NOT_A_SCHEMA = "NotASchema";
    /// The form itself is not `type: object`.
    ROOT_NOT_OBJECT = "RootNotObject";
    /// The form is not JSON Schema.
    INVALID_SCHEMA = "InvalidSchema";
    /// The form is nested deeper than the profile allows.
    SCHEMA_TOO_DEEP = "SchemaTooDeep";
    /// The form, or its conditions written out, are larger than the profile allows.
    SCHEMA_TOO_LARGE = "SchemaTooLarge";
    /// A form or group has more fields than the profile allows.
    TOO_MANY_FIELDS = "TooManyFields";
    /// A keyword of JSON Schema that the form profile does not have in this place.
    KEYWORD_NOT_ALLOWED = "KeywordNotAllowed";
    /// A keyword that does nothing for a value of this type.
    KEYWORD_WITHOUT_EFFECT = "KeywordWithoutEffect";
    /// A type that the form profile does not have: one of string, integer, boolean, array, object.
    TYPE_NOT_ALLOWED = "TypeNotAllowed";
    /// The first declaration of a field does not say its `type`.
    TYPE_MISSING = "TypeMissing";
    /// A field is declared twice with different types.
    TYPE_CONFLICT = "TypeConflict";
    /// A field is declared twice with different classes.
    CLASS_CONFLICT = "ClassConflict";
    /// A list does not say what its items are.
    ITEMS_MISSING = "ItemsMissing";
    /// A list or text has no upper bound.
    UNBOUNDED_LIST = "UnboundedList";
    /// A bound that a browser does not hold exactly.
    NUMBER_OUT_OF_RANGE = "NumberOutOfRange";
    /// A format other than `date` and `email`.
    UNKNOWN_FORMAT = "UnknownFormat";
    /// A pattern that browser and server would read differently, or that looks around.
    PATTERN_NOT_ALLOWED = "PatternNotAllowed";
    /// The words of a choice are texts.
    ENUM_NOT_TEXTS = "EnumNotTexts";
    /// A constant is a text, a whole number or a truth value.
    CONST_NOT_SCALAR = "ConstNotScalar";
    /// `additionalProperties` may only be `false`.
    ADDITIONAL_PROPERTIES_NOT_FALSE = "AdditionalPropertiesNotFalse";
    /// A form that opens further fields by conditions or references cannot be closed.
    CLOSED_FORM = "ClosedForm";
    /// A `$ref` leads outside the form.
    REFERENCE_NOT_LOCAL = "ReferenceNotLocal";
    /// A definition refers to itself.
    RECURSIVE_REFERENCE = "RecursiveReference";
    /// Nothing refers to this definition.
    UNUSED_DEFINITION = "UnusedDefinition";
    /// A `then` or `else` without an `if` beside it.
    BRANCH_WITHOUT_CONDITION = "BranchWithoutCondition";
    /// An `if` tests a field that it does not name in `required`.
    CONDITION_NOT_REQUIRED = "ConditionNotRequired";
    /// An `if` looks at a field that is asked later.
    CONDITION_LOOKS_AHEAD = "ConditionLooksAhead";
    /// A field is required where it is not asked.
    REQUIRED_NOT_ASKED = "RequiredNotAsked";
    /// An `x-cityhall-` annotation that does not exist.
    UNKNOWN_ANNOTATION = "UnknownAnnotation";
    /// An annotation that does not belong in this place.
    ANNOTATION_MISPLACED = "AnnotationMisplaced";
    /// An annotation with a value of the wrong type.
    ANNOTATION_MISTYPED = "AnnotationMistyped";
    /// An order that does not name each field of its place once.
    ORDER_INCOMPLETE = "OrderIncomplete";
    /// A class other than public, internal, personal and sensitive.
    UNKNOWN_CLASS = "UnknownClass";
    /// Only public and internal fields with one plain value can be listed.
    LISTED_NOT_ALLOWED = "ListedNotAllowed";
    /// Only a text can identify a person.
    PERSON_NOT_ALLOWED = "PersonNotAllowed";
    /// Only two bounded whole numbers, `longitude` and `latitude`, are a place.
    PLACE_NOT_ALLOWED = "PlaceNotAllowed";
    /// A number of the state other than `CitizenId` and `CreditCode`.
    UNKNOWN_IDENTIFIER = "UnknownIdentifier";
    /// Only a text can be a number of the state.
    IDENTIFIER_NOT_ALLOWED = "IdentifierNotAllowed";
    /// A word that the choice does not have.
    UNKNOWN_WORD = "UnknownWord";
    /// An expression that does not result in yes or no.
    NOT_A_CONDITION = "NotACondition";
    /// An expression names something other than `answers`.
    UNKNOWN_VARIABLE = "UnknownVariable";
    /// Values of types that do not go together.
    TYPE_MISMATCH = "TypeMismatch";
    /// A macro of an expression walks over something that is no list of the form.
    NOT_A_LIST = "NotAList";
    /// A condition reads the day (`daysSince`) where it is not judged on one day.
    READS_THE_DAY = "ReadsTheDay";

    /// A field of the form that may not be `listed`, or may not be read by the public.
    CLASSIFIED_IN_OPEN = "ClassifiedInOpen";

    /// A state that no state has the name of.
    UNKNOWN_STATE = "UnknownState";
    /// An action that no action has the name of.
    UNKNOWN_ACTION = "UnknownAction";
    /// A department that the city does not have.
    UNKNOWN_DEPARTMENT = "UnknownDepartment";
    /// A module that the city does not have, in the scope of a partner or in a rule of an access policy.
    UNKNOWN_MODULE = "UnknownModule";
    /// A key of a client that is secret: only its public half belongs into a manifest.
    PRIVATE_KEY = "PrivateKey";
    /// The digest that is written beside a document is not that of its text.
    OTHER_DIGEST = "OtherDigest";
    /// A document that a partner has registered does not fit the schema that these manifests give; the message says at which place.
    BREAKS_DOCUMENT = "BreaksDocument";
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
    /// An effect names a procedure that the module does not have.
    UNKNOWN_PROCEDURE = "UnknownProcedure";
    /// A procedure that no action starts.
    UNUSED_PROCEDURE = "UnusedProcedure";
    /// A procedure stops the clock without a legal basis that lets it.
    STOP_WITHOUT_BASIS = "StopWithoutBasis";
    /// What an action begins, a procedure or a rest, no action ends where the case then stands.
    NEVER_ENDED = "NeverEnded";
    /// What an action asks, of departments or of the public, no action answers where the case then stands.
    NEVER_ANSWERED = "NeverAnswered";
    /// A public notice ends by time alone, not by an action.
    ENDS_BY_ITSELF = "EndsByItself";
    /// The officers who examined a case may not preside over its hearing: name their actions in `notBy`.
    HEARING_BY_EXAMINER = "HearingByExaminer";
    /// An opinion alone moves no case.
    OPINION_MOVES = "OpinionMoves";
    /// A material may follow that the system makes.
    NOBODY_BRINGS = "NobodyBrings";
    /// A material may follow later than the promised limit ends.
    FOLLOWS_TOO_LATE = "FollowsTooLate";
    /// An instant rule does an action where the case does not stand then.
    INSTANT_OUT_OF_PLACE = "InstantOutOfPlace";
    /// Only the city may do an action, and no instant rule does it.
    NEVER_DONE = "NeverDone";
    /// An instant rule does an action that needs a person.
    INSTANT_NEEDS_A_PERSON = "InstantNeedsAPerson";
    /// An action extends the limits, and `limits.extension` does not say by how much.
    NO_EXTENSION = "NoExtension";
    /// A result is issued where the case may not be approved yet.
    NOT_APPROVED = "NotApproved";
    /// An action that only the applicant may do, or that the applicant may not do.
    WRONG_ROLE = "WrongRole";
    /// `reopen` starts from a state in which the case is not over, or leads to one where it is.
    WRONG_REOPEN = "WrongReopen";

    /// The limits of the states on a path add up to more than the promised limit.
    PATH_OVER_PROMISED = "PathOverPromised";
    /// A condition of limits that stands above already: what it leads to never holds.
    SAME_CONDITION = "SameCondition";
    /// A condition of limits that reads no answer: it holds always, or never.
    CONSTANT_CONDITION = "ConstantCondition";
    /// The time in which to tell what is missing is the law's, whatever the answers are.
    LIMIT_OF_THE_LAW = "LimitOfTheLaw";
    /// The promised limit is longer than the statutory one.
    PROMISED_OVER_STATUTORY = "PromisedOverStatutory";
    /// Limits in different units that cannot be compared.
    MIXED_UNITS = "MixedUnits";

    /// An element of the guide that this type of service must have is missing or empty.
    MISSING_ELEMENT = "MissingElement";
    /// A matter that is decided at once (即办件) promises more than one working day.
    INSTANT_TOO_LONG = "InstantTooLong";
    /// Texts of notices stand in a module of a type whose cases bring none.
    NOTICES_NOT_WANTED = "NoticesNotWanted";
    /// The field to which notices are addressed is no text that the form asks.
    UNKNOWN_ADDRESSEE = "UnknownAddressee";
    /// A text of a notice has something in braces that is not filled in there.
    UNKNOWN_PLACEHOLDER = "UnknownPlaceholder";
    /// A text is not there in one of the city's languages.
    MISSING_TRANSLATION = "MissingTranslation";
    /// A catch-all such as 其他材料 or "other materials": say what is meant.
    CATCH_ALL = "CatchAll";

    /// A rule of an access policy is not exactly one Cedar policy.
    NOT_CEDAR = "NotCedar";
    /// A rule of an access policy permits: the rules of a city can only forbid.
    POLICY_PERMITS = "PolicyPermits";
    /// A rule of an access policy does not fit the schema, or can never forbid anything.
    POLICY_NOT_VALID = "PolicyNotValid";
    /// A rule of an access policy names a single case: rules speak of all cases that are alike.
    NAMES_A_CASE = "NamesACase";
    /// A rule of an access policy names a resident or company, or writes an identity number.
    NAMES_A_PERSON = "NamesAPerson";
    /// A rule of an access policy names a role that nobody holds and no module asks for.
    UNKNOWN_ROLE = "UnknownRole";

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

    /// The words that `domain` gives for forms and expressions stand in its sources as texts.
    #[test]
    fn the_reasons_of_forms_and_expressions_are_listed() {
        let domain = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/src");
        let word = regex::Regex::new(
            r#"\.add\([^"]*"([A-Z][A-Za-z]+)"|(?m)^\s*"([A-Z][A-Za-z]+)",$|Err\(\("([A-Z][A-Za-z]+)""#,
        )
        .unwrap();
        let mut seen = 0;
        for folder in ["form/profile", "expression"] {
            for entry in std::fs::read_dir(domain.join(folder)).unwrap() {
                let path = entry.unwrap().path();
                let text = std::fs::read_to_string(&path).unwrap();
                let is_source = !path.ends_with("tests.rs") && !path.ends_with("pattern.rs");
                for found in word.captures_iter(&text).filter(|_| is_source) {
                    let word = found.iter().skip(1).flatten().next().unwrap().as_str();
                    assert!(ALL.iter().any(|reason| reason.word == word), "{word} of {}", path.display());
                    seen += 1;
                }
            }
        }
        assert!(seen > 30, "{seen}");
    }

    #[test]
    fn the_reasons_of_access_policies_are_listed() {
        for word in cityhall_policies::check::REASONS {
            assert!(ALL.iter().any(|reason| reason.word == *word), "{word}");
        }
    }

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
