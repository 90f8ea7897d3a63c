/** Signing in by the code flow of OpenID Connect, with PKCE and without a secret. Loaded only by whoever signs in. What
 * comes back is judged by the library; what the token is worth, by the city. */

import * as oauth from "oauth4webapi";
import type { Provider } from "./providers.ts";
import { type Came, refused, safely } from "./refused.ts";
import { isSession, type Session } from "./session.ts";

/** What a tab knows of a sign-in that it has begun. */
interface Begun {
  readonly issuer: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Where the person was. */
  readonly to: string;
  /** The channel of the page that waits for it in another window. */
  readonly beside: string | null;
}

/** Who came back, and whereto. */
export interface Back {
  readonly session: Session;
  readonly to: string;
  readonly beside: string | null;
}

const KEY = "cityhall.signing-in";
const PATIENCE_MS = 20_000;
/** How far the clock of a device may be off, in seconds. */
const TOLERANCE_SECONDS = 120;

/** The one address that a provider must know. */
const redirect = () => `${location.origin}/sign-in`;

/** Leaves for the provider; comes back only where that is not possible. */
export function begin(provider: Provider, to: string, beside: string | null, language: string): Promise<Came<null>> {
  return safely(async () => {
    const server = await discovered(provider);
    if (!server.authorization_endpoint) return refused({ kind: "wrong", code: "no authorization_endpoint" });
    const verifier = oauth.generateRandomCodeVerifier();
    const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
    const begun: Begun = { issuer: provider.issuer, state, nonce, verifier, to, beside };
    sessionStorage.setItem(KEY, JSON.stringify(begun));
    const url = new URL(server.authorization_endpoint);
    const asked = {
      client_id: provider.clientId,
      response_type: "code",
      redirect_uri: redirect(),
      scope: provider.scopes.join(" "),
      state,
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      ui_locales: language,
      ...aim(provider),
    };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    // Without it OpenID Connect gives no refresh token to a person who was asked before.
    if (provider.scopes.includes("offline_access")) url.searchParams.set("prompt", "consent");
    location.assign(url);
    return { ok: true, value: null };
  });
}

/** Takes what the provider sent in the address: each answer once. */
export function finish(address: URL, providers: readonly Provider[]): Promise<Came<Back>> {
  return safely(async () => {
    const begun = taken();
    const provider = providers.find(({ issuer }) => issuer === begun?.issuer);
    if (!begun || !provider || address.searchParams.get("state") !== begun.state) return refused({ kind: "notBegun" });
    const [server, client] = [await discovered(provider), clientOf(provider)];
    const answer = oauth.validateAuthResponse(server, client, address, begun.state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      answer,
      redirect(),
      begun.verifier,
      { ...options(provider), additionalParameters: aim(provider) },
    );
    const checks = { expectedNonce: begun.nonce, requireIdToken: true };
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, checks);
    const session = sessionOf(provider, tokens, null);
    return { ok: true, value: { session, to: begun.to, beside: begun.beside } };
  });
}

/** A new token for the same person, without their doing. */
export function refresh(provider: Provider, last: Session): Promise<Came<Session>> {
  return safely(async () => {
    const known = last.renewal?.kind === "provider" ? last.renewal.refresh : undefined;
    if (!known) return refused({ kind: "notBegun" });
    const [server, client] = [await discovered(provider), clientOf(provider)];
    const wanted = { ...options(provider), additionalParameters: aim(provider) };
    const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), known, wanted);
    const tokens = await oauth.processRefreshTokenResponse(server, client, response);
    return { ok: true, value: sessionOf(provider, tokens, last) };
  });
}

/** Where the provider itself lets somebody sign out; `null`: it has no such place. */
export async function endAddress(provider: Provider, last: Session): Promise<URL | null> {
  const came = await safely(async () => ({ ok: true, value: await discovered(provider) }));
  if (!came.ok || !came.value.end_session_endpoint) return null;
  const url = new URL(came.value.end_session_endpoint);
  const idToken = last.renewal?.kind === "provider" ? last.renewal.idToken : undefined;
  if (idToken) url.searchParams.set("id_token_hint", idToken);
  url.searchParams.set("client_id", provider.clientId);
  url.searchParams.set("post_logout_redirect_uri", `${location.origin}/`);
  return url;
}

function sessionOf(provider: Provider, tokens: oauth.TokenEndpointResponse, last: Session | null): Session {
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  const before = last?.renewal?.kind === "provider" ? last.renewal : undefined;
  const names = [claims?.name, claims?.preferred_username, last?.name, claims?.sub];
  return {
    token: tokens.access_token,
    name: names.find((name) => typeof name === "string") ?? "",
    person: last?.person ?? `${provider.issuer} ${claims?.sub}`,
    endsAt: tokens.expires_in === undefined ? undefined : Date.now() + tokens.expires_in * 1000,
    renewal: {
      kind: "provider",
      issuer: provider.issuer,
      refresh: tokens.refresh_token ?? before?.refresh,
      idToken: tokens.id_token ?? before?.idToken,
    },
  };
}

/** The pages may ask the origin of the issuer alone: see the city's content security policy. */
async function discovered(provider: Provider): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(provider.issuer);
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options(provider)));
  const isHere = server.token_endpoint && new URL(server.token_endpoint).origin === issuer.origin;
  if (!isHere) throw new oauth.OperationProcessingError("token_endpoint is not of the issuer's origin");
  return server;
}

function clientOf(provider: Provider): oauth.Client {
  return { client_id: provider.clientId, [oauth.clockTolerance]: TOLERANCE_SECONDS };
}

/** Without encryption only at a loopback address: the city lets no other stand in its manifest. */
function options(provider: Provider) {
  const isPlain = new URL(provider.issuer).protocol === "http:";
  return { [oauth.allowInsecureRequests]: isPlain, signal: AbortSignal.timeout(PATIENCE_MS) };
}

function aim(provider: Provider): Record<string, string> {
  return provider.resource === null ? {} : { resource: provider.resource };
}

function taken(): Begun | null {
  const text = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  const known: unknown = JSON.parse(text ?? "null");
  return isBegun(known) ? known : null;
}

function isBegun(known: unknown): known is Begun {
  return typeof known === "object" && known !== null && "verifier" in known && "state" in known && "to" in known;
}

/** A session that comes from another window. */
export function sessionFrom(told: unknown): Session | null {
  return isSession(told) ? told : null;
}
