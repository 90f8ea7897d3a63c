import { expect, it } from "vitest";
import { failed } from "../../api/failure.ts";
import { doEach, left } from "./several.ts";

const chosen = ["a", "b", "c"].map((id) => ({ id, number: `QS-${id}` }));

it("does it to every case that allows it and says why the others cannot", async () => {
  const done = await doEach(chosen, async ({ id }) =>
    id === "b" ? failed({ kind: "offline" }) : { ok: true, value: `p-${id}` },
  );
  expect(done.results.map((result) => [result.number, result.failure?.kind ?? "done"])).toEqual([
    ["QS-a", "done"],
    ["QS-b", "offline"],
    ["QS-c", "done"],
  ]);
  expect(done.position).toBe("p-c");
  expect([...left(done.results)]).toEqual(["b"]);
});

it("keeps the position of the last one that was done", async () => {
  const done = await doEach(chosen, async ({ id }) =>
    id === "a" ? { ok: true, value: "p-a" } : failed({ kind: "slow" }),
  );
  expect(done.position).toBe("p-a");
});
