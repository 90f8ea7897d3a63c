import { fits } from "../../route/route.ts";
import { apply } from "../../words/apply.ts";
import { say } from "../../words/say.ts";
import { Apply } from "./Apply.tsx";
import { Receipt } from "./Receipt.tsx";

/** The screens of an application, where the address is one of theirs. */
export function applyScreen(path: string, query: URLSearchParams) {
  const applied = fits("/services/:name/apply", path);
  if (applied?.name) {
    const step = query.get("step") ?? "";
    const title = step === "check" ? apply.checkTitle : step === "documents" ? apply.documentsTitle : apply.title;
    return { title: say(title), shown: <Apply name={applied.name} step={step} isChange={query.has("change")} /> };
  }
  const received = fits("/services/:name/receipt/:number", path);
  if (!received?.number) return null;
  return {
    title: say(apply.receiptTitle),
    shown: <Receipt number={received.number} position={query.get("at") ?? ""} />,
  };
}
