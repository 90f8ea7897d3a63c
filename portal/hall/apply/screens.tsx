import { Later } from "../../parts/Later.tsx";
import { fits } from "../../route/route.ts";
import { words } from "../../words/hall.ts";
import { say } from "../../words/say.ts";

const { screens } = words;

/** Forms are the heaviest of the hall, and most people come to look. */
const load = () => import("./applying.ts");

/** The screens of an application, where the address is one of theirs. */
export function applyScreen(path: string, query: URLSearchParams) {
  const applied = fits("/services/:name/apply", path);
  if (applied?.name) {
    const step = query.get("step") ?? "";
    const title = step === "check" ? screens.check : step === "documents" ? screens.documents : screens.apply;
    const { name } = applied;
    const shown = (
      <Later load={load}>{({ Apply }) => <Apply name={name} step={step} isChange={query.has("change")} />}</Later>
    );
    return { title: say(title), shown };
  }
  const received = fits("/services/:name/receipt/:number", path);
  if (!received?.number) return null;
  const { number } = received;
  const position = query.get("at") ?? "";
  const shown = <Later load={load}>{({ Receipt }) => <Receipt number={number} position={position} />}</Later>;
  return { title: say(screens.receipt), shown };
}
