//! What a module is called in the API. Pure and one-to-one, so that collisions can be proved at
//! publication instead of met in the schema.

use crate::form::{Field, FieldType};
use crate::module::Module;
use crate::name::ModuleName;

/// The names that module `tea-licence` gives to its types and fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiName {
    /// Prefix of its types: `TeaLicence`.
    pub type_prefix: String,
    /// Prefix of its fields: `teaLicence`.
    pub field_prefix: String,
}

impl ApiName {
    /// The names of `module`.
    #[must_use]
    pub fn of(module: &ModuleName) -> Self {
        let type_prefix: String = module.as_str().split('-').map(capitalised).collect();
        let field_prefix = uncapitalised(&type_prefix);
        Self { type_prefix, field_prefix }
    }

    /// The type of its cases: `TeaLicenceCase`.
    #[must_use]
    pub fn case(&self) -> String {
        format!("{}Case", self.type_prefix)
    }

    /// The type of its answers: `TeaLicenceAnswers`. Groups and inputs hang their names on it.
    #[must_use]
    pub fn answers(&self) -> String {
        format!("{}Answers", self.type_prefix)
    }

    /// The field that lists its cases: `teaLicenceCases`.
    #[must_use]
    pub fn cases_field(&self) -> String {
        format!("{}Cases", self.field_prefix)
    }

    /// The field that submits a case: `submitTeaLicence`.
    #[must_use]
    pub fn submit_field(&self) -> String {
        format!("submit{}", self.type_prefix)
    }

    /// Every type that a module gives to the API, its groups included, each name once for each time
    /// that it is given: a name that is there twice collides within the module itself.
    #[must_use]
    pub fn types(&self, module: &Module) -> Vec<String> {
        let Self { type_prefix, .. } = self;
        let mut types: Vec<String> = ["Case", "CaseConnection", "CaseEdge", "CaseFilter", "ListedFilter"]
            .map(|end| format!("{type_prefix}{end}"))
            .into();
        types.extend(["Input", "Payload"].map(|end| format!("Submit{type_prefix}{end}")));
        group_types(&self.answers(), module.form.fields(), &mut types);
        types
    }
}

/// The type of a group of answers, from the type that it stands in and its key there.
#[must_use]
pub fn group_type(parent: &str, key: &str) -> String {
    format!("{parent}{}", capitalised(key))
}

fn group_types(name: &str, fields: &[Field], types: &mut Vec<String>) {
    types.push(name.to_owned());
    types.push(format!("{name}Input"));
    for field in fields {
        let mut kind = &field.kind;
        while let FieldType::List(inner) = kind {
            kind = inner;
        }
        if let FieldType::Object(inner) = kind {
            group_types(&group_type(name, &field.name), inner, types);
        }
    }
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(characters).collect()
}

fn uncapitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(characters).collect()
}

/// Whether `text` is a name of the GraphQL specification (section 2.1.9) that is not reserved for
/// introspection.
#[must_use]
pub fn is_graphql_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !text.starts_with("__")
}

/// Types of the core API. A module whose types would carry one of these names is refused; the API
/// tests that the list is complete.
pub const RESERVED_TYPES: &[&str] = &[
    "AcknowledgeNoticeInput",
    "AcknowledgeNoticePayload",
    "Actor",
    "AnswerWarning",
    "AnswerWarningCode",
    "ApiKey",
    "ApplicantKind",
    "AssignCaseInput",
    "AssignCasePayload",
    "Assignee",
    "AssignmentAct",
    "Assistance",
    "Assurance",
    "Audience",
    "AvailableAction",
    "Boolean",
    "BrokenDocument",
    "CardKind",
    "Case",
    "CaseCard",
    "CaseChange",
    "CaseConnection",
    "CaseCounts",
    "CaseDocument",
    "CaseEdge",
    "CaseEnd",
    "CaseFilter",
    "CaseOrder",
    "CaseRating",
    "CaseReference",
    "Channel",
    "City",
    "CityFigures",
    "ClaimCaseInput",
    "ClaimCasePayload",
    "Clock",
    "ClockDate",
    "CloseSupervisionInput",
    "CrossRegion",
    "Date",
    "DateTime",
    "DayFigures",
    "Department",
    "DepartmentConnection",
    "DepartmentEdge",
    "District",
    "Distrust",
    "DistrustCause",
    "DocumentForm",
    "DocumentNeed",
    "DocumentSource",
    "EndMandateInput",
    "ExerciseLevel",
    "ExtendSupervisionInput",
    "Float",
    "Form",
    "GiveFeedbackInput",
    "GiveMandateInput",
    "GivenRating",
    "Guide",
    "GuideChannels",
    "GuideCharge",
    "GuideCodes",
    "GuideContact",
    "GuideDocument",
    "GuidePlace",
    "GuideQuestion",
    "GuideRemedy",
    "GuideSeason",
    "GuideStep",
    "HandOverCasesInput",
    "HandOverCasesPayload",
    "HandedOverCase",
    "HandlingType",
    "ID",
    "InstructInput",
    "Int",
    "IssueApiKeyInput",
    "IssueApiKeyPayload",
    "JSON",
    "Language",
    "LegalBasis",
    "Limits",
    "LimitsByAnswers",
    "ListedValue",
    "Mandate",
    "MandateConnection",
    "MandateEdge",
    "MandateKind",
    "MandatePayload",
    "Message",
    "MessageConnection",
    "MessageEdge",
    "MessageSide",
    "MigrateCasesInput",
    "MigrateCasesPayload",
    "MigratedCase",
    "MigrationBlocker",
    "MigrationOutcome",
    "ModuleLoad",
    "Mutation",
    "Node",
    "Notice",
    "NoticeKind",
    "NoticeRemedy",
    "Objection",
    "OnBehalfOfInput",
    "OnlineDepth",
    "OpenProcedure",
    "OpenSupervisionInput",
    "Opinion",
    "OtherCase",
    "PageInfo",
    "Partner",
    "PartnerQuota",
    "PartnerRight",
    "PartnerScope",
    "PartnerUsage",
    "PartnerUsageOfDay",
    "PerformActionInput",
    "PerformActionPayload",
    "Position",
    "PowerLogConnection",
    "PowerLogEdge",
    "PowerLogEntry",
    "PowerLogKind",
    "PresentDocumentsInput",
    "PresentDocumentsPayload",
    "Procedure",
    "ProcedureKind",
    "Publication",
    "PublicationConnection",
    "PublicationEdge",
    "PublicationKind",
    "PublishAccessPolicyInput",
    "PublishAccessPolicyPayload",
    "PublishCalendarInput",
    "PublishCalendarPayload",
    "PublishCityInput",
    "PublishCityPayload",
    "PublishDepartmentInput",
    "PublishDepartmentPayload",
    "PublishModuleInput",
    "PublishModulePayload",
    "PublishOutcome",
    "PublishPartnerInput",
    "PublishPartnerPayload",
    "Query",
    "RaiseObjectionInput",
    "RaiseObjectionPayload",
    "RateInput",
    "RatePayload",
    "RateableStep",
    "Rating",
    "RatingConnection",
    "RatingCounts",
    "RatingEdge",
    "RatingLevel",
    "RatingLevelCount",
    "ReadMessagesInput",
    "ReadMessagesPayload",
    "RecordLeaveInput",
    "RecordServiceInput",
    "RecordServicePayload",
    "Redaction",
    "RedactionReason",
    "ReleaseCaseInput",
    "ReleaseCasePayload",
    "ReliefAct",
    "RemedyKind",
    "RepairTrustInput",
    "RepairTrustPayload",
    "RetireAccessPolicyInput",
    "RetireAccessPolicyPayload",
    "RetireDepartmentInput",
    "RetireDepartmentPayload",
    "RetireModuleInput",
    "RetireModulePayload",
    "RetirePartnerInput",
    "RetirePartnerPayload",
    "RevokeApiKeyInput",
    "RevokeApiKeyPayload",
    "RuleChange",
    "SendMessageInput",
    "SendMessagePayload",
    "ServiceFigures",
    "ServiceMethod",
    "ServiceModule",
    "ServiceModuleConnection",
    "ServiceModuleEdge",
    "ServiceTheme",
    "ServiceType",
    "Stage",
    "StateLimit",
    "StateMove",
    "StatisticsChange",
    "String",
    "SubmitCaseInput",
    "SubmitCasePayload",
    "Subscription",
    "SupervisionAct",
    "SupervisionLevel",
    "SupervisionMatter",
    "SupervisionMatterConnection",
    "SupervisionMatterEdge",
    "SupervisionMatterFilter",
    "SupervisionPayload",
    "SupervisionStep",
    "SupplementNotice",
    "TimelineConnection",
    "TimelineEdge",
    "TimelineEntry",
    "TrackedCase",
    "UnreadMessages",
    "UserError",
    "UserErrorCode",
    "Viewer",
    "WholeNumber",
    "WithdrawCardInput",
    "WithdrawCardPayload",
    "WorkflowAction",
    "WorkflowState",
];

/// Root fields of the core API. A module whose fields would carry one of these names is refused.
pub const RESERVED_FIELDS: &[&str] = &[
    "acknowledgeNotice",
    "apiKeys",
    "asOf",
    "assignCase",
    "case",
    "caseBy",
    "caseByReceipt",
    "caseCounts",
    "cases",
    "casesOfPerson",
    "city",
    "cityFigures",
    "claimCase",
    "closeSupervision",
    "departments",
    "endMandate",
    "extendSupervision",
    "giveFeedback",
    "giveMandate",
    "handOverCases",
    "instruct",
    "issueApiKey",
    "mandates",
    "migrateCases",
    "moduleLoads",
    "node",
    "openSupervision",
    "partnerUsage",
    "partners",
    "performAction",
    "powerLog",
    "presentDocuments",
    "publications",
    "publishAccessPolicy",
    "publishCalendar",
    "publishCity",
    "publishDepartment",
    "publishModule",
    "publishPartner",
    "raiseObjection",
    "rate",
    "ratings",
    "readMessages",
    "recordLeave",
    "recordService",
    "releaseCase",
    "repairTrust",
    "retireAccessPolicy",
    "retireDepartment",
    "retireModule",
    "retirePartner",
    "revokeApiKey",
    "sendMessage",
    "serviceModule",
    "serviceModules",
    "singleRatings",
    "submitCase",
    "supervisionMatters",
    "viewer",
    "withdrawCard",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_names_its_types_and_fields() {
        let name = ApiName::of(&"tea-licence".parse().unwrap());
        assert_eq!((name.type_prefix.as_str(), name.field_prefix.as_str()), ("TeaLicence", "teaLicence"));
    }

    #[test]
    fn a_group_hangs_its_name_on_the_type_that_it_stands_in() {
        assert_eq!(group_type("TeaLicenceAnswers", "place"), "TeaLicenceAnswersPlace");
        let name = ApiName::of(&"case".parse().unwrap());
        assert!(RESERVED_FIELDS.contains(&name.submit_field().as_str()), "a module named `case` is refused");
    }

    #[test]
    fn graphql_names() {
        for good in ["a", "_a", "aB9"] {
            assert!(is_graphql_name(good), "{good}");
        }
        for bad in ["", "9a", "a-b", "__a", "车"] {
            assert!(!is_graphql_name(bad), "{bad}");
        }
    }
}
