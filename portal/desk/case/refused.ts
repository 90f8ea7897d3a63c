/** Why an action that the module has in this state is not there for this officer. */

import type { OneCaseQuery } from "../operations.ts";
import type { Found } from "./reading.ts";

export type Why = "otherDepartment" | "otherRole" | "inOtherHand" | "standsStill" | "fourEyes" | "notNow";

export interface Refused {
  readonly name: string;
  readonly title: string;
  readonly why: Why;
}

/** The city alone decides; this says which of its rules is the likely one, in the order in which it asks them. */
export function refusedOf(found: Found, viewer: OneCaseQuery["viewer"]): Refused[] {
  const available = new Set((found.availableActions ?? []).map(({ name }) => name));
  const isOfficers = (roles: readonly string[] | null) => roles?.some((role) => role !== "applicant");
  const here = (found.serviceModule?.actions ?? []).filter(
    ({ name, from, roles }) =>
      !available.has(name) && isOfficers(roles) && found.state !== null && from?.includes(found.state),
  );
  return here.map((action) => ({
    name: action.name ?? "",
    title: action.title ?? "",
    why: whyOf(action, found, viewer),
  }));
}

type Action = NonNullable<NonNullable<Found["serviceModule"]>["actions"]>[number];

function whyOf(action: Action, found: Found, viewer: OneCaseQuery["viewer"]): Why {
  if (!action.roles?.some((role) => viewer.roles?.includes(role))) return "otherRole";
  if (found.department?.name !== viewer.department?.name) return "otherDepartment";
  if (found.assignee && found.assignee.officer !== viewer.subject) return "inOtherHand";
  if (found.stoppedSince || found.procedure) return "standsStill";
  return (action.notBy ?? []).length > 0 || (action.officers ?? 1) > 1 ? "fourEyes" : "notNow";
}
