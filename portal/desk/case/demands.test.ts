import { describe, expect, it, vi } from "vitest";

vi.stubGlobal("localStorage", { getItem: () => "en", setItem: () => undefined });
vi.stubGlobal("document", { documentElement: {} });
const { answersOf, demandsOf, draftOf, fieldsOf, placed, problemsOf, sentOf } = await import("./demands.ts");

const plain = {
  name: "refuse",
  title: "不予许可",
  reason: true,
  legalBasis: ["law-1"],
  fields: null,
  departments: [],
  items: false,
  answers: [],
};
const form = {
  type: "object",
  properties: { street: { type: "string", title: "街道" }, floor: { type: "integer" } },
};
const fields = {
  type: "object",
  required: ["passed", "score"],
  properties: {
    passed: { type: "boolean" },
    score: { type: "integer" },
    on: { type: "string", format: "date" },
    rooms: {
      type: "array",
      maxItems: 3,
      items: { type: "object", required: ["use"], properties: { use: { type: "string" } } },
    },
  },
  "x-cityhall-order": ["passed", "score", "on", "rooms"],
};
const rich = demandsOf(
  {
    ...plain,
    name: "report",
    legalBasis: ["law-1", "law-2"],
    departments: ["hou", "amr"],
    items: true,
    answers: ["/floor"],
    fields,
  },
  form,
  { street: "Elm", floor: 2 },
);
const simple = demandsOf(plain, form, {});

describe("what an action demands", () => {
  it("is read from its schema, lists of groups too", () => {
    const draft = draftOf(rich);
    expect(fieldsOf(rich, draft).map(({ kind }) => kind.kind)).toEqual(["yesNo", "whole", "date", "list"]);
    expect(answersOf(rich, draft).map(({ name }) => name)).toEqual(["floor"]);
  });

  it("is chosen where there is only one possibility", () => {
    expect(draftOf(simple).legalBasis).toBe("law-1");
    expect(draftOf(rich).legalBasis).toBe("");
  });

  it("is missed in the order of the form", () => {
    const all = ["legalBasis", "department", "items", "/fields/passed", "/fields/score", "reason"];
    expect([...problemsOf(rich, draftOf(rich)).keys()]).toEqual(all);
    const some = { ...draftOf(rich), documents: ["plan"], reason: " ", fields: { passed: false, rooms: [{}] } };
    expect([...problemsOf(rich, some).keys()]).toEqual([
      "legalBasis",
      "department",
      "/fields/score",
      "/fields/rooms/0/use",
      "reason",
    ]);
  });
});

describe("what is sent", () => {
  it("leaves out what was left empty", () => {
    expect(sentOf(simple, { ...draftOf(simple), reason: "  Too small. " })).toEqual({
      action: "refuse",
      legalBasis: "law-1",
      reason: "Too small.",
    });
  });

  it("has the fields that are asked and the answers that were changed", () => {
    const given = { passed: false, score: 91, on: "2026-12-01", rooms: [{ use: "kitchen" }] };
    const sent = sentOf(rich, { ...draftOf(rich), fields: { ...given, gone: 1 }, answers: { floor: 3 } });
    expect(sent.fields).toEqual(given);
    expect(sent.answers).toEqual({ floor: 3 });
  });
});

describe("answers that somebody brings to the counter", () => {
  const schema = {
    type: "object",
    required: ["proofNo", "owner"],
    properties: {
      owner: { type: "string" },
      proofNo: { type: "string", minLength: 3, maxLength: 9 },
      remark: { type: "string" },
    },
  };
  const action = { ...plain, name: "answer-supplement", reason: false, legalBasis: [] };
  const demands = demandsOf({ ...action, answers: ["/proofNo", "/remark"] }, schema, { remark: "old" });

  it("are asked by the names that the city's pointers mean, and sent by them", () => {
    expect(answersOf(demands, draftOf(demands)).map(({ name }) => name)).toEqual(["proofNo", "remark"]);
    const draft = { ...draftOf(demands), answers: { proofNo: "QS-1" } };
    expect(problemsOf(demands, draft).size).toBe(0);
    expect(sentOf(demands, draft).answers).toEqual({ proofNo: "QS-1" });
  });

  it("are taken away where they are left empty", () => {
    const draft = { ...draftOf(demands), answers: { remark: "" } };
    expect(sentOf(demands, draft).answers).toEqual({ remark: null });
  });

  it("are judged as far as they were asked for, also what the officer does not see", () => {
    const draft = { ...draftOf(demands), answers: { proofNo: "1", remark: "new" } };
    for (const one of [draft, draftOf(demands)])
      expect([...problemsOf(demands, one).keys()]).toEqual(["/answers/proofNo"]);
  });
});

describe("a refusal", () => {
  const finding = (field: string) => ({ field, code: "X", message: field });

  it("stands at the control that it is about", () => {
    const found = [finding("fields/score"), finding("/answers/floor"), finding("documents")];
    const { at, whole } = placed(rich, draftOf(rich), found);
    expect([...at.keys()]).toEqual(["/fields/score", "/answers/floor", "items"]);
    expect(whole).toEqual([]);
  });

  it("is about the whole where there is no such control", () => {
    const found = [finding("items"), finding("expectedRevision"), finding(""), finding("answers/street")];
    const { at, whole } = placed(simple, draftOf(simple), found);
    expect(at.size).toBe(0);
    expect(whole).toEqual(["items", "expectedRevision", "", "answers/street"]);
  });
});
