/** A service as somebody applies for it: read once, in both languages, so that a switch keeps place and answers. */

import { formOf } from "../../form/profile.ts";
import type { Form } from "../../form/schema.ts";
import type { Phrase } from "../../words/say.ts";
import type { ApplyQuery, WantedFragment } from "../operations.ts";

export interface Service {
  readonly name: string;
  readonly title: Phrase;
  readonly revision: number;
  readonly form: Form;
  readonly documents: readonly Document[];
  /** Whether somebody may apply without saying who they are. */
  readonly takesAnonymous: boolean;
}

export interface Document {
  readonly name: string;
  readonly title: Phrase;
  readonly note: Phrase | undefined;
  readonly form: string;
  readonly count: number;
  readonly need: "MANDATORY" | "CONDITIONAL" | "MAY_FOLLOW";
  /** Whether the applicant brings it; the city makes or fetches the others. */
  readonly isBrought: boolean;
  /** Within what time after acceptance it may follow. */
  readonly follows: Phrase | undefined;
}

/** Why nobody can apply. */
export type Hindrance = "noService" | "retired" | "noForm";

export function serviceOf(found: ApplyQuery["serviceModule"]): Service | Hindrance {
  if (!found) return "noService";
  if (found.retired) return "retired";
  const form = formOf(found.form?.schema);
  if (!form) return "noForm";
  return {
    name: found.name ?? "",
    title: both(found.titleZh, found.titleEn) ?? { zh: "", en: "" },
    revision: found.revision ?? 0,
    form,
    documents: documentsOf(found.guideZh?.documents ?? [], found.guideEn?.documents ?? []),
    takesAnonymous: found.applicants?.includes("ANONYMOUS") ?? false,
  };
}

function documentsOf(zh: readonly WantedFragment[], en: readonly WantedFragment[]): Document[] {
  return zh.map((document) => {
    const other = en.find(({ name }) => name === document.name);
    return {
      name: document.name ?? "",
      title: both(document.title, other?.title) ?? { zh: "", en: "" },
      note: both(document.note, other?.note),
      form: document.form ?? "",
      count: document.count ?? 1,
      need: document.need ?? "MANDATORY",
      isBrought: document.source === "APPLICANT" || document.source === "GOVERNMENT",
      follows: both(document.mayFollow, other?.mayFollow),
    };
  });
}

function both(zh: string | null | undefined, en: string | null | undefined): Phrase | undefined {
  const text = zh ?? en;
  return text ? { zh: text, en: en ?? text } : undefined;
}
