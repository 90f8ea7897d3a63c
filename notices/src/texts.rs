//! The city's own texts, one for each kind of notice, and the filling of texts. A module may put its
//! own in their place.

use cityhall_domain::case::NoticeKind;
use cityhall_domain::module::{Piece, Placeholder, pieces};
use cityhall_domain::text::{Language, Text};
use jiff::civil::Date;

use crate::notice::Known;

/// What a notice of this kind says: `own` where the module has a text of its own, with nothing left in
/// braces but what is no placeholder.
#[must_use]
pub fn body(kind: NoticeKind, own: Option<&Text>, known: &Known) -> Text {
    let (zh, en) = of_the_city(kind);
    let fill = |language, of_city: &str| {
        let template = own.and_then(|text| text.exactly(language)).unwrap_or(of_city);
        Some(filled(template, language, known))
    };
    Text { zh: fill(Language::Chinese, zh), en: fill(Language::English, en) }
}

fn filled(template: &str, language: Language, known: &Known) -> String {
    pieces(template)
        .map(|piece| match piece {
            Piece::Words(words) => words.to_owned(),
            Piece::Braced(word) => match Placeholder::ALL.iter().find(|one| one.word() == word) {
                Some(placeholder) => value(*placeholder, language, known),
                None => format!("{{{word}}}"),
            },
        })
        .collect()
}

fn value(placeholder: Placeholder, language: Language, known: &Known) -> String {
    // What a case does not have, such as a date while its clocks stand, is a gap that people see.
    let gap = || "——".to_owned();
    let day = |date: Option<Date>| date.map_or_else(gap, |date| in_words(date, language));
    match placeholder {
        Placeholder::CaseNumber => known.case_number.clone(),
        Placeholder::Title => known.title.in_language(language).to_owned(),
        Placeholder::Department => known.department.in_language(language).to_owned(),
        Placeholder::Submitted => day(known.submitted),
        Placeholder::Due => day(known.due),
        Placeholder::Procedure => known.procedure.in_language(language).to_owned(),
        Placeholder::Time => known.time.map_or_else(gap, |time| time.in_words(language)),
    }
}

/// A day as people write it: `2026年3月2日`, `2 March 2026`.
pub(crate) fn in_words(date: Date, language: Language) -> String {
    match language {
        Language::Chinese => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Language::English => date.strftime("%-d %B %Y").to_string(),
    }
}

fn of_the_city(kind: NoticeKind) -> (&'static str, &'static str) {
    match kind {
        NoticeKind::Acceptance => (
            "您于{submitted}提出的“{title}”申请（办件编号{caseNumber}），材料齐全，符合法定形式，属于本机关职权范围，现决定予以受理。本机关将在{due}前作出决定。",
            "Your application for “{title}” of {submitted} (case {caseNumber}) is complete, in the form that the law asks for and within our power. It is accepted. We shall decide by {due}.",
        ),
        NoticeKind::DeemedAcceptance => (
            "您于{submitted}提出的“{title}”申请（办件编号{caseNumber}），本机关未在法定期限内告知需要补正的内容，依法自收到申请材料之日起即为受理。本机关将在{due}前作出决定。",
            "On your application for “{title}” of {submitted} (case {caseNumber}) we did not tell you in time what would be missing. By law it counts as accepted since the day on which your documents came. We shall decide by {due}.",
        ),
        NoticeKind::NonAcceptance => (
            "您于{submitted}提出的“{title}”申请（办件编号{caseNumber}），经审查，本机关决定不予受理。",
            "We have looked at your application for “{title}” of {submitted} (case {caseNumber}) and do not accept it.",
        ),
        NoticeKind::Supplement => (
            "您于{submitted}提出的“{title}”申请（办件编号{caseNumber}），经审查，下列内容需要补正。现一次性告知，请在{due}前补正；补正后本机关将继续办理。",
            "Your application for “{title}” of {submitted} (case {caseNumber}) lacks what is listed below. This is all that we shall ask for. Please supplement it by {due}; we shall then go on.",
        ),
        NoticeKind::Procedure => (
            "您于{submitted}提出的“{title}”申请（办件编号{caseNumber}），依法需要进行{procedure}，所需时间不超过{time}，不计入办理期限，至迟于{due}结束。",
            "Your application for “{title}” of {submitted} (case {caseNumber}) needs by law: {procedure}. It takes at most {time}, which do not count in our limit, and is over by {due}.",
        ),
        NoticeKind::Extension => (
            "您于{submitted}提出的“{title}”申请（办件编号{caseNumber}），不能在规定期限内作出决定，经本机关负责人批准，办理期限延长{time}，延长后的期限至{due}。",
            "On your application for “{title}” of {submitted} (case {caseNumber}) we cannot decide within the limit. With the approval of the head of this body it is lengthened by {time} and now ends on {due}.",
        ),
        NoticeKind::Suspension => (
            "您于{submitted}提出的“{title}”申请（办件编号{caseNumber}），现决定中止办理。中止期间不计入办理期限；中止的原因消除后，本机关将恢复办理并另行通知。",
            "The handling of your application for “{title}” of {submitted} (case {caseNumber}) is suspended. Meanwhile our limit stands still. When the cause is over we shall go on, and tell you.",
        ),
        NoticeKind::Resumption => (
            "您于{submitted}提出的“{title}”申请（办件编号{caseNumber}），中止的原因已经消除，现恢复办理。本机关将在{due}前作出决定。",
            "The cause for which your application for “{title}” of {submitted} (case {caseNumber}) was suspended is over. We go on and shall decide by {due}.",
        ),
        NoticeKind::Approval => (
            "您于{submitted}提出的“{title}”申请（办件编号{caseNumber}），经审查，符合法定条件，本机关决定准予。",
            "We have examined your application for “{title}” of {submitted} (case {caseNumber}). It meets the conditions of the law and is approved.",
        ),
        NoticeKind::Refusal => (
            "您于{submitted}提出的“{title}”申请（办件编号{caseNumber}），经审查，不符合法定条件，本机关决定不予准许。",
            "We have examined your application for “{title}” of {submitted} (case {caseNumber}). It does not meet the conditions of the law and is refused.",
        ),
        NoticeKind::Termination => (
            "您于{submitted}提出的“{title}”申请（办件编号{caseNumber}），现决定终止办理。",
            "The handling of your application for “{title}” of {submitted} (case {caseNumber}) is ended without a decision.",
        ),
        NoticeKind::Revocation => (
            "您于{submitted}提出的“{title}”申请（办件编号{caseNumber}）已获准予，现经查明，本机关决定予以撤销。",
            "What was granted on your application for “{title}” of {submitted} (case {caseNumber}) is revoked.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use cityhall_domain::calendar::Limit;
    use jiff::civil::date;

    use super::*;

    fn text(zh: &str, en: &str) -> Text {
        Text { zh: Some(zh.to_owned()), en: Some(en.to_owned()) }
    }

    fn known() -> Known {
        Known {
            case_number: "QS-2026-JKPV-EZGP-0DAY-F".to_owned(),
            title: text("砍树", "Felling"),
            department: text("园林局", "Parks"),
            submitted: Some(date(2026, 3, 2)),
            due: Some(date(2026, 3, 16)),
            procedure: text("听证", "a hearing"),
            time: Some(Limit::WorkingDays(20)),
        }
    }

    #[test]
    fn texts_of_the_city_hold_only_what_their_kind_may_hold() {
        for kind in NoticeKind::ALL {
            let (zh, en) = of_the_city(kind);
            let words =
                |text| pieces(text).filter_map(|piece| if let Piece::Braced(word) = piece { Some(word) } else { None });
            for word in words(zh).chain(words(en)) {
                assert!(kind.placeholders().any(|one| one.word() == word), "{kind:?}: {word}");
            }
            let mut both = [words(zh).collect::<Vec<_>>(), words(en).collect()];
            for words in &mut both {
                words.sort_unstable();
            }
            assert_eq!(both[0], both[1], "{kind:?} says the same in both languages");
        }
    }

    #[test]
    fn what_stands_in_braces_is_filled_in_both_languages() {
        let text = body(NoticeKind::Procedure, None, &known());
        let zh = text.zh.unwrap();
        assert!(zh.contains("2026年3月2日") && zh.contains("听证") && zh.contains("20个工作日"), "{zh}");
        let en = text.en.unwrap();
        assert!(en.contains("16 March 2026") && en.contains("a hearing") && en.contains("20 working days"), "{en}");
        assert!(!zh.contains('{') && !en.contains('{'));
    }

    #[test]
    fn a_text_of_the_module_takes_the_place_of_that_of_the_city() {
        let own = Text { zh: Some("{title}：请来取证。".to_owned()), en: None };
        let text = body(NoticeKind::Approval, Some(&own), &known());
        assert_eq!(text.zh.as_deref(), Some("砍树：请来取证。"));
        assert!(text.en.unwrap().contains("is approved"));
    }

    #[test]
    fn what_is_not_known_is_a_gap() {
        let text = body(NoticeKind::Resumption, None, &Known { due: None, ..known() });
        assert!(text.zh.unwrap().contains("将在——前"));
    }
}
