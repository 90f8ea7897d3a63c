//! The API of a city, as the operator uses it: publishing, and asking what is published.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use cityhall_crds::Kind;
use cityhall_crds::spec::Problem;
use cityhall_telemetry::context::outgoing;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::registry::{Entry, Key};

/// How long the city may take for one answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// How many publications one page holds: the API's greatest page.
const PAGE: u32 = 100;

/// How many pages are read at most: Kubernetes itself would fail long before.
const PAGES_MAX: usize = 10_000;

/// The API of a city, with the token of the operator.
pub(crate) struct CityApi {
    client: reqwest::Client,
    token: PathBuf,
}

/// Why the city gave no answer that counts.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    /// The token could not be read.
    #[error("failed to read the token: {0}")]
    Token(std::io::Error),
    /// It does not answer.
    #[error("the city does not answer: {0}")]
    Unreachable(String),
    /// It does not know the operator, or does not let it publish: it may not know the cluster's keys yet.
    #[error("the city does not accept the operator's token")]
    NotAllowed,
    /// It answers something that makes no sense to this version.
    #[error("the city answers otherwise than this version expects: {0}")]
    Unexpected(String),
}

/// What the city said to a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It serves it now, or would in a dry run: under this revision, where that is new.
    Taken {
        /// The number of a module's revision.
        revision: Option<i32>,
        /// The registered documents of partners that do not work with it, a line each.
        breaks: Vec<String>,
    },
    /// It does not, for these problems.
    Refused(Vec<Problem>),
}

/// The cases of one module that are not over.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Load {
    pub(crate) module: String,
    pub(crate) open: i32,
    pub(crate) overdue: i32,
}

impl CityApi {
    /// # Errors
    /// When no HTTP client can be made.
    pub(crate) fn new(token: PathBuf) -> Result<Self, reqwest::Error> {
        Ok(Self { client: reqwest::Client::builder().tls_certs_only([]).timeout(ANSWER_WITHIN).build()?, token })
    }

    /// Publishes the spec of a manifest, or only asks what would come of it.
    pub(crate) async fn publish(
        &self,
        url: &str,
        kind: Kind,
        name: &str,
        spec: &Value,
        dry_run: bool,
    ) -> Result<Answer, ApiError> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Input<'a> {
            name: &'a str,
            spec: &'a Value,
            dry_run: bool,
        }
        let field = match kind {
            Kind::City => "publishCity",
            Kind::Department => "publishDepartment",
            Kind::HolidayCalendar => "publishCalendar",
            Kind::ServiceModule => "publishModule",
            Kind::Partner => "publishPartner",
            Kind::AccessPolicy => "publishAccessPolicy",
        };
        self.mutate(url, field, &Input { name, spec, dry_run }).await
    }

    /// Retires a module, a department, a partner or an access policy. A city and a published calendar are never retired.
    pub(crate) async fn retire(&self, url: &str, kind: Kind, name: &str) -> Result<Answer, ApiError> {
        let field = match kind {
            Kind::Department => "retireDepartment",
            Kind::ServiceModule => "retireModule",
            Kind::Partner => "retirePartner",
            Kind::AccessPolicy => "retireAccessPolicy",
            Kind::City | Kind::HolidayCalendar => return Ok(Answer::Taken { revision: None, breaks: Vec::new() }),
        };
        self.mutate(url, field, &json!({ "name": name })).await
    }

    async fn mutate(&self, url: &str, field: &str, input: &impl Serialize) -> Result<Answer, ApiError> {
        #[derive(Serialize)]
        struct Variables<'a, I> {
            input: &'a I,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Payload {
            revision: Option<i32>,
            breaks: Vec<Broken>,
            user_errors: Vec<UserError>,
        }
        #[derive(Deserialize)]
        struct Broken {
            partner: String,
            document: String,
            message: String,
        }
        #[derive(Deserialize)]
        struct UserError {
            code: String,
            message: String,
            field: Option<String>,
            rule: Option<String>,
        }
        let title = format!("{}{}", field[..1].to_ascii_uppercase(), &field[1..]);
        let document = format!(
            "mutation($input: {title}Input!) {{ answer: {field}(input: $input) {{ revision \
             breaks {{ partner document message }} userErrors {{ code message field rule }} }} }}"
        );
        let payload: Payload = self.ask(url, &document, &Variables { input }).await?;
        let told = |Broken { partner, document, message }: Broken| {
            format!("document `{document}` of partner `{partner}` would not work any more: {message}")
        };
        match payload.user_errors.first().map(|error| error.code.as_str()) {
            None => {
                let breaks = payload.breaks.into_iter().map(told).collect();
                return Ok(Answer::Taken { revision: payload.revision, breaks });
            }
            Some("NOT_ALLOWED") => return Err(ApiError::NotAllowed),
            Some(code @ ("UPGRADING" | "UNAVAILABLE")) => return Err(ApiError::Unreachable(code.to_owned())),
            Some(_) => {}
        }
        let problem = |error: UserError| Problem {
            path: error.field.unwrap_or_default(),
            reason: error.rule.unwrap_or(error.code),
            message: error.message,
        };
        Ok(Answer::Refused(payload.user_errors.into_iter().map(problem).collect()))
    }

    /// Everything that the city serves. Retired modules are not served.
    pub(crate) async fn publications(&self, url: &str) -> Result<BTreeMap<Key, Entry>, ApiError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Page {
            nodes: Vec<Node>,
            page_info: PageInfo,
        }
        #[derive(Deserialize)]
        struct Node {
            kind: String,
            name: String,
            digest: String,
            revision: Option<i32>,
            retired: bool,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct PageInfo {
            has_next_page: bool,
            end_cursor: Option<String>,
        }
        const DOCUMENT: &str = "query($first: Int!, $after: String) { answer: publications(first: $first, after: $after) \
             { nodes { kind name digest revision retired } pageInfo { hasNextPage endCursor } } }";
        let (mut served, mut after) = (BTreeMap::new(), None);
        for _ in 0..PAGES_MAX {
            let page: Page = self.ask(url, DOCUMENT, &json!({ "first": PAGE, "after": after })).await?;
            for node in page.nodes.into_iter().filter(|node| !node.retired) {
                let kind = kind_of(&node.kind).ok_or_else(|| ApiError::Unexpected(format!("kind {}", node.kind)))?;
                let entry = Entry { digest: node.digest.into(), revision: node.revision };
                served.insert((kind, node.name), entry);
            }
            after = page.page_info.end_cursor;
            if !page.page_info.has_next_page {
                return Ok(served);
            }
        }
        Err(ApiError::Unexpected("a list without an end".to_owned()))
    }

    /// How many cases each module has that are not over.
    pub(crate) async fn loads(&self, url: &str) -> Result<Vec<Load>, ApiError> {
        self.ask(url, "{ answer: moduleLoads { module open overdue } }", &json!({})).await
    }

    /// Whether the city says that it is ready.
    pub(crate) async fn is_ready(&self, url: &str) -> Result<(), ApiError> {
        let unreachable = |error: reqwest::Error| ApiError::Unreachable(reason(&error));
        let response =
            self.client.get(format!("{url}/readyz")).headers(outgoing()).send().await.map_err(unreachable)?;
        match response.status() {
            status if status.is_success() => Ok(()),
            status => Err(ApiError::Unreachable(format!("/readyz says {status}"))),
        }
    }

    /// Asks a document whose one field is called `answer`.
    async fn ask<T: serde::de::DeserializeOwned>(
        &self,
        url: &str,
        document: &str,
        variables: &impl Serialize,
    ) -> Result<T, ApiError> {
        #[derive(Serialize)]
        struct Body<'a, V> {
            query: &'a str,
            variables: &'a V,
        }
        #[derive(Deserialize)]
        struct Envelope<T> {
            data: Option<Data<T>>,
        }
        #[derive(Deserialize)]
        struct Data<T> {
            answer: Option<T>,
        }
        // In place: the file lies in memory, and asking another thread for it would cost more.
        let token = std::fs::read_to_string(&self.token).map_err(ApiError::Token)?;
        let request = self.client.post(format!("{url}/graphql")).bearer_auth(token.trim()).headers(outgoing());
        let response = request
            .json(&Body { query: document, variables })
            .send()
            .await
            .map_err(|error| ApiError::Unreachable(reason(&error)))?;
        let status = response.status();
        let bytes = response.bytes().await.map_err(|error| ApiError::Unreachable(reason(&error)))?;
        if status == reqwest::StatusCode::UNAUTHORIZED || status == reqwest::StatusCode::FORBIDDEN {
            return Err(ApiError::NotAllowed);
        }
        if status.is_server_error() || status == reqwest::StatusCode::TOO_MANY_REQUESTS {
            return Err(ApiError::Unreachable(status.to_string()));
        }
        if !status.is_success() {
            return Err(ApiError::Unexpected(status.to_string()));
        }
        let envelope: Envelope<T> =
            serde_json::from_slice(&bytes).map_err(|error| ApiError::Unexpected(error.to_string()))?;
        let answer = envelope.data.and_then(|data| data.answer);
        answer.ok_or_else(|| ApiError::Unexpected("no data".to_owned()))
    }
}

fn kind_of(word: &str) -> Option<Kind> {
    match word {
        "CITY" => Some(Kind::City),
        "DEPARTMENT" => Some(Kind::Department),
        "HOLIDAY_CALENDAR" => Some(Kind::HolidayCalendar),
        "SERVICE_MODULE" => Some(Kind::ServiceModule),
        "PARTNER" => Some(Kind::Partner),
        "ACCESS_POLICY" => Some(Kind::AccessPolicy),
        _ => None,
    }
}

/// The innermost cause: the outer ones repeat the address.
fn reason(error: &reqwest::Error) -> String {
    let mut at: &dyn std::error::Error = error;
    while let Some(source) = at.source() {
        at = source;
    }
    at.to_string()
}
