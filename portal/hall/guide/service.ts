import type { GuideQuery } from "../operations.ts";

/** A service as its guide is read. */
export type Service = NonNullable<GuideQuery["serviceModule"]>;
/** What is written about it. */
export type About = NonNullable<Service["guide"]>;
