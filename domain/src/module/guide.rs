//! The guide (办事指南): what a person reads before they apply.
//!
//! Every part that came after the first cut is left out of the serialised form while it is empty,
//! so that the digest of an older module stays what it was.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize, Serializer};

use super::document::Document;
use crate::calendar::Limit;
use crate::name::{BasisName, DepartmentName};
use crate::text::Text;

/// The published conditions and practicalities of one item.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Guide {
    /// One paragraph: what it is and for whom.
    pub summary: Text,
    /// The codes of the item in the lists of items.
    #[serde(skip_serializing_if = "Codes::is_empty")]
    pub codes: Codes,
    /// From which day the guide holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<Date>,
    /// Whose power it is (行使主体); absent means the body that leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<DepartmentName>,
    /// Who does the work (实施机构); none means the body that leads.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub implementing: Vec<DepartmentName>,
    /// To whom it was delegated (受委托机构).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delegated: Option<DepartmentName>,
    /// At which levels the power is exercised (行使层级).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<ExerciseLevel>,
    /// Whether it is decided at once (办件类型).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handling: Option<Handling>,
    /// Under which headings people look for it (主题分类).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<Theme>,
    /// The laws that the item rests on (设定依据); actions name them.
    pub legal_basis: Vec<LegalBasis>,
    /// What must be true of an applicant (受理条件).
    pub conditions: Vec<Text>,
    /// How many can be granted (数量限制); absent means that there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Text>,
    /// What is handed in (申请材料).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    /// What happens, in the applicant's words, in order (办理流程).
    pub steps: Vec<GuideStep>,
    /// What must be true for a yes (审批条件).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub approval_conditions: Vec<Text>,
    /// What a yes obliges to or may be bound to (附加条款).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attached_terms: Vec<Text>,
    /// What it costs, in words.
    pub fee: Text,
    /// What is charged, each with the law that allows it (收费标准); none means free of charge.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<Charge>,
    /// What the applicant gets in the end.
    pub result: Text,
    /// What the result looks like (结果样本).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result_sample: Option<Text>,
    /// How long the result is valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result_validity: Option<Text>,
    /// How often somebody must appear in person at most.
    pub visits_max: u8,
    /// How far it goes online (网办深度).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub online: Option<OnlineDepth>,
    /// In which further ways it can be done; absent means in none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channels: Option<Channels>,
    /// How far away it can be done (通办范围); absent means only at the body in charge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cross_region: Option<CrossRegion>,
    /// Services of third parties that an applicant needs (中介服务); none means none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub intermediaries: Vec<Text>,
    /// Where and when to ask, and where to complain.
    pub contact: Contact,
    /// Further places where it is handled.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// What can be done against a decision (法律救济).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remedies: Vec<Remedy>,
    /// What an applicant may demand (权利).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rights: Vec<Text>,
    /// What an applicant must do (义务).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<Text>,
    /// What people ask.
    pub questions: Vec<Question>,
}

/// The codes of an item in the lists of items (GB/T 39554.1).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Codes {
    /// 基本编码: of the item wherever it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<String>,
    /// 实施编码: of the item as this body does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub implementation: Option<String>,
    /// 业务办理项编码: of the variant, such as a first issue or a renewal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handling_item: Option<String>,
}

impl Codes {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// At which level a power is exercised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum ExerciseLevel {
    /// 国家级
    National,
    /// 省级
    Provincial,
    /// 市级
    City,
    /// 县级
    County,
    /// 镇（乡、街道）级
    Township,
    /// 村（社区）级
    Village,
}

/// Whether a matter is decided at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Handling {
    /// 即办件
    Instant,
    /// 承诺件
    Promised,
}

/// A heading under which people look for services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Theme {
    /// 生育收养
    BirthAndAdoption,
    /// 户籍办理
    Household,
    /// 教育科研
    Education,
    /// 就业创业
    Employment,
    /// 设立变更
    BusinessRegistration,
    /// 准营准办
    BusinessPermit,
    /// 职业资格
    Qualification,
    /// 婚姻登记
    Marriage,
    /// 优待抚恤
    Welfare,
    /// 社会保障
    SocialSecurity,
    /// 住房保障
    Housing,
    /// 证件办理
    Certificates,
    /// 交通出行
    Transport,
    /// 出境入境
    ExitAndEntry,
    /// 消费维权
    ConsumerRights,
    /// 公共安全
    PublicSafety,
    /// 司法公证
    Justice,
    /// 环保绿化
    Environment,
    /// 城市管理
    CityManagement,
    /// 文化体育
    CultureAndSport,
    /// 公用事业
    Utilities,
    /// 医疗卫生
    Health,
    /// 离职退休
    Retirement,
    /// 死亡殡葬
    Funeral,
    /// 政民互动
    Participation,
}

/// One legal basis.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LegalBasis {
    /// How actions refer to it.
    pub name: BasisName,
    /// Citation: which law, which article.
    pub text: Text,
    /// What the article says, as far as it matters here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<Text>,
}

/// One step, in the applicant's words. Without a limit it is stored as its text alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GuideStep {
    /// What happens.
    #[serde(flatten)]
    pub text: Text,
    /// How long it takes at most, where that is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
}

/// One line of the table of fees.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Charge {
    /// For what.
    pub title: Text,
    /// How much, in fen 分.
    pub fen: u32,
    /// The law that allows it (收费依据).
    pub basis: BasisName,
}

/// How far a matter goes online.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum OnlineDepth {
    /// 网上咨询
    Information,
    /// 网上收件
    Intake,
    /// 网上预审
    PreCheck,
    /// 网上受理
    Acceptance,
    /// 全程网办
    Handling,
    /// 结果网上反馈
    Result,
    /// 电子证照反馈
    Certificate,
}

/// Further ways of doing it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Channels {
    /// 预约办理
    pub appointment: bool,
    /// 邮寄
    pub post: bool,
    /// 自助终端
    pub self_service: bool,
}

/// How far from the body in charge a matter can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum CrossRegion {
    /// 全市通办
    City,
    /// 全省通办
    Province,
    /// 跨省通办
    Nation,
}

/// Where to go and whom to call.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    /// Address of the counter.
    pub place: Text,
    /// Opening hours, for every day that no season has.
    pub hours: Text,
    /// Opening hours of parts of the year.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub seasons: Vec<Season>,
    /// Telephone for enquiries.
    pub enquiries: String,
    /// Where to ask in person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enquiry_window: Option<Text>,
    /// Telephone for complaints.
    pub complaints: String,
    /// Where to complain in person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complaint_window: Option<Text>,
}

/// Opening hours of a part of the year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Season {
    /// First day.
    pub from: DayOfYear,
    /// Last day; before the first one, it lies in the next year.
    pub until: DayOfYear,
    /// Opening hours in it.
    pub hours: Text,
}

/// A further place where a matter is handled.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    /// What it is called.
    pub title: Text,
    /// Where it is.
    pub address: Text,
    /// Opening hours, for every day that no season has.
    pub hours: Text,
    /// Opening hours of parts of the year.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub seasons: Vec<Season>,
    /// Its telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// What can be done against a decision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Remedy {
    /// Which way it is.
    pub kind: RemedyKind,
    /// To whom.
    #[serde(rename = "where")]
    pub place: Text,
    /// Within how long; absent means at any time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<Term>,
}

/// Which way leads against a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RemedyKind {
    /// 行政复议
    Review,
    /// 行政诉讼
    Suit,
    /// 复查: the same body or the one above looks again.
    Recheck,
}

/// Within how long a remedy can be used, from the day on which the decision was served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Term {
    /// Days of any kind.
    CalendarDays(u16),
    /// Months.
    Months(u16),
}

/// One question that people ask, with its answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Question {
    /// The question.
    pub ask: Text,
    /// The answer.
    pub answer: Text,
}

/// A day of every year, written `MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayOfYear {
    month: i8,
    day: i8,
}

/// No day of any year is written like that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no day of any year is written like that; write month and day, such as 05-01")]
pub struct InvalidDayOfYear;

impl FromStr for DayOfYear {
    type Err = InvalidDayOfYear;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // A leap year has every day.
        let date: Date = format!("2024-{text}").parse().map_err(|_| InvalidDayOfYear)?;
        let day = Self { month: date.month(), day: date.day() };
        if day.to_string() == text { Ok(day) } else { Err(InvalidDayOfYear) }
    }
}

impl fmt::Display for DayOfYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

impl Serialize for DayOfYear {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_a_year_are_days() {
        for good in ["01-01", "02-29", "12-31"] {
            assert_eq!(good.parse::<DayOfYear>().unwrap().to_string(), good);
        }
        for bad in ["", "02-30", "13-01", "1-1", "05-01T00", "05-01-01"] {
            assert_eq!(bad.parse::<DayOfYear>(), Err(InvalidDayOfYear), "{bad}");
        }
    }

    #[test]
    fn what_a_guide_does_not_say_is_not_stored() {
        let stored = serde_json::to_value(Guide::default()).unwrap();
        let keys: Vec<_> = stored.as_object().unwrap().keys().map(String::as_str).collect();
        let first_cut =
            ["conditions", "contact", "fee", "legalBasis", "questions", "result", "steps", "summary", "visitsMax"];
        assert!(keys.iter().all(|key| first_cut.contains(key)) && keys.len() == first_cut.len(), "{keys:?}");
    }
}
