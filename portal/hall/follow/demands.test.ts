import { describe, expect, it } from "vitest";
import { type Action, demandsOf, EMPTY, placed, sentOf, wrongOf } from "./demands.ts";
import type { Case } from "./reading.ts";

const SCHEMA = {
  type: "object",
  required: ["plate", "owner"],
  "x-cityhall-order": ["plate", "owner", "remark"],
  properties: {
    plate: { type: "string", maxLength: 8, title: "号牌" },
    owner: { type: "string", maxLength: 20, title: "车主" },
    remark: { type: "string", maxLength: 20, title: "说明" },
  },
};

const OF = {
  answersJson: { plate: "A1", owner: "Lin", remark: "old" },
  form: { schema: SCHEMA },
  serviceModule: null,
} as unknown as Case;

const ACTION: Action = {
  name: "answer-supplement",
  title: "Answer",
  effect: "answerSupplement",
  reason: false,
  legalBasis: [],
  fields: null,
  departments: [],
  items: false,
  answers: ["/plate", "/remark"],
};

describe("an answer to a notice of what is missing", () => {
  const demands = demandsOf(ACTION, OF);

  it("sends only what was changed, and null for what was taken away", () => {
    const draft = { ...EMPTY, answers: { plate: "A2", remark: "" } };
    expect(sentOf(demands, OF, draft)).toEqual({ action: "answer-supplement", answers: { plate: "A2", remark: null } });
    expect(sentOf(demands, OF, EMPTY)).toEqual({ action: "answer-supplement", answers: {} });
  });

  it("judges the answers that are asked, and no others", () => {
    expect([...wrongOf(demands, OF, { ...EMPTY, answers: { plate: "" } }).keys()]).toEqual(["/answers/plate"]);
    expect([...wrongOf(demands, OF, { ...EMPTY, answers: { owner: "" } }).keys()]).toEqual([]);
  });
});

describe("an action with demands of its own", () => {
  const demands = demandsOf({ ...ACTION, name: "reopen", reason: true, answers: [], fields: SCHEMA }, OF);

  it("wants the reason and its fields, and sends them", () => {
    expect([...wrongOf(demands, OF, EMPTY).keys()]).toEqual(["/reason", "/fields/plate", "/fields/owner"]);
    const draft = { ...EMPTY, own: { reason: " why " }, fields: { plate: "A1", owner: "Lin", remark: "" } };
    expect(wrongOf(demands, OF, draft).size).toBe(0);
    expect(sentOf(demands, OF, draft)).toEqual({
      action: "reopen",
      reason: "why",
      fields: { plate: "A1", owner: "Lin" },
    });
  });

  it("is not done here where a form is asked that this page does not know, or an officer's choice", () => {
    expect(demandsOf({ ...ACTION, fields: { type: "string" } }, OF).isElsewhere).toBe(true);
    expect(demandsOf({ ...ACTION, departments: ["d01"] }, OF).isElsewhere).toBe(true);
    expect(demands.isElsewhere).toBe(false);
  });
});

it("puts what the city says at its control, and the rest above", () => {
  const finding = (field: string) => ({ field, code: "", message: field });
  const { at, whole } = placed([finding("answers/plate"), finding("reason"), finding(""), finding("caseId")]);
  expect([...at.keys()]).toEqual(["/answers/plate", "/reason"]);
  expect(whole).toEqual(["", "caseId"]);
});
