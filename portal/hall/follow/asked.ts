/** What a case asks of its applicant now, the most urgent first. */

import type { Case } from "./reading.ts";

export type Wanted =
  | { readonly kind: "supplement"; readonly before: string }
  | { readonly kind: "documents"; readonly before: string; readonly titles: readonly string[] }
  | { readonly kind: "notice"; readonly title: string }
  | { readonly kind: "message" }
  | { readonly kind: "rating"; readonly before: string };

type Asking = Pick<Case, "supplement" | "documents" | "notices" | "unread" | "rating" | "end">;

export function wantedOf(of: Asking): Wanted[] {
  const follow = (of.documents ?? []).filter(({ presented, followsUntil }) => !presented && followsUntil !== null);
  const first = follow.map(({ followsUntil }) => followsUntil ?? "").sort()[0];
  const unserved = (of.notices ?? []).filter(({ servedAt }) => servedAt === null);
  const { supplement, rating } = of;
  return [
    ...(supplement ? [{ kind: "supplement", before: supplement.dueAt ?? "" } as const] : []),
    ...(first ? [{ kind: "documents", before: first, titles: follow.map(({ title }) => title ?? "") } as const] : []),
    ...unserved.map(({ title }) => ({ kind: "notice", title: title ?? "" }) as const),
    ...((of.unread?.byApplicant ?? 0) > 0 ? [{ kind: "message" } as const] : []),
    ...(rating?.wholeMatter && rating.invitedUntil ? [{ kind: "rating", before: rating.invitedUntil } as const] : []),
  ];
}
