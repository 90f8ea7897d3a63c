//! Whose tokens a city trusts, as it was published: parsed once into what cannot be wrong.

use cityhall_domain::assurance::Assurance;
use cityhall_domain::text::Text;
use reqwest::Url;
use serde::Deserialize;
use serde_json::Value;

/// Where the keys of an issuer that is asked for them are told of (`OpenID` Connect Discovery 1.0).
const WELL_KNOWN: &str = "/.well-known/openid-configuration";

/// One issuer of tokens that a city trusts.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "Written")]
pub struct Issuer {
    /// The `iss` of its tokens.
    pub issuer: String,
    /// The `aud` that its tokens must name.
    pub audience: String,
    /// Where its public keys are.
    pub keys: KeySource,
    /// Which tokens of it are access tokens.
    pub token_type: TokenType,
    /// What its subjects are called before their own name, so that they are nobody else's; `None`: nothing.
    pub subject_prefix: Option<String>,
    /// Who says what its subjects hold.
    pub roles: RolesFrom,
    /// Where its tokens say what.
    pub claims: ClaimPlaces,
    /// How surely it knows its subjects; `None`: it does not say.
    pub assurance: Option<AssuranceFrom>,
    /// How people sign in with it at the portal; `None`: they do not.
    pub portal: Option<PortalClient>,
}

/// What the portal is to an issuer with whom people sign in there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalClient {
    /// The origin that the pages ask: the issuer's.
    pub origin: String,
    /// How it is offered.
    pub offer: PortalOffer,
}

/// How signing in with an issuer is offered, as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PortalOffer {
    /// What the issuer calls the portal.
    pub client_id: String,
    /// What people read on the button.
    pub title: Text,
    /// What is asked for.
    #[serde(default = "openid")]
    pub scopes: Vec<String>,
    /// For what the access token is asked, where the issuer wants it said.
    #[serde(default)]
    pub resource: Option<String>,
    /// At which pages.
    #[serde(default = "every_page")]
    pub pages: Vec<PortalPage>,
}

/// A page of the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum PortalPage {
    /// For residents.
    Hall,
    /// For officers.
    Desk,
    /// For leaders.
    Board,
}

impl PortalPage {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Hall, Self::Desk, Self::Board];

    /// Its word in a manifest.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Hall => "Hall",
            Self::Desk => "Desk",
            Self::Board => "Board",
        }
    }
}

fn openid() -> Vec<String> {
    vec!["openid".to_owned()]
}

fn every_page() -> Vec<PortalPage> {
    PortalPage::ALL.into()
}

/// Where the public keys of an issuer are.
#[derive(Debug, Clone, PartialEq)]
pub enum KeySource {
    /// Published with the city: a JSON Web Key Set.
    Inline(Value),
    /// Fetched.
    Fetched(KeyAddress),
}

/// Where keys are fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyAddress {
    pub(crate) url: Url,
    /// The issuer whose discovery document lies at the URL, which names the key set; `None`: the key set itself.
    pub(crate) discovers: Option<String>,
    /// The only certificate authorities that are believed, in PEM; `None`: those of the system.
    pub(crate) authorities: Option<String>,
}

/// Which tokens of an issuer are access tokens, by their header's `typ`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum TokenType {
    /// Those that say so (RFC 9068).
    #[default]
    AccessToken,
    /// Those that say only that they are a JWT as well, or nothing.
    Jwt,
}

/// Who says what the subjects of an issuer hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum RolesFrom {
    /// Its tokens do.
    #[default]
    Claims,
    /// The departments of the city do; what a token says counts for nothing.
    Assignments,
    /// Nobody: they are residents and companies.
    Nobody,
}

/// Where tokens say what, as JSON Pointers into their claims.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ClaimPlaces {
    pub(crate) name: String,
    pub(crate) roles: String,
    pub(crate) department: String,
}

/// How a token says how surely its bearer is known.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AssuranceFrom {
    /// Where, as a JSON Pointer into the claims.
    #[serde(default = "acr")]
    pub(crate) claim: String,
    /// What stands there for which level; whatever else stands there says nothing.
    pub(crate) levels: Vec<AssuranceLevel>,
}

/// One word of an issuer and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AssuranceLevel {
    pub(crate) value: String,
    pub(crate) level: Assurance,
}

fn acr() -> String {
    "/acr".to_owned()
}

impl AssuranceFrom {
    /// That of an issuer which says it in our words.
    pub(crate) fn in_our_words() -> Self {
        let level = |level: Assurance| AssuranceLevel { value: level.word().to_owned(), level };
        Self { claim: acr(), levels: Assurance::ALL.map(level).into() }
    }
}

impl Default for ClaimPlaces {
    fn default() -> Self {
        Self { name: "/name".to_owned(), roles: "/roles".to_owned(), department: "/department".to_owned() }
    }
}

/// An issuer as it is written.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    issuer: String,
    audience: String,
    #[serde(default)]
    jwks: Option<Value>,
    #[serde(default)]
    jwks_uri: Option<String>,
    #[serde(default)]
    jwks_file: Option<String>,
    #[serde(default)]
    discovery: Option<Discovery>,
    #[serde(default)]
    certificate_authorities: Option<String>,
    #[serde(default)]
    token_type: TokenType,
    #[serde(default)]
    subject_prefix: Option<String>,
    #[serde(default)]
    roles: RolesFrom,
    #[serde(default)]
    claims: ClaimPlaces,
    #[serde(default)]
    assurance: Option<AssuranceFrom>,
    #[serde(default)]
    portal: Option<PortalOffer>,
}

#[derive(Deserialize)]
enum Discovery {
    OpenIdConnect,
}

impl TryFrom<Written> for Issuer {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let said = |problem: String| format!("issuer `{}`: {problem}", written.issuer);
        let keys = source(&written).map_err(said)?;
        let portal = written.portal.as_ref().map(|offer| client(&written.issuer, offer)).transpose().map_err(said)?;
        let Written { issuer, audience, token_type, subject_prefix, roles, claims, assurance, .. } = written;
        Ok(Self { issuer, audience, keys, token_type, subject_prefix, roles, claims, assurance, portal })
    }
}

fn source(written: &Written) -> Result<KeySource, String> {
    let authorities = || written.certificate_authorities.clone();
    match (&written.jwks, &written.jwks_uri, &written.discovery, &written.jwks_file) {
        (Some(keys), None, None, None) => Ok(KeySource::Inline(keys.clone())),
        (None, Some(url), None, None) => {
            let url = address(url).ok_or_else(|| format!("`{url}` is {NO_ADDRESS}"))?;
            Ok(KeySource::Fetched(KeyAddress { url, discovers: None, authorities: authorities() }))
        }
        (None, None, Some(Discovery::OpenIdConnect), None) => {
            let url = format!("{}{WELL_KNOWN}", written.issuer.trim_end_matches('/'));
            let url = address(&url).ok_or_else(|| format!("it is {NO_ADDRESS}"))?;
            let discovers = Some(written.issuer.clone());
            Ok(KeySource::Fetched(KeyAddress { url, discovers, authorities: authorities() }))
        }
        (None, None, None, Some(_)) => {
            Err("`jwksFile` is a file beside a manifest in a folder; write the keys themselves, as `jwks`".to_owned())
        }
        _ => Err("say with exactly one of jwks, jwksUri, discovery where its keys are".to_owned()),
    }
}

/// A list that is empty is as if it were not there.
fn client(issuer: &str, offer: &PortalOffer) -> Result<PortalClient, String> {
    let url = address(issuer).ok_or("people sign in by https, or by http at a loopback address")?;
    let mut offer = offer.clone();
    if offer.scopes.is_empty() {
        offer.scopes = openid();
    }
    if offer.pages.is_empty() {
        offer.pages = every_page();
    }
    Ok(PortalClient { origin: url.origin().ascii_serialization(), offer })
}

const NO_ADDRESS: &str = "no address to fetch keys from: that is https, or http on a loopback address";

/// A URL from which keys may be fetched: nobody on the way can change what comes from it.
pub(crate) fn address(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
    (is_safe && url.has_host() && url.username().is_empty() && url.password().is_none()).then_some(url)
}

/// Whether a URL names this machine by its address.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl Issuer {
    /// An issuer whose keys are known and whose tokens say everything by the usual names.
    #[must_use]
    pub fn with_keys(issuer: &str, audience: &str, jwks: Value) -> Self {
        Self {
            issuer: issuer.to_owned(),
            audience: audience.to_owned(),
            keys: KeySource::Inline(jwks),
            token_type: TokenType::default(),
            subject_prefix: None,
            roles: RolesFrom::default(),
            claims: ClaimPlaces::default(),
            assurance: None,
            portal: None,
        }
    }
}

/// Somebody who may publish beside the administrators of the city's own issuers, and before a city is
/// published that names any: one subject of one issuer, such as the service account of an operator.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedPublisher {
    /// The `sub` of its tokens. No other subject of the issuer is honoured by this.
    pub subject: String,
    /// Who issues them.
    pub issuer: Issuer,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(more: &Value) -> Result<Issuer, String> {
        let mut written = json!({ "issuer": "https://id.example", "audience": "cityhall" });
        written.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(written).map_err(|error| error.to_string())
    }

    #[test]
    fn keys_are_said_in_exactly_one_way() {
        for none_or_two in [
            json!({}),
            json!({ "jwks": { "keys": [] }, "discovery": "OpenIdConnect" }),
            json!({ "jwks": { "keys": [] }, "jwksUri": "https://id.example/keys" }),
        ] {
            assert!(read(&none_or_two).unwrap_err().contains("exactly one of"), "{none_or_two}");
        }
        assert!(read(&json!({ "jwksFile": "keys.json" })).unwrap_err().contains("beside a manifest"));
        assert!(read(&json!({ "jwks": { "keys": [] } })).is_ok());
    }

    #[test]
    fn keys_are_fetched_where_nobody_on_the_way_can_change_them() {
        for good in ["https://id.example/keys", "http://127.0.0.1:80/keys", "http://[::1]/k", "http://localhost:1/k"] {
            assert!(read(&json!({ "jwksUri": good })).is_ok(), "{good}");
        }
        for bad in
            ["http://id.example/keys", "file:///etc/keys", "http://127.0.0.1.evil.example/", "keys", "https://a:b@c/"]
        {
            assert!(read(&json!({ "jwksUri": bad })).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_portal_asks_the_origin_of_the_issuer_alone() {
        let with = |issuer: &str| {
            let portal = json!({ "clientId": "portal", "title": { "zh": "统一认证" } });
            read(&json!({ "issuer": issuer, "jwks": { "keys": [] }, "portal": portal }))
        };
        for (issuer, origin) in [
            ("https://id.example/realms/city", "https://id.example"),
            ("https://id.example:8443/", "https://id.example:8443"),
            ("http://127.0.0.1:1", "http://127.0.0.1:1"),
        ] {
            assert_eq!(with(issuer).unwrap().portal.unwrap().origin, origin);
        }
        let offer = with("https://id.example").unwrap().portal.unwrap().offer;
        assert_eq!((offer.scopes, offer.pages), (openid(), every_page()));
        for bad in ["http://id.example", "id.example", "https://a:b@id.example", "data:text/plain,x"] {
            assert!(with(bad).unwrap_err().contains("people sign in by https"), "{bad}");
        }
    }

    #[test]
    fn a_discovery_document_lies_below_the_issuer() {
        let found =
            read(&json!({ "issuer": "https://id.example/realms/city/", "discovery": "OpenIdConnect" })).unwrap();
        let KeySource::Fetched(address) = found.keys else { unreachable!("{found:?}") };
        assert_eq!(address.url.as_str(), "https://id.example/realms/city/.well-known/openid-configuration");
        assert_eq!(address.discovers.as_deref(), Some("https://id.example/realms/city/"));
    }
}
