//! The words of a guide in the API. One table each: the word, and what it means.

use cityhall_domain::module::{
    CrossRegion, DocumentForm, DocumentNeed, DocumentSource, ExerciseLevel, Handling, OnlineDepth, RemedyKind, Theme,
};

use crate::schema::table::Table;

/// Something that the API says in one word of a closed list.
pub(super) trait Word {
    /// The word.
    fn word(self) -> &'static str;
}

/// That a matter can be done at the body in charge and nowhere else.
pub(super) const NOWHERE_ELSE: &str = "NONE";

macro_rules! words {
    ($($list:ident as $name:literal, $about:literal $(+ $more:expr)? => {
        $($word:ident = $said:literal: $meaning:literal,)+
    })+) => {
        $(impl Word for $list {
            fn word(self) -> &'static str {
                match self {
                    $(Self::$word => $said,)+
                }
            }
        })+

        /// Adds the lists.
        pub(super) fn add(table: &mut Table) {
            $(table.words($name, $about, &[$($more,)? $(($said, $meaning),)+]);)+
        }
    };
}

words! {
    ExerciseLevel as "ExerciseLevel", "At which level a power is exercised (行使层级)." => {
        National = "NATIONAL": "国家级",
        Provincial = "PROVINCIAL": "省级",
        City = "CITY": "市级",
        County = "COUNTY": "县级",
        Township = "TOWNSHIP": "镇（乡、街道）级",
        Village = "VILLAGE": "村（社区）级",
    }
    Handling as "HandlingType", "Whether a matter is decided at once (办件类型)." => {
        Instant = "INSTANT": "即办件",
        Promised = "PROMISED": "承诺件",
    }
    Theme as "ServiceTheme", "A heading under which people look for services (主题分类)." => {
        BirthAndAdoption = "BIRTH_AND_ADOPTION": "生育收养",
        Household = "HOUSEHOLD": "户籍办理",
        Education = "EDUCATION": "教育科研",
        Employment = "EMPLOYMENT": "就业创业",
        BusinessRegistration = "BUSINESS_REGISTRATION": "设立变更",
        BusinessPermit = "BUSINESS_PERMIT": "准营准办",
        Qualification = "QUALIFICATION": "职业资格",
        Marriage = "MARRIAGE": "婚姻登记",
        Welfare = "WELFARE": "优待抚恤",
        SocialSecurity = "SOCIAL_SECURITY": "社会保障",
        Housing = "HOUSING": "住房保障",
        Certificates = "CERTIFICATES": "证件办理",
        Transport = "TRANSPORT": "交通出行",
        ExitAndEntry = "EXIT_AND_ENTRY": "出境入境",
        ConsumerRights = "CONSUMER_RIGHTS": "消费维权",
        PublicSafety = "PUBLIC_SAFETY": "公共安全",
        Justice = "JUSTICE": "司法公证",
        Environment = "ENVIRONMENT": "环保绿化",
        CityManagement = "CITY_MANAGEMENT": "城市管理",
        CultureAndSport = "CULTURE_AND_SPORT": "文化体育",
        Utilities = "UTILITIES": "公用事业",
        Health = "HEALTH": "医疗卫生",
        Retirement = "RETIREMENT": "离职退休",
        Funeral = "FUNERAL": "死亡殡葬",
        Participation = "PARTICIPATION": "政民互动",
    }
    OnlineDepth as "OnlineDepth", "How far a matter goes online (网办深度)." => {
        Information = "INFORMATION": "网上咨询",
        Intake = "INTAKE": "网上收件",
        PreCheck = "PRE_CHECK": "网上预审",
        Acceptance = "ACCEPTANCE": "网上受理",
        Handling = "HANDLING": "全程网办",
        Result = "RESULT": "结果网上反馈",
        Certificate = "CERTIFICATE": "电子证照反馈",
    }
    CrossRegion as "CrossRegion", "How far from the body in charge a matter can be done (通办范围)." + (NOWHERE_ELSE, "Only at the body in charge.") => {
        City = "CITY": "全市通办",
        Province = "PROVINCE": "全省通办",
        Nation = "NATION": "跨省通办",
    }
    RemedyKind as "RemedyKind", "Which way leads against a decision (法律救济途径)." => {
        Review = "REVIEW": "行政复议",
        Suit = "SUIT": "行政诉讼",
        Recheck = "RECHECK": "复查: the same body or the one above looks again.",
    }
    DocumentForm as "DocumentForm", "In which form a material is wanted." => {
        Original = "ORIGINAL": "原件",
        Copy = "COPY": "复印件",
        ElectronicCertificate = "ELECTRONIC_CERTIFICATE": "电子证照",
        FilledForm = "FILLED_FORM": "填写的表格",
    }
    DocumentNeed as "DocumentNeed", "Whether a material must be there when the case is handed in." => {
        Mandatory = "MANDATORY": "必要",
        MayFollow = "MAY_FOLLOW": "容缺后补: the case is accepted without it.",
        Conditional = "CONDITIONAL": "特定情形: only when its condition holds.",
    }
    DocumentSource as "DocumentSource", "Who brings a material." => {
        Applicant = "APPLICANT": "申请人自备",
        Government = "GOVERNMENT": "政府部门核发: the applicant has it from an authority.",
        DataShare = "DATA_SHARE": "数据共享: fetched; the applicant is asked only if that fails.",
        System = "SYSTEM": "系统生成",
    }
}
