import "./ErrorSummary.css";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Link } from "../route/Link.tsx";
import { errorCount } from "../words/form.ts";
import { tell } from "../words/say.ts";
import { toldErrors } from "./title.ts";

/** One thing that is wrong, and where: a control of this page, or the page on which it stands. */
export interface Problem {
  readonly text: string;
  readonly id?: string;
  readonly to?: string;
}

/**
 * Everything that is wrong, above the form. It takes the focus whenever `time` changes, which is at each attempt, and
 * the page's title says "Error" while it stands there.
 */
export function ErrorSummary(props: { problems: readonly Problem[]; time: number }) {
  const box = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    box.current?.focus();
    box.current?.scrollIntoView({ block: "start" });
  }, [props.time]);
  useLayoutEffect(() => {
    toldErrors.value += 1;
    return () => {
      toldErrors.value -= 1;
    };
  }, []);
  return (
    <section class="ErrorSummary" ref={box} tabIndex={-1} aria-labelledby="error-summary">
      <h2 id="error-summary">{tell(errorCount, props.problems.length)}</h2>
      <ul>
        {props.problems.map((problem) => (
          <li key={problem.id ?? problem.to ?? problem.text}>
            <Way problem={problem} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Way({ problem: { text, id, to } }: { problem: Problem }) {
  if (to !== undefined) return <Link to={to}>{text}</Link>;
  if (id === undefined) return <span>{text}</span>;
  const follow = (event: MouseEvent) => {
    event.preventDefault();
    focusOn(id);
  };
  return (
    <a href={`#${id}`} onClick={follow}>
      {text}
    </a>
  );
}

/** Takes the focus to a control, with its question in view: without it nobody sees what is asked. */
export function focusOn(id: string): void {
  const control = document.getElementById(id);
  if (!control) return;
  const question = control.closest(".Field, .Entry")?.querySelector(".Field-label, label, legend");
  (question ?? control).scrollIntoView({ block: "start" });
  control.focus({ preventScroll: true });
}
