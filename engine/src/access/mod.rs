//! Who may do and read what: principals, and the decisions over them. Everything that reads or
//! writes asks here; nothing here reads or writes.

mod principal;

pub use principal::{Audience, Principal, Standing, Unauthenticated};
