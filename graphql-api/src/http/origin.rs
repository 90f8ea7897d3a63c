//! Where a request comes from, for handlers.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::limits::ClientAddress;

/// The client's address, as the server found it.
#[derive(Debug, Clone, Copy)]
pub(super) struct From(pub(super) ClientAddress);

impl<S: Sync> FromRequestParts<S> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.get().copied().unwrap_or_else(ClientAddress::unknown)))
    }
}
