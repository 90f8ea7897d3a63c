//! Who files for a person.

use cityhall_domain::channel::Channel;
use cityhall_domain::diagnostics::Diagnostics;
use cityhall_domain::module::Assistance;

use super::{maybe, names};
use crate::spec::module as written;

#[expect(clippy::option_option, reason = "outer: could it be lowered, inner: is it there")]
pub(super) fn lower(assisted: Option<written::Assisted>, found: &mut Diagnostics) -> Option<Option<Assistance>> {
    maybe(assisted, |assisted| {
        let roles = names::names("spec.assisted.roles", assisted.roles, found)?;
        let channel = |written| match written {
            written::AssistedChannel::Counter => Channel::Counter,
            written::AssistedChannel::Phone => Channel::Phone,
        };
        Some(Assistance { roles, channels: assisted.channels.into_iter().map(channel).collect() })
    })
}
