import { describe, expect, it } from "vitest";
import { wantedOf } from "./asked.ts";

const QUIET = { supplement: null, documents: [], notices: [], unread: null, rating: null, end: null };
const DOCUMENT = { name: "plan", title: "Plan", wanted: true, presented: false, followsUntil: null };

describe("what a case asks of its applicant", () => {
  it("asks nothing where nothing is open", () => {
    expect(wantedOf(QUIET)).toEqual([]);
    expect(wantedOf({ ...QUIET, documents: [DOCUMENT], unread: { byApplicant: 0 } })).toEqual([]);
  });

  it("names the notice that waits for an answer first", () => {
    const supplement = { items: ["/plate"], documents: [], dueAt: "2026-03-01T16:00:00Z" };
    const wanted = wantedOf({ ...QUIET, supplement, unread: { byApplicant: 2 } });
    expect(wanted).toEqual([{ kind: "supplement", before: "2026-03-01T16:00:00Z" }, { kind: "message" }]);
  });

  it("takes the first end of several documents that follow", () => {
    const documents = [
      { ...DOCUMENT, followsUntil: "2026-03-02T16:00:00Z" },
      { ...DOCUMENT, title: "Proof", followsUntil: "2026-03-01T16:00:00Z" },
      { ...DOCUMENT, title: "Here", presented: true, followsUntil: "2026-02-01T16:00:00Z" },
    ];
    const [wanted] = wantedOf({ ...QUIET, documents });
    expect(wanted).toEqual({ kind: "documents", before: "2026-03-01T16:00:00Z", titles: ["Plan", "Proof"] });
  });
});
