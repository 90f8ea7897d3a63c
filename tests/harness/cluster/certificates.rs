//! The certificates of a private control plane: one authority, a leaf for each part.

use std::path::{Path, PathBuf};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};

use crate::Failure;

/// An authority whose files lie in a folder: `ca.crt`, `ca.key`.
pub(super) struct Authority {
    home: PathBuf,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub(super) fn new(home: &Path) -> Result<Self, Failure> {
        let key = KeyPair::generate()?;
        let mut parameters = CertificateParams::default();
        parameters.distinguished_name.push(DnType::CommonName, "cityhall-test-authority");
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        std::fs::write(home.join("ca.crt"), parameters.self_signed(&key)?.pem())?;
        std::fs::write(home.join("ca.key"), key.serialize_pem())?;
        Ok(Self { home: home.to_owned(), issuer: Issuer::new(parameters, key) })
    }

    /// Writes `FILE.crt` and `FILE.key` for a client or server that is called `name`, in a group of
    /// Kubernetes or none, reached by `hosts`.
    pub(super) fn leaf(&self, file: &str, name: &str, group: Option<&str>, hosts: &[&str]) -> Result<(), Failure> {
        let key = KeyPair::generate()?;
        let mut parameters = CertificateParams::new(hosts.iter().map(|host| (*host).to_owned()).collect::<Vec<_>>())?;
        parameters.distinguished_name.push(DnType::CommonName, name);
        if let Some(group) = group {
            parameters.distinguished_name.push(DnType::OrganizationName, group);
        }
        parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth, ExtendedKeyUsagePurpose::ServerAuth];
        std::fs::write(self.home.join(format!("{file}.crt")), parameters.signed_by(&key, &self.issuer)?.pem())?;
        std::fs::write(self.home.join(format!("{file}.key")), key.serialize_pem())?;
        Ok(())
    }

    /// Writes the keys under which tokens of service accounts are signed and verified.
    pub(super) fn service_accounts(&self) -> Result<(), Failure> {
        let key = KeyPair::generate()?;
        std::fs::write(self.home.join("service-accounts.key"), key.serialize_pem())?;
        std::fs::write(self.home.join("service-accounts.pub"), key.public_key_pem())?;
        Ok(())
    }
}
