//! `City`: one installation.

use kube::{CustomResource, KubeSchema};
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::module::Assurance;
use super::{FreeObject, Limit, NAME, Status, Text};

/// A city: one event store, one API, one set of departments.
#[derive(CustomResource, Debug, Clone, PartialEq, Serialize, Deserialize, KubeSchema)]
#[kube(
    group = "cityhall.dev",
    version = "v1alpha1",
    kind = "City",
    namespaced,
    category = "cityhall",
    status = "Status"
)]
#[kube(doc = "A city: one event store, one API, one set of departments. One per namespace.")]
#[kube(printcolumn = r#"{"name":"Title","type":"string","jsonPath":".spec.title.zh"}"#)]
#[kube(printcolumn = r#"{"name":"Code","type":"string","jsonPath":".spec.code"}"#)]
#[kube(printcolumn = r#"{"name":"Zone","type":"string","jsonPath":".spec.timeZone"}"#)]
#[kube(
    printcolumn = r#"{"name":"Ready","type":"string","jsonPath":".status.conditions[?(@.type==\"Ready\")].status"}"#
)]
#[kube(
    printcolumn = r#"{"name":"Reason","type":"string","jsonPath":".status.conditions[?(@.type==\"Ready\")].reason"}"#
)]
#[kube(printcolumn = r#"{"name":"Open","type":"integer","jsonPath":".status.openCases"}"#)]
#[kube(printcolumn = r#"{"name":"Overdue","type":"integer","jsonPath":".status.overdueCases"}"#)]
#[kube(printcolumn = r#"{"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}"#)]
#[x_kube(validation = Rule::new("self.code == oldSelf.code").message("case numbers begin with it already: the code of a city never changes").field_path(".code"))]
#[x_kube(validation = Rule::new("has(self.storage) == has(oldSelf.storage) && (!has(self.storage) || self.storage == oldSelf.storage)").message("the volume is there already: storage never changes"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CitySpec {
    /// What case numbers begin with: two to four capital letters, such as `QS`.
    #[schemars(length(min = 2, max = 4), regex(pattern = "^[A-Z]+$"))]
    pub code: String,
    /// The city's name.
    pub title: Text,
    /// IANA time zone in which days begin and limits end, such as `Asia/Shanghai`.
    #[schemars(length(min = 1, max = 64), regex(pattern = "^[A-Za-z0-9_+/-]+$"))]
    pub time_zone: String,
    /// Languages in which every text must exist.
    #[schemars(length(min = 1, max = 2), extend("x-kubernetes-list-type" = "set"))]
    pub languages: Vec<LanguageCode>,
    /// Administrative division code (GB/T 2260), six digits.
    #[schemars(length(min = 6, max = 6), regex(pattern = "^[0-9]+$"))]
    pub region: String,
    /// Districts of the city.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["code"]))]
    pub districts: Vec<District>,
    /// Token issuers (`OpenID Connect`) whose access tokens are honoured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16))]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["issuer"]))]
    pub issuers: Vec<Issuer>,
    /// How the city watches over its limits (电子监察); cards are drawn when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervision: Option<Supervision>,
    /// Where the city's key lies. Only an operator reads it: a city served from a folder is told on the command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keys: Option<Keys>,
    /// The volume on which the city's records lie, when an operator runs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage: Option<Storage>,
    /// What a pod of the city may use, when an operator runs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resources: Option<Resources>,
}

/// How the city watches over its limits.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Supervision {
    /// Whether cards are drawn by rule; `Drawn` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cards: Option<Cards>,
    /// How many working days before the last day of a promised limit the notice comes; 1 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 60))]
    pub notice_days: Option<i32>,
    /// How many working days after that day the red card comes; 1 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 60))]
    pub red_days: Option<i32>,
    /// How long a department has for its feedback in a supervision matter; 3 working days when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback_within: Option<Limit>,
    /// Who supervises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<SupervisionRoles>,
}

/// Whether cards are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Cards {
    /// By rule.
    Drawn,
    /// Never.
    Off,
}

/// Who supervises.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SupervisionRoles {
    /// The role that withdraws cards (分管领导); `leader` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub withdraw: Option<String>,
    /// The role that follows supervision matters (督办员); `supervisor` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub supervise: Option<String>,
}

/// Where the city's key lies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Keys {
    /// The Secret with the key that wraps all other keys. Whoever loses it loses what was sealed.
    pub secret_ref: SecretRef,
}

/// One entry of a Secret of the same namespace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SecretRef {
    /// The Secret's name.
    #[schemars(length(min = 1, max = 253), regex(pattern = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"))]
    pub name: String,
    /// The entry's name: 64 hexadecimal digits stand there, such as `openssl rand -hex 32` prints.
    #[schemars(length(min = 1, max = 253), regex(pattern = "^[-._a-zA-Z0-9]+$"))]
    pub key: String,
}

/// The volume of a city. It cannot be changed once the city runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Storage {
    /// How much it holds, as a quantity such as `20Gi`.
    #[schemars(length(min = 1, max = 32), regex(pattern = QUANTITY))]
    pub size: String,
    /// Its storage class; the cluster's default when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 253), regex(pattern = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"))]
    pub class: Option<String>,
}

/// What one pod may use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Resources {
    /// The processor time that is kept for it, as a quantity such as `500m`.
    #[schemars(length(min = 1, max = 32), regex(pattern = QUANTITY))]
    pub cpu: String,
    /// The memory that it may use, as a quantity such as `1Gi`.
    #[schemars(length(min = 1, max = 32), regex(pattern = QUANTITY))]
    pub memory: String,
}

/// Pattern of quantities (Kubernetes API conventions), without signs and exponents.
const QUANTITY: &str = "^[0-9]+([.][0-9]+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$";

/// A language that the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum LanguageCode {
    /// Simplified Chinese.
    #[serde(rename = "zh")]
    Zh,
    /// English.
    #[serde(rename = "en")]
    En,
}

/// A district of the city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct District {
    /// Its administrative division code, six digits, or nine with the street.
    #[schemars(length(min = 1, max = 12), regex(pattern = "^[0-9A-Za-z-]+$"))]
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Its border on a map: points one after the other, each as longitude and latitude in decimal degrees with at most
    /// eight places. The last point is joined to the first, which may stand there once more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(
        length(min = 3, max = 5000),
        inner(length(min = 2, max = 2), inner(range(min = -180, max = 180))),
        extend("x-kubernetes-list-type" = "atomic"),
        transform = points_are_atomic
    )]
    pub boundary: Option<Vec<Vec<f64>>>,
}

/// A point is replaced as a whole, never one of its numbers.
fn points_are_atomic(schema: &mut Schema) {
    if let Some(items) = schema.get_mut("items").and_then(Value::as_object_mut) {
        items.insert("x-kubernetes-list-type".to_owned(), "atomic".into());
    }
}

/// Somebody who issues access tokens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, KubeSchema)]
#[x_kube(validation = Rule::new("[has(self.jwks), has(self.jwksUri), has(self.jwksFile), has(self.discovery)].filter(one, one).size() == 1").message("say with exactly one of jwks, jwksUri, jwksFile, discovery where its keys are"))]
#[x_kube(validation = Rule::new("!has(self.portal) || self.portal.clientId != self.audience").message("an id token would count as an access token: the audience is never the id of a client").field_path(".portal.clientId"))]
#[x_kube(validation = Rule::new("!has(self.portal) || !has(self.portal.scopes) || size(self.portal.scopes) == 0 || self.portal.scopes.exists(one, one == 'openid')").message("`openid` must be among the scopes").field_path(".portal.scopes"))]
#[x_kube(validation = Rule::new("!has(self.jwksFile)").message("a cluster has no folder of manifests: write the keys themselves, as jwks").field_path(".jwksFile"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Issuer {
    /// The `iss` of its tokens: an https URL, or http on a loopback address.
    #[schemars(length(min = 1, max = 512), regex(pattern = "^https?://"))]
    pub issuer: String,
    /// The `aud` that its tokens must carry. Not the id of a client: id tokens carry that.
    #[schemars(length(min = 1, max = 256))]
    pub audience: String,
    /// Its public keys (RFC 7517), where they are written here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks: Option<Jwks>,
    /// Where its public keys are fetched: an https URL, or http on a loopback address. Asked anew when a token names
    /// an unknown key, at most every 30 seconds, and when they are ten minutes old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 1024), regex(pattern = "^https?://"))]
    pub jwks_uri: Option<String>,
    /// A file of its public keys, beside this manifest: a path below the folder of manifests. For cities that are
    /// served from a folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 256), regex(pattern = "^[^/]"))]
    pub jwks_file: Option<String>,
    /// Asks the issuer where its public keys are, at its `/.well-known/openid-configuration`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discovery: Option<Discovery>,
    /// The only certificate authorities that vouch for where keys are fetched, in PEM; those of the system when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 65536), regex(pattern = "^-----BEGIN CERTIFICATE-----"))]
    pub certificate_authorities: Option<String>,
    /// Which of its tokens are access tokens; `AccessToken` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_type: Option<TokenType>,
    /// What its subjects are called before their own name, with a colon between: `staff` makes `staff:1001` of `1001`.
    /// Departments and modules name them so. At most one issuer of a city goes without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 32), regex(pattern = NAME))]
    pub subject_prefix: Option<String>,
    /// Who says what its subjects hold; `Claims` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<RolesFrom>,
    /// Where its tokens say what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims: Option<Claims>,
    /// How surely it knows its subjects; absent: it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assurance: Option<AssuranceFrom>,
    /// How people sign in with it at the city's portal, by the code flow of `OpenID` Connect; absent: they do not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portal: Option<PortalClient>,
}

/// What the portal is to an issuer: a public client without a secret, which proves itself by PKCE.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PortalClient {
    /// What the issuer calls it. Never the audience: an id token would then count as an access token.
    #[schemars(length(min = 1, max = 256), regex(pattern = "^[!-~]+$"))]
    pub client_id: String,
    /// What people read on the button: with whom they sign in.
    pub title: Text,
    /// What is asked for, `openid` among it; `openid` alone when absent. `offline_access` lets people stay signed in
    /// while they work, with issuers that give a refresh token for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16), inner(length(min = 1, max = 128), regex(pattern = r"^[!#-\[\]-~]+$")))]
    #[schemars(extend("x-kubernetes-list-type" = "set"))]
    pub scopes: Vec<String>,
    /// For what the access token is asked (RFC 8707), where the issuer wants it said: often the audience.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 512), regex(pattern = "^[A-Za-z][A-Za-z0-9+.-]*:[!-\"$-~]+$"))]
    pub resource: Option<String>,
    /// At which pages it is offered; at all of them when absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 3), extend("x-kubernetes-list-type" = "set"))]
    pub pages: Vec<PortalPage>,
}

/// A page of the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum PortalPage {
    /// For residents.
    Hall,
    /// For officers.
    Desk,
    /// For leaders.
    Board,
}

/// How a token says how surely its bearer is known (实名等级).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssuranceFrom {
    /// Where, as a JSON Pointer (RFC 6901); `/acr` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 256), regex(pattern = POINTER))]
    pub claim: Option<String>,
    /// What stands there for which level. Whatever else stands there says nothing.
    #[schemars(length(min = 1, max = 16))]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["value"]))]
    pub levels: Vec<AssuranceLevel>,
}

/// One word of an issuer and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssuranceLevel {
    /// What the token says.
    #[schemars(length(min = 1, max = 256))]
    pub value: String,
    /// What that is here.
    pub level: Assurance,
}

/// How an issuer tells where its keys are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Discovery {
    /// `OpenID` Connect Discovery 1.0.
    OpenIdConnect,
}

/// Which tokens are access tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum TokenType {
    /// Those whose header says `at+jwt` (RFC 9068).
    AccessToken,
    /// Those whose header says `JWT`, or nothing, as well; never what is recognised as an id token.
    Jwt,
}

/// Who says what the subjects of an issuer hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum RolesFrom {
    /// Its tokens do: their claims name department and roles.
    Claims,
    /// The city does: `people` of its departments. What a token says counts for nothing, but for which of
    /// several departments its bearer acts.
    Assignments,
    /// Nobody: they are residents and companies.
    Nobody,
}

/// Where tokens say what: JSON Pointers (RFC 6901) into their claims.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Claims {
    /// What they are called; `/name` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 256), regex(pattern = POINTER))]
    pub name: Option<String>,
    /// Their roles, a list of texts or one text with spaces between; `/roles` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 256), regex(pattern = POINTER))]
    pub roles: Option<String>,
    /// The department in which they work, by its name here; `/department` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 256), regex(pattern = POINTER))]
    pub department: Option<String>,
}

/// Pattern of JSON Pointers (RFC 6901) to something inside.
const POINTER: &str = "^(/([^~/]|~[01])*)+$";

/// A set of public keys (RFC 7517).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Jwks {
    /// The keys, each a JSON Web Key.
    #[schemars(length(max = 16), extend("x-kubernetes-list-type" = "atomic"))]
    pub keys: Vec<FreeObject>,
}
