import { say } from "../words/say.ts";
import { shared } from "../words/shared.ts";

/** There is nothing at this address, or nothing for whoever looks. */
export function Missing() {
  return (
    <>
      <h1>{say(shared.notFound)}</h1>
      <p>{say(shared.notFoundHint)}</p>
    </>
  );
}
