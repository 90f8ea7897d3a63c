import { type FieldProps, textOf } from "./field.ts";
import { Labelled } from "./Labelled.tsx";

/** A whole number. What is not one stays as it was typed, and is found on continue. */
export function Whole(props: FieldProps<"whole">) {
  return (
    <Labelled {...props}>
      {(control) => (
        <input
          {...control}
          type="text"
          inputMode="numeric"
          autoComplete="off"
          class="Field-short"
          value={textOf(props.value)}
          onInput={(event) => props.change(numberIn(event.currentTarget.value))}
        />
      )}
    </Labelled>
  );
}

/** Digits of any width are a number, with or without marks between thousands. */
export function numberIn(typed: string): number | string {
  const plain = typed.normalize("NFKC").trim();
  const digits = plain.replaceAll(/(?<=\d)[,，](?=\d{3})/g, "");
  return /^[+-]?\d+$/.test(digits) ? Number(digits) : plain;
}
