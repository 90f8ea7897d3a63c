/** What the public may read of a case. */

import { isJson, isText } from "../../form/json.ts";
import type { PublishedCaseFragment } from "../operations.ts";

/** One text that officers wrote for the public, in the order in which they wrote. */
export interface Written {
  readonly name: string;
  readonly text: string;
  /** The act with which it was written, and when. */
  readonly act: string;
  readonly at: string;
}

export function writtenIn(of: PublishedCaseFragment): Written[] {
  return (of.timeline?.nodes ?? []).flatMap((entry) =>
    Object.entries(isJson(entry.fieldsJson) ? entry.fieldsJson : {}).flatMap(([name, text]) =>
      isText(text) ? [{ name, text, act: entry.title ?? "", at: entry.effectiveAt ?? "" }] : [],
    ),
  );
}

/** What it is about: the question where one was written, else the service. */
export function headingOf(of: PublishedCaseFragment): string {
  const question = writtenIn(of).find(({ name }) => name === "question");
  return question?.text ?? of.serviceModule?.title ?? "";
}
