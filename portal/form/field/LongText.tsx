import { form, lengthHint, lengthLeft } from "../../words/form.ts";
import { say, tell } from "../../words/say.ts";
import { type FieldProps, textOf } from "./field.ts";
import { Labelled } from "./Labelled.tsx";

/** How much is left is told only near the end: before it would distract. */
const NEAR = 0.75;

/** Text of several lines, which says how much may be written. */
export function LongText(props: FieldProps<"longText">) {
  const { kind, value, change } = props;
  const length = [...textOf(value)].length;
  const isNear = length > kind.longest * NEAR;
  return (
    <Labelled {...props} hint={tell(lengthHint, kind.longest)}>
      {(control) => (
        <>
          <textarea
            {...control}
            class="Field-line"
            rows={6}
            value={textOf(value)}
            onInput={(event) => change(event.currentTarget.value)}
          />
          <p class="Field-hint" role="status">
            {isNear && length > kind.longest && <strong>{say(form.error)}</strong>}
            {isNear && tell(lengthLeft, kind.longest - length)}
          </p>
        </>
      )}
    </Labelled>
  );
}
