/** How a page asks for the districts of the city: each has its own text of the question, and only what shows a place
 * asks it. */

import { createContext } from "preact";
import type { Operation } from "../api/client.ts";

export interface ToldDistrict {
  readonly nameZh: string | null;
  readonly nameEn: string | null;
  /** A GeoJSON geometry. */
  readonly boundary: unknown;
}

interface Told {
  readonly city: { readonly districts: readonly ToldDistrict[] | null } | null;
}

export type DistrictsQuestion = Operation<Told, Record<string, never>>;

/** Nothing on a page that shows no place. */
export const AskDistricts = createContext<DistrictsQuestion | undefined>(undefined);
