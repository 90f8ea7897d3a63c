//! The key that wraps all other keys, behind a trait: a file here, a key service elsewhere.

use std::path::Path;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use zeroize::Zeroizing;

use super::durable_file;
use crate::identity::{digest, hexadecimal, random};

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

/// A key-encryption key in this process, read from a file of 64 hexadecimal digits.
pub struct LocalKey {
    id: String,
    cipher: Aes256Gcm,
}

impl LocalKey {
    /// The key in `path`.
    ///
    /// # Errors
    /// When there is no such file or it does not hold a key.
    pub fn read(path: &Path) -> Result<Self, WrapError> {
        let text = std::fs::read_to_string(path).map_err(|error| WrapError(format!("{}: {error}", path.display())))?;
        let text = Zeroizing::new(text);
        let key = parse(text.trim()).ok_or_else(|| WrapError(format!("{} holds no key", path.display())))?;
        Ok(Self::new(&key))
    }

    /// A fresh key, on disk in `path` before this returns. For the development key of a store
    /// without events only: a key made over a store that has some would hide that theirs is lost.
    pub(crate) fn create(path: &Path) -> Result<Self, WrapError> {
        let key = Zeroizing::new(random::<32>());
        let text = Zeroizing::new(hexadecimal(&*key));
        durable_file::replace(path, text.as_bytes())
            .map_err(|error| WrapError(format!("{}: {error}", path.display())))?;
        Ok(Self::new(&key))
    }

    fn new(key: &[u8; 32]) -> Self {
        let name = Zeroizing::new(hexadecimal(key));
        let id = format!("local-{}", &hexadecimal(&digest(&["cityhall/kek-id/v1", &name]))[..16]);
        Self { id, cipher: Aes256Gcm::new(key.into()) }
    }
}

impl KeyEncryptionKey for LocalKey {
    fn id(&self) -> String {
        self.id.clone()
    }

    fn wrap(&self, key: &[u8; 32], context: &[u8]) -> Result<Vec<u8>, WrapError> {
        let nonce = random::<12>();
        let wrapped = self
            .cipher
            .encrypt(&Nonce::from(nonce), Payload { msg: key, aad: context })
            .map_err(|_| WrapError("failed to encrypt".to_owned()))?;
        Ok([nonce.as_slice(), &wrapped].concat())
    }

    fn unwrap(&self, wrapped: &[u8], context: &[u8]) -> Result<Zeroizing<[u8; 32]>, WrapError> {
        let (nonce, ciphertext) =
            wrapped.split_first_chunk::<12>().ok_or_else(|| WrapError("a wrapped key is too short".to_owned()))?;
        let key = self
            .cipher
            .decrypt(&Nonce::from(*nonce), Payload { msg: ciphertext, aad: context })
            .map(Zeroizing::new)
            .map_err(|_| WrapError("a wrapped key does not open".to_owned()))?;
        let key = key.as_slice().try_into().map_err(|_| WrapError("a wrapped key has a wrong length".to_owned()))?;
        Ok(Zeroizing::new(key))
    }
}

fn parse(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let mut key = Zeroizing::new([0; 32]);
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (index, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[index * 2..index * 2 + 2], 16).ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_unwraps_with_its_context_and_its_key_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let made = LocalKey::create(&path).unwrap();
        let wrapped = made.wrap(&[7; 32], b"subject 1").unwrap();
        let read = LocalKey::read(&path).unwrap();
        assert_eq!(read.id(), made.id());
        assert_eq!(*read.unwrap(&wrapped, b"subject 1").unwrap(), [7; 32]);
        assert!(read.unwrap(&wrapped, b"subject 2").is_err());
        let other = LocalKey::create(&folder.path().join("other")).unwrap();
        assert!(other.unwrap(&wrapped, b"subject 1").is_err());
        assert!(read.unwrap(&wrapped[..8], b"subject 1").is_err());
    }
}
