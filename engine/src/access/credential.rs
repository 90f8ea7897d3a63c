//! What somebody brings to say who they are, told apart by its shape alone.

/// A credential of some kind, not yet looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Credential<'a> {
    /// A signed token: three parts with dots between them (RFC 7515, 3.1).
    Token(&'a str),
    /// Nothing that is known.
    Unknown,
}

impl<'a> Credential<'a> {
    /// What this is.
    pub(crate) fn of(text: &'a str) -> Self {
        let is_compact = text.bytes().filter(|byte| *byte == b'.').count() == 2;
        if is_compact { Self::Token(text) } else { Self::Unknown }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_three_parts() {
        assert_eq!(Credential::of("a.b.c"), Credential::Token("a.b.c"));
        for other in ["", "a", "a.b", "a.b.c.d", "a.b.c.d.e"] {
            assert_eq!(Credential::of(other), Credential::Unknown, "{other}");
        }
    }
}
