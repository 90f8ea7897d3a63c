//! The key that wraps all other keys, behind a trait: a file in development, a secret or a key
//! service elsewhere.

use zeroize::Zeroizing;

/// Why a key was not wrapped or unwrapped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the key-encryption key does not fit or cannot be used: {0}")]
pub struct WrapError(pub String);

/// Wraps and unwraps data keys. Called from the key database's own thread, so it may block.
pub trait KeyEncryptionKey: Send + Sync + 'static {
    /// Which key this is; recorded beside everything that it wraps.
    fn id(&self) -> String;

    /// Wraps a key, bound to `context`: it unwraps with the same context only.
    ///
    /// # Errors
    /// When the key cannot be used.
    fn wrap(&self, key: &[u8; 32], context: &[u8]) -> Result<Vec<u8>, WrapError>;

    /// Unwraps what [`wrap`](Self::wrap) gave.
    ///
    /// # Errors
    /// When the key cannot be used, or is not the one that wrapped it, or `context` is another.
    fn unwrap(&self, wrapped: &[u8], context: &[u8]) -> Result<Zeroizing<[u8; 32]>, WrapError>;
}
