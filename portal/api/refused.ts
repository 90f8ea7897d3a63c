/** Why a sign-in came to nothing, as one closed union. Loaded with `oidc.ts`; told by `words/sign-in.ts`. */

import * as oauth from "oauth4webapi";

/** Why nobody is signed in. */
export type Refused =
  /** The provider does not answer. */
  | { readonly kind: "unreachable" }
  /** It was begun somewhere else, or too long ago. */
  | { readonly kind: "notBegun" }
  /** The person or the provider said no. */
  | { readonly kind: "declined" }
  /** The provider cannot at the moment. */
  | { readonly kind: "later" }
  /** City and provider do not fit together. */
  | { readonly kind: "wrong"; readonly code: string };

export type Came<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refused: Refused };

export async function safely<T>(what: () => Promise<Came<T>>): Promise<Came<T>> {
  try {
    return await what();
  } catch (error) {
    return refused(reason(error));
  }
}

export function refused(why: Refused): { readonly ok: false; readonly refused: Refused } {
  return { ok: false, refused: why };
}

function reason(error: unknown): Refused {
  if (error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError)
    return saidBy(error.error);
  if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError)
    return { kind: "wrong", code: error.message };
  // What the network or a time limit ends.
  if (error instanceof TypeError || error instanceof DOMException) return { kind: "unreachable" };
  return { kind: "wrong", code: error instanceof Error ? error.message : String(error) };
}

/** The words of RFC 6749 and of OpenID Connect. */
function saidBy(code: string): Refused {
  switch (code) {
    case "access_denied":
      return { kind: "declined" };
    case "server_error":
    case "temporarily_unavailable":
      return { kind: "later" };
    case "invalid_grant":
    case "login_required":
    case "interaction_required":
      return { kind: "notBegun" };
    default:
      return { kind: "wrong", code };
  }
}
