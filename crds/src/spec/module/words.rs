//! The closed lists of words that a guide chooses from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// At which level a power is exercised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Handling {
    /// 即办件
    Instant,
    /// 承诺件
    Promised,
}

/// A heading under which people look for services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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

/// How far a matter goes online.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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

/// How far from the body in charge a matter can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum CrossRegion {
    /// 全市通办
    City,
    /// 全省通办
    Province,
    /// 跨省通办
    Nation,
}

/// Which way leads against a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum RemedyKind {
    /// 行政复议
    Review,
    /// 行政诉讼
    Suit,
    /// 复查: the same body or the one above looks again.
    Recheck,
}
