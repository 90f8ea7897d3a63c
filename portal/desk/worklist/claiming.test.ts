import { expect, it } from "vitest";
import { failed } from "../../api/failure.ts";
import { claimEach, left } from "./claiming.ts";

const chosen = ["a", "b", "c"].map((id) => ({ id, number: `QS-${id}` }));

it("claims every case that can be claimed and says why the others cannot", async () => {
  const done = await claimEach(chosen, async (id) =>
    id === "b" ? failed({ kind: "offline" }) : { ok: true, value: `p-${id}` },
  );
  expect(done.results.map((result) => [result.number, result.failure?.kind ?? "claimed"])).toEqual([
    ["QS-a", "claimed"],
    ["QS-b", "offline"],
    ["QS-c", "claimed"],
  ]);
  expect(done.position).toBe("p-c");
  expect([...left(done.results)]).toEqual(["b"]);
});

it("keeps the position of the last one that was claimed", async () => {
  const done = await claimEach(chosen, async (id) =>
    id === "a" ? { ok: true, value: "p-a" } : failed({ kind: "slow" }),
  );
  expect(done.position).toBe("p-a");
});
