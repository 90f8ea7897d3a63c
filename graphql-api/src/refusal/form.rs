//! What is wrong with the answers to a form, said to who fills it in.

use cityhall_domain::form::Finding;
use cityhall_domain::text::Language;

use super::{UserError, UserErrorCode};

/// One user error for each answer that breaks its form.
pub(super) fn found(code: UserErrorCode, part: &str, findings: &[Finding], language: Language) -> Vec<UserError> {
    let one = |finding: &Finding| UserError {
        message: rule_text(&finding.keyword, language).unwrap_or(code.text(language)).to_owned(),
        rule: Some(finding.keyword.clone()),
        ..UserError::of(code, language).at(&format!("{part}{}", finding.path))
    };
    if findings.is_empty() { vec![UserError::of(code, language).at(part)] } else { findings.iter().map(one).collect() }
}

/// What the rules of the form profile mean to somebody who fills it in.
fn rule_text(keyword: &str, language: Language) -> Option<&'static str> {
    let (zh, en) = match keyword {
        "required" | "dependentRequired" => ("这一项必须填写。", "This must be filled in."),
        "type" => ("这一项的类型不正确。", "This is not of the right kind."),
        "enum" | "const" => ("请从给出的选项中选择。", "Choose one of the options."),
        "minLength" => ("填写的内容太短。", "This is too short."),
        "maxLength" => ("填写的内容太长。", "This is too long."),
        "minimum" | "exclusiveMinimum" => ("数值太小。", "This number is too small."),
        "maximum" | "exclusiveMaximum" => ("数值太大。", "This number is too large."),
        "pattern" | "format" => ("格式不正确。", "This does not have the right form."),
        "minItems" => ("项数太少。", "There are too few of these."),
        "maxItems" => ("项数太多。", "There are too many of these."),
        "uniqueItems" => ("有重复的项。", "One of these is there twice."),
        "additionalProperties" => ("表单没有这一项。", "The form does not ask this."),
        _ => return None,
    };
    Some(match language {
        Language::Chinese => zh,
        Language::English => en,
    })
}
