/** By which way something comes when an officer does it. */

import type { Channel, OneCaseQuery } from "../operations.ts";
import type { Found } from "./reading.ts";

/** An officer of another office takes down what a person brings them; in their own they act in the city's name. */
export function wayOf(viewer: OneCaseQuery["viewer"], found: Found): { readonly channel?: Channel } {
  const assistance = found.serviceModule?.assistance;
  const takesDown = assistance?.roles?.some((role) => viewer.roles?.includes(role));
  const isOwn = viewer.department?.name === found.department?.name;
  const [channel] = assistance?.channels ?? [];
  return takesDown && !isOwn && channel ? { channel } : {};
}
