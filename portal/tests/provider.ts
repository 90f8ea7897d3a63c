/** A real OpenID provider (npm `oidc-provider`) on a loopback port, with a page on which people say who they are. */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import Provider, { type Configuration } from "oidc-provider";

export const CLIENT = "portal";
export const RESOURCE = "https://api.city.example";
/** How long its access tokens are good, in seconds. */
export const TOKEN_SECONDS = 600;

/** What a token says of somebody beside their name. */
export type Holdings = Readonly<Record<string, { readonly roles: readonly string[]; readonly department: string }>>;

/** Listens; `open` begins to serve once it is known where the portal is. */
export async function provider(name: string, holdings: Holdings) {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const open = (portal: string) => {
    const served = new Provider(issuer, configuration(name, portal, holdings));
    const answer = served.callback();
    server.on("request", (request, response) => {
      if (request.url?.startsWith("/who/")) void ask(served, request, response);
      else void answer(request, response);
    });
  };
  const close = async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  return { issuer, open, close };
}

function configuration(name: string, portal: string, holdings: Holdings): Configuration {
  return {
    clients: [
      {
        client_id: CLIENT,
        redirect_uris: [`${portal}/sign-in`],
        post_logout_redirect_uris: [`${portal}/`],
        response_types: ["code"],
        grant_types: ["authorization_code", "refresh_token"],
        token_endpoint_auth_method: "none",
      },
    ],
    scopes: ["openid", "offline_access", "profile"],
    claims: { profile: ["name"] },
    conformIdTokenClaims: false,
    clientBasedCORS: (_, origin) => origin === portal,
    pkce: { required: () => true },
    // Two providers are one site for a browser, which knows no ports.
    cookies: {
      keys: [name],
      names: { session: `${name}-session`, interaction: `${name}-interaction`, resume: `${name}-resume` },
    },
    ttl: { AccessToken: TOKEN_SECONDS, Session: 3600, Grant: 3600, IdToken: 3600, Interaction: 600 },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, name: `Name of ${sub}` }) }),
    extraTokenClaims: (_, token) => ("accountId" in token ? holdings[token.accountId] : undefined),
    interactions: { url: (_, { uid }) => `/who/${uid}` },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true, logoutSource: leaving },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: "openid offline_access profile",
          audience: RESOURCE,
          accessTokenFormat: "jwt",
          accessTokenTTL: TOKEN_SECONDS,
        }),
      },
    },
  };
}

const page = (body: string) =>
  `<!doctype html><html lang="en"><title>Provider</title><link rel="icon" href="data:,">${body}</html>`;

function leaving(context: { body: unknown }, form: string): void {
  context.body = page(`${form}<button form="op.logoutForm" name="logout" value="yes">Leave</button>`);
}

/** Asks who somebody is, and gives every consent. */
async function ask(served: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { prompt, params, session, grantId } = await served.interactionDetails(request, response);
  if (prompt.name === "consent") {
    const known = grantId ? await served.Grant.find(grantId) : undefined;
    const accountId = session?.accountId ?? "";
    const grant = known ?? new served.Grant({ accountId, clientId: String(params.client_id) });
    grant.addOIDCScope(String(params.scope));
    grant.addResourceScope(RESOURCE, String(params.scope));
    return served.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
  }
  if (request.method === "POST") {
    const said = new URLSearchParams(await text(request));
    const no = { error: "access_denied", error_description: "they said no" };
    const result = said.get("no") ? no : { login: { accountId: said.get("who") ?? "" } };
    return served.interactionFinished(request, response, result);
  }
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(
    page(`<form method="post"><label>Who <input name="who"></label>
      <button>Enter</button><button name="no" value="1">Refuse</button></form>`),
  );
}
