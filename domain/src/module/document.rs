//! What an applicant hands in, or need not hand in because the state has it (申请材料).

use serde::Serialize;

use crate::calendar::Limit;
use crate::expression::Expression;
use crate::name::{DocumentName, StateName};
use crate::text::Text;

/// One material of an item.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// How the rest of the module refers to it.
    pub name: DocumentName,
    /// What it is called.
    pub title: Text,
    /// In which form it is wanted.
    pub form: DocumentForm,
    /// How many of it.
    pub count: u8,
    /// Who brings it.
    pub source: DocumentSource,
    /// A condition over `answers` under which it is wanted; absent means always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Expression>,
    /// How long after acceptance it may follow (容缺受理); absent means that it may not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub may_follow: Option<Limit>,
    /// Where the case goes when it does not follow in time; without it, it may not follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_lapse: Option<StateName>,
    /// What to look out for; for a conditional one, the condition in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

impl Document {
    /// Whether the applicant brings it: what the state has, or the system makes, nobody hands in.
    #[must_use]
    pub fn is_brought(&self) -> bool {
        matches!(self.source, DocumentSource::Applicant | DocumentSource::Government)
    }

    /// How long it may follow acceptance, and where the case goes when it does not.
    #[must_use]
    pub fn follows(&self) -> Option<(Limit, &StateName)> {
        self.may_follow.zip(self.on_lapse.as_ref())
    }

    /// Whether it must be there, and when.
    #[must_use]
    pub fn need(&self) -> DocumentNeed {
        match (&self.when, self.may_follow) {
            (Some(_), _) => DocumentNeed::Conditional,
            (None, Some(_)) => DocumentNeed::MayFollow,
            (None, None) => DocumentNeed::Mandatory,
        }
    }
}

/// In which form a material is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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

/// Whether a material must be there when the case is handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentNeed {
    /// 必要
    Mandatory,
    /// 容缺后补: the case is accepted without it.
    MayFollow,
    /// 特定情形: only when its condition holds.
    Conditional,
}

/// Who brings a material.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum DocumentSource {
    /// 申请人自备
    Applicant,
    /// 政府部门核发: the applicant has it from an authority.
    Government,
    /// 数据共享: fetched; the applicant is asked only if that fails.
    DataShare,
    /// 系统生成
    System,
}
