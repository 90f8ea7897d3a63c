//! What notices (文书) say in a module that they do not say in every other.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::spec::Text;

/// How notices of a module differ from those of the city.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Notices {
    /// The text field of the form that names the person to whom notices are addressed; absent means "the applicant".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 63))]
    pub addressee: Option<String>,
    /// Texts in the place of the city's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 12))]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["kind"]))]
    pub texts: Vec<NoticeText>,
}

/// The body of the notices of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeText {
    /// Which notices.
    pub kind: NoticeKind,
    /// What they say. Words in braces are filled in, such as `{caseNumber}`, `{title}`, `{due}`.
    pub text: Text,
}

/// What a notice tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum NoticeKind {
    /// 受理通知书
    Acceptance,
    /// 视为受理凭证
    DeemedAcceptance,
    /// 不予受理通知书
    NonAcceptance,
    /// 补正材料通知书
    Supplement,
    /// 特别程序告知书
    Procedure,
    /// 延长期限告知书
    Extension,
    /// 中止通知书
    Suspension,
    /// 恢复办理通知书
    Resumption,
    /// 准予决定书
    Approval,
    /// 不予决定书
    Refusal,
    /// 终止通知书
    Termination,
    /// 撤销决定书
    Revocation,
}
