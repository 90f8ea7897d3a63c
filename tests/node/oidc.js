// A real OpenID provider, and a real client of it that asks a city with the token that it got. Usage: node oidc.js
//
// Prints one JSON object a line. First {"issuer"}: the provider listens. Then, for each line {"city", "query",
// "subject", "roles", "department"} of standard input, what came of a login of that subject: the status and body of
// the city's answer with the access token, and with the id token in its place. Ends with standard input.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import Provider from "oidc-provider";
import * as client from "openid-client";

const RESOURCE = "https://api.city.example";
const CLIENT = "portal";
const CALLBACK = "https://portal.city.example/callback";

// Who can log in: whoever is asked for, with what they hold.
const accounts = new Map();

const server = createServer();
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: CLIENT,
      redirect_uris: [CALLBACK],
      response_types: ["code"],
      grant_types: ["authorization_code"],
      token_endpoint_auth_method: "none",
      application_type: "web",
    },
  ],
  pkce: { required: () => true },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
  extraTokenClaims: (_, token) => accounts.get(token.accountId),
  features: {
    resourceIndicators: {
      enabled: true,
      useGrantedResource: () => true,
      getResourceServerInfo: (_, resource) => {
        if (resource !== RESOURCE) throw new Error("unknown resource");
        return { scope: "cases", audience: RESOURCE, accessTokenFormat: "jwt", accessTokenTTL: 300 };
      },
    },
  },
});
server.on("request", provider.callback());

// A browser: cookies, redirects of the provider, its two forms.
class Browser {
  #cookies = new Map();

  async #ask(url, init = {}) {
    const headers = { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ") };
    const answer = await fetch(url, { ...init, headers: { ...init.headers, ...headers }, redirect: "manual" });
    for (const line of answer.headers.getSetCookie()) {
      const [pair] = line.split(";");
      const end = pair.indexOf("=");
      this.#cookies.set(pair.slice(0, end), pair.slice(end + 1));
    }
    return answer;
  }

  // Follows everything until the provider sends the person back to the client.
  async loginAt(url, subject) {
    let answer = await this.#ask(url);
    for (let step = 0; step < 20; step += 1) {
      const location = answer.headers.get("location");
      if (location?.startsWith(CALLBACK)) return new URL(location);
      if (location) {
        answer = await this.#ask(new URL(location, issuer));
        continue;
      }
      const page = await answer.text();
      const action = /action="([^"]+)"/.exec(page)?.[1];
      const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1];
      if (!action || !prompt) throw new Error(`no form: ${answer.status} ${page.slice(0, 500)}`);
      const fields = prompt === "login" ? { prompt, login: subject, password: "any" } : { prompt };
      answer = await this.#ask(new URL(action, issuer), { method: "POST", body: new URLSearchParams(fields) });
    }
    throw new Error("the login does not end");
  }
}

async function login({ subject, roles, department }) {
  accounts.set(subject, { roles, department });
  const options = { execute: [client.allowInsecureRequests] };
  const config = await client.discovery(new URL(issuer), CLIENT, undefined, client.None(), options);
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: "openid cases",
    resource: RESOURCE,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
  });
  const back = await new Browser().loginAt(url, subject);
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
  return client.authorizationCodeGrant(config, back, checks, { resource: RESOURCE });
}

async function ask(city, query, token) {
  const answer = await fetch(`${city}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return { status: answer.status, body: await answer.json() };
}

console.log(JSON.stringify({ issuer }));
for await (const line of createInterface({ input: process.stdin })) {
  const wanted = JSON.parse(line);
  const tokens = await login(wanted);
  const withAccessToken = await ask(wanted.city, wanted.query, tokens.access_token);
  const withIdToken = await ask(wanted.city, wanted.query, tokens.id_token);
  console.log(JSON.stringify({ withAccessToken, withIdToken, token: tokens.access_token }));
}
server.close();
server.closeAllConnections();
