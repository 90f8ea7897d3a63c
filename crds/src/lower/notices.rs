//! What notices say in this module.

use cityhall_domain::module::{NoticeText, Notices};

use super::words;
use crate::spec::module as written;

pub(super) fn lower(notices: written::Notices) -> Notices {
    let text = |one: written::NoticeText| NoticeText { kind: words::notice(one.kind), text: one.text.into() };
    Notices { addressee: notices.addressee, texts: notices.texts.into_iter().map(text).collect() }
}
