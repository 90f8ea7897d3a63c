/** What can go wrong between a page and the city, as one closed union. Made here only; told by `words/failure.ts`. */

/** Something in what was sent that the city does not accept. */
export interface Finding {
  /** JSON Pointer of the field in the input; empty when it is about the whole. */
  readonly field: string;
  /** A code of the city's closed list. */
  readonly code: string;
  /** Written by the city, in the reader's language. */
  readonly message: string;
}

export type Failure =
  | { readonly kind: "offline" }
  | { readonly kind: "slow" }
  | { readonly kind: "refused"; readonly findings: readonly Finding[] }
  | { readonly kind: "denied" }
  | { readonly kind: "gone" }
  | { readonly kind: "busy"; readonly seconds: number }
  | { readonly kind: "broken"; readonly reference: string };

/** What an operation came to. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export function failed(failure: Failure): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure };
}

/** What a mutation tells of what it does not accept. */
export interface UserErrors {
  readonly userErrors: ReadonlyArray<{
    readonly code?: string | null;
    readonly field?: string | null;
    readonly message?: string | null;
  }>;
}

/** The answer of a mutation, if the city accepted what was sent. */
export function accepted<T extends UserErrors>(payload: T | null | undefined): Outcome<T> {
  if (!payload) return failed({ kind: "broken", reference: "" });
  if (payload.userErrors.length === 0) return { ok: true, value: payload };
  const findings = payload.userErrors.map(({ code, field, message }) => ({
    field: field ?? "",
    code: code ?? "",
    message: message ?? "",
  }));
  return failed({ kind: "refused", findings });
}
