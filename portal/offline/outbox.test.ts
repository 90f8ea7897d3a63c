import { describe, expect, it } from "vitest";
import type { Failure } from "../api/failure.ts";
import { begun, due, type Entry, ended, hastened, isOver, made, nextAt, recovered } from "./outbox.ts";

const NOW = 1_000_000;

function entry(key: string, at = key): Entry {
  return made({
    key,
    at,
    title: { zh: key, en: key },
    owner: "li",
    kind: "message",
    content: key,
    madeAt: Number(key),
  });
}

const fails = (one: Entry, failure: Failure): Entry => ended(begun(one), { ok: false, failure }, NOW);
const REFUSED: Failure = { kind: "refused", findings: [] };

it("is sent once and told for a day", () => {
  const sending = begun(entry("1"));
  expect(sending.state.kind).toBe("sending");
  const sent = ended(sending, { ok: true, receipt: "QS-1" }, NOW);
  expect(sent.state).toEqual({ kind: "sent", receipt: "QS-1", since: NOW });
  expect(due([sent], Number.POSITIVE_INFINITY)).toEqual([]);
  expect([isOver(sent, NOW + 86_400_000), isOver(sent, NOW + 86_400_001)]).toEqual([false, true]);
});

it("waits longer after each try that may help, and at once no more when the line is back", () => {
  let one = entry("1");
  const pauses: number[] = [];
  for (let time = 0; time < 8; time += 1) {
    one = fails(one, { kind: "offline" });
    pauses.push((nextAt([one]) ?? 0) - NOW);
  }
  expect(pauses).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
  expect(due([one], NOW)).toEqual([]);
  expect(due([hastened(one)], NOW)).toHaveLength(1);
  expect(nextAt([fails(entry("1"), { kind: "busy", seconds: 60 })])).toBe(NOW + 60_000);
});

describe("asks its owner", () => {
  it.each([REFUSED, { kind: "denied" } as const, { kind: "gone" } as const])("when $kind", (failure) => {
    const one = fails(entry("1"), failure);
    expect(one.state).toEqual({ kind: "needsYou", why: failure });
    expect(hastened(one)).toBe(one);
  });

  it("when the city broke over it five times", () => {
    let one = entry("1");
    const kinds = Array.from({ length: 5 }, () => {
      one = fails(one, { kind: "broken", reference: "r" });
      return one.state.kind;
    });
    expect(kinds).toEqual(["waiting", "waiting", "waiting", "waiting", "needsYou"]);
  });
});

it("lets nothing stay as sending when a page was closed", () => {
  const left = begun(entry("1"));
  expect(due([left], NOW)).toEqual([]);
  expect(recovered(left, false).state).toEqual({ kind: "waiting", tries: 1, notBefore: 0 });
});

it("tries again in another session what was denied to this one, and nothing else that needs its owner", () => {
  const denied = fails(entry("1"), { kind: "denied" });
  expect(recovered(denied, false)).toBe(denied);
  expect(due([recovered(denied, true)], NOW)).toHaveLength(1);
  const refused = fails(entry("1"), REFUSED);
  expect(recovered(refused, true)).toBe(refused);
});

it("keeps the order of a page, and lets no poisoned entry block another", () => {
  const [first, second, other] = [entry("1", "case"), entry("2", "case"), entry("3")];
  expect(due([second, other, first], NOW)).toEqual([first, other]);
  expect(due([second, begun(first)], NOW)).toEqual([]);
  expect(due([fails(first, { kind: "offline" }), second], NOW)).toEqual([]);
  expect(due([fails(first, REFUSED), second, other], NOW)).toEqual([second, other]);
});
