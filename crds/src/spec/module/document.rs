//! Materials (申请材料) as a city writes them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::spec::{Limit, NAME, Text};

/// One material that an applicant hands in, or need not because the state has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Document {
    /// How the rest of the module refers to it.
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub name: String,
    /// What it is called.
    pub title: Text,
    /// In which form it is wanted.
    pub form: DocumentForm,
    /// How many of it; one unless said otherwise.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 99))]
    pub count: i32,
    /// Who brings it; the applicant unless said otherwise.
    #[serde(default)]
    pub source: DocumentSource,
    /// A CEL condition over `answers` under which it is wanted; absent means always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 512))]
    pub when: Option<String>,
    /// It may come after acceptance (容缺受理); absent means that it may not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub may_follow: Option<MayFollow>,
    /// What to look out for; with `when`, the condition in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

fn one() -> i32 {
    1
}

/// Until when a material may follow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MayFollow {
    /// How long after acceptance; never longer than the promised limit.
    pub within: Limit,
    /// The state that the case moves to when it does not come; it ends the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub on_lapse: Option<String>,
}

/// In which form a material is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum DocumentForm {
    /// 原件
    Original,
    /// 复印件
    Copy,
    /// 电子证照
    ElectronicCertificate,
    /// 填写的表格
    FilledForm,
}

/// Who brings a material.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum DocumentSource {
    /// 申请人自备
    #[default]
    Applicant,
    /// 政府部门核发: the applicant has it from an authority.
    Government,
    /// 数据共享: fetched; the applicant is asked only if that fails.
    DataShare,
    /// 系统生成
    System,
}
