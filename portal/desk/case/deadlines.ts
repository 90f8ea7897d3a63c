/** Which limits run, which stand still and which cannot be known yet. */

import type { Clock, OneCaseQuery } from "../operations.ts";

type Found = NonNullable<OneCaseQuery["case"]>;

export type Deadline =
  | { readonly kind: "over" }
  | { readonly kind: "overdue" }
  | { readonly kind: "stopped"; readonly since: string; readonly by: string }
  | { readonly kind: "overran"; readonly by: string }
  | { readonly kind: "waiting" }
  | { readonly kind: "runs"; readonly clock: Clock; readonly day: string; readonly provisional: boolean };

/** What is said of the limits of a case, the weightiest first. */
export function deadlinesOf(
  found: Readonly<Pick<Found, "stage" | "overdue" | "stoppedSince" | "procedure" | "dueDay">> & {
    readonly clocks: Readonly<Found["clocks"]>;
  },
): Deadline[] {
  if (found.stage === "CLOSED") return [{ kind: "over" }];
  const { procedure } = found;
  const by = procedure?.title ?? "";
  const runs = (found.clocks ?? []).flatMap(({ clock, dueDay, provisional }): Deadline[] =>
    clock && dueDay ? [{ kind: "runs", clock, day: dueDay, provisional: provisional ?? false }] : [],
  );
  // Several departments that are asked at once have one limit.
  const all = [...new Map(runs.map((one) => [JSON.stringify(one), one])).values()];
  return [
    ...(found.overdue ? [{ kind: "overdue" } as const] : []),
    ...(found.stoppedSince ? [{ kind: "stopped", since: found.stoppedSince, by } as const] : []),
    ...(procedure?.overran ? [{ kind: "overran", by } as const] : []),
    ...(found.stage === "SUBMITTED" && !found.stoppedSince && !found.dueDay ? [{ kind: "waiting" } as const] : []),
    ...all,
  ];
}
