//! Trusted documents: what a partner has registered, and whether it would still fit a schema.
//!
//! A request names a document by `documentId` (GraphQL over HTTP, appendix on persisted documents) or as clients of
//! Apollo do; it is found among those of the caller's partner and of nobody else.

mod broken;

use cityhall_engine::partners::document_digest;
use cityhall_engine::{Catalog, Principal};

pub use broken::{Broken, broken};

use crate::answer::Ask;
use crate::code::Code;

/// The same request with the text of its document, where that is registered and asked for by its identifier.
///
/// # Errors
/// [`Code::TrustedDocumentUnknown`] where it is not registered, [`Code::TrustedDocumentsOnly`] where another one is
/// sent by whom no other is taken.
pub(crate) fn resolve(catalog: &Catalog, who: &Principal, ask: Ask) -> Result<Ask, Code> {
    let partner = who.partner.as_ref().and_then(|grant| catalog.partners.get(&grant.partner));
    match &ask.document_id {
        // A text that comes with its digest is what it says it is, whatever is registered: the text counts.
        Some(id) if ask.query.is_empty() => {
            let found = partner.and_then(|partner| partner.document(id)).ok_or(Code::TrustedDocumentUnknown)?;
            Ok(Ask { query: found.text.clone(), ..ask })
        }
        Some(_) | None => match partner {
            Some(partner) if partner.only_documents && partner.document(&document_digest(&ask.query)).is_none() => {
                Err(Code::TrustedDocumentsOnly)
            }
            Some(_) | None => Ok(ask),
        },
    }
}

/// What is told to somebody whose document was not taken.
pub(crate) fn message(code: Code) -> &'static str {
    match code {
        Code::TrustedDocumentsOnly => {
            "only registered documents are executed for this partner: send `documentId` 本合作单位只能执行已登记的文档"
        }
        _ => "no such document is registered for the caller 没有登记这个文档",
    }
}
