import { expect, it } from "vitest";
import { refusedOf } from "./refused.ts";

type Found = Parameters<typeof refusedOf>[0];
type Viewer = Parameters<typeof refusedOf>[1];

const action = (name: string, part = {}) => ({
  name,
  title: name,
  from: ["review"],
  roles: ["reviewer"],
  officers: 1,
  notBy: [],
  fields: null,
  ...part,
});
const found = {
  state: "review",
  department: { name: "hea" },
  assignee: null,
  stoppedSince: null,
  procedure: null,
  availableActions: [{ name: "accept" }],
  serviceModule: {
    actions: [
      action("accept"),
      action("approve", { roles: ["approver"] }),
      action("sign", { notBy: ["accept"] }),
      action("send", { from: ["done"] }),
      action("withdraw", { roles: ["applicant"] }),
    ],
  },
} as unknown as Found;
const viewer = { subject: "me", roles: ["reviewer"], department: { name: "hea" } } as unknown as Viewer;
const whys = (part: object, who: object = {}) =>
  refusedOf({ ...found, ...part } as Found, { ...viewer, ...who } as Viewer).map(({ name, why }) => `${name}: ${why}`);

it("tells of each action of this state that is not there, and of no other", () => {
  expect(whys({})).toEqual(["approve: otherRole", "sign: fourEyes"]);
});

it("names the first rule that stands in the way", () => {
  expect(whys({ assignee: { officer: "other" } })).toEqual(["approve: otherRole", "sign: inOtherHand"]);
  expect(whys({ stoppedSince: "2026-12-01T00:00:00Z" })).toEqual(["approve: otherRole", "sign: standsStill"]);
  expect(whys({}, { department: { name: "hou" } })).toEqual(["approve: otherRole", "sign: otherDepartment"]);
});
