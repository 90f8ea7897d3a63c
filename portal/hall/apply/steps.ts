/** The steps of an application, and their addresses. */

import type { Draft } from "../../form/draft.ts";
import { tokens } from "../../form/json.ts";
import { type Page, pagesOf } from "../../form/pages.ts";
import { questions } from "../../form/questions.ts";
import type { Service } from "./service.ts";

export type Step =
  | { readonly kind: "ask"; readonly name: string; readonly page: Page }
  | { readonly kind: "documents"; readonly name: "documents" }
  | { readonly kind: "check"; readonly name: "check" };

/** What is asked now, page by page; then the documents where somebody brings any; then everything once more. */
export function stepsOf(service: Service, draft: Draft): Step[] {
  const pages = pagesOf(questions([service.form.schema], draft.answers));
  const asks = pages.map((page): Step => ({ kind: "ask", name: `ask-${page.name}`, page }));
  const documents: Step[] = service.documents.some((document) => document.isBrought)
    ? [{ kind: "documents", name: "documents" }]
    : [];
  return [...asks, ...documents, { kind: "check", name: "check" }];
}

/** The address of a step; `change` leads back from there to the check. */
export function addressOf(service: string, step: string, change = false): string {
  const query = new URLSearchParams({ step, ...(change && { change: "yes" }) });
  return `/services/${encodeURIComponent(service)}/apply?${query}`;
}

/** The step that asks for the answer to which a pointer leads. */
export function stepWith(steps: readonly Step[], pointer: string): Step | undefined {
  const [name] = tokens(pointer);
  return steps.find((step) => step.kind === "ask" && step.page.questions.some((question) => question.name === name));
}
