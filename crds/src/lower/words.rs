//! The words that a guide chooses from and the kinds of notices, each under the name that it has in the domain.

use cityhall_domain::case::NoticeKind;
use cityhall_domain::module::{CrossRegion, ExerciseLevel, Handling, OnlineDepth, RemedyKind, Theme};

use crate::spec::module as written;

/// One function for each list of words. A word that only one side has does not compile.
macro_rules! words {
    ($($lower:ident: $list:ident { $($word:ident)+ })+) => {$(
        pub(super) fn $lower(written: written::$list) -> $list {
            match written {
                $(written::$list::$word => $list::$word,)+
            }
        }
    )+};
}

words! {
    level: ExerciseLevel {
        National Provincial City County Township Village
    }
    handling: Handling {
        Instant Promised
    }
    theme: Theme {
        BirthAndAdoption Household Education Employment BusinessRegistration BusinessPermit Qualification
        Marriage Welfare SocialSecurity Housing Certificates Transport ExitAndEntry ConsumerRights
        PublicSafety Justice Environment CityManagement CultureAndSport Utilities Health Retirement Funeral
        Participation
    }
    online: OnlineDepth {
        Information Intake PreCheck Acceptance Handling Result Certificate
    }
    cross_region: CrossRegion {
        City Province Nation
    }
    remedy: RemedyKind {
        Review Suit Recheck
    }
    notice: NoticeKind {
        Acceptance DeemedAcceptance NonAcceptance Supplement Procedure Extension Suspension Resumption Approval
        Refusal Termination Revocation
    }
}
