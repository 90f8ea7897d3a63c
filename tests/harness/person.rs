//! People: who they are to the city, and what they ask it.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::Failure;
use crate::canaries::Canaries;
use crate::server::City;

/// Somebody who talks to a city.
#[derive(Clone)]
pub struct Person {
    address: String,
    client: reqwest::Client,
    token: Option<String>,
    /// The mandate under which they act.
    mandate: Option<String>,
    canaries: Arc<Canaries>,
}

/// What a GraphQL request came back with.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The whole body.
    pub body: Value,
}

impl Answer {
    /// The data, when there is no error.
    ///
    /// # Errors
    /// The whole body otherwise.
    pub fn good(self) -> Result<Value, Failure> {
        if self.status == 200 && self.body.get("errors").is_none() {
            Ok(self.body["data"].clone())
        } else {
            Err(format!("HTTP {}: {}", self.status, self.body).into())
        }
    }

    /// The codes of the errors.
    #[must_use]
    pub fn codes(&self) -> Vec<String> {
        let errors = self.body["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().filter_map(|error| Some(error["extensions"]["code"].as_str()?.to_owned())).collect()
    }
}

impl Person {
    pub(crate) fn anonymous(address: &str, client: &reqwest::Client, canaries: &Arc<Canaries>) -> Self {
        let (address, client, canaries) = (address.to_owned(), client.clone(), Arc::clone(canaries));
        Self { address, client, token: None, mandate: None, canaries }
    }

    /// Somebody with a token of the development identity provider.
    ///
    /// # Errors
    /// When the provider gives none.
    pub async fn with_token(
        city: &City,
        subject: &str,
        name: &str,
        roles: &[&str],
        department: Option<&str>,
    ) -> Result<Self, Failure> {
        let claims = json!({ "subject": subject, "name": name, "roles": roles, "department": department });
        let answer = city.client().post(format!("{}/dev/token", city.address)).json(&claims).send().await?;
        let answer: Value = answer.error_for_status()?.json().await?;
        let token = answer["access_token"].as_str().ok_or("no access_token")?.to_owned();
        city.canaries().identified(Some(subject), Some(name), Some(&token));
        Ok(Self { token: Some(token), ..city.anonymous() })
    }

    /// The same person with another token.
    #[must_use]
    pub fn bearing(&self, token: &str) -> Self {
        self.canaries.identified(None, None, Some(token));
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// Their token.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// The same person, acting under the mandate of this id.
    #[must_use]
    pub fn under(&self, mandate: &str) -> Self {
        Self { mandate: Some(mandate.to_owned()), ..self.clone() }
    }

    /// Sends one GraphQL request.
    ///
    /// # Errors
    /// When no JSON comes back.
    pub async fn ask(&self, query: &str, variables: Value) -> Result<Answer, Failure> {
        self.canaries.heard(&variables);
        self.post(json!({ "query": query, "variables": variables })).await
    }

    /// Sends one GraphQL request with this body.
    ///
    /// # Errors
    /// When no JSON comes back.
    pub async fn post(&self, body: Value) -> Result<Answer, Failure> {
        let mut request = self.client.post(format!("{}/graphql", self.address)).json(&body);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(mandate) = &self.mandate {
            request = request.header("Cityhall-Mandate", mandate);
        }
        let answer = request.send().await?;
        let status = answer.status().as_u16();
        let text = answer.text().await?;
        let body = serde_json::from_str(&text).map_err(|_| format!("HTTP {status}, not JSON: {text}"))?;
        Ok(Answer { status, body })
    }

    /// Submits a case over the core door and gives the payload.
    ///
    /// # Errors
    /// When the request itself fails.
    pub async fn submit(&self, input: Value) -> Result<Value, Failure> {
        let answer = self.ask(SUBMIT, json!({ "input": input })).await?.good()?;
        Ok(answer["submitCase"].clone())
    }

    /// Performs an action over the core door and gives the payload.
    ///
    /// # Errors
    /// When the request itself fails.
    pub async fn perform(&self, input: Value) -> Result<Value, Failure> {
        let answer = self.ask(PERFORM, json!({ "input": input })).await?.good()?;
        Ok(answer["performAction"].clone())
    }

    /// Does what is no action of the case's module and gives the payload.
    ///
    /// # Errors
    /// When the request itself fails.
    pub async fn call(&self, mutation: &str, input: Value) -> Result<Value, Failure> {
        let mut letters = mutation.chars();
        let name: String = letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect();
        let query = format!(
            "mutation($input: {name}Input!) {{ {mutation}(input: $input) {{
                case {{ id number state stage revision }} userErrors {{ code message field }} position }} }}"
        );
        let answer = self.ask(&query, json!({ "input": input })).await?.good()?;
        Ok(answer[mutation].clone())
    }

    /// A case as this person sees it, after `position`; null when they do not.
    ///
    /// # Errors
    /// When the request itself fails.
    pub async fn case(&self, id: &Value, position: &Value) -> Result<Value, Failure> {
        let answer = self.ask(CASE, json!({ "id": id, "atLeast": position })).await?.good()?;
        Ok(answer["node"].clone())
    }
}

const SUBMIT: &str = "mutation($input: SubmitCaseInput!) { submitCase(input: $input) {
    case { id number state stage revision } userErrors { code message field } position } }";

const PERFORM: &str = "mutation($input: PerformActionInput!) { performAction(input: $input) {
    case { id number state stage revision } userErrors { code message field } position } }";

const CASE: &str = "query($id: ID!, $atLeast: Position) { node(id: $id, atLeast: $atLeast) { id ... on Case {
    number module moduleRevision state stage end revision dueAt provisional answersJson
    redactions { path reason } availableActions { name } } } }";
