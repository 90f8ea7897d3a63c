import { expect, it } from "vitest";
import { gravest } from "./rows.ts";

it("shows the gravest card that stands", () => {
  const red = { kind: "RED", withdrawnAt: "2026-12-01T00:00:00Z" } as const;
  const notice = { kind: "NOTICE", withdrawnAt: null } as const;
  const yellow = { kind: "YELLOW", withdrawnAt: null } as const;
  expect(gravest([red, notice, yellow])).toBe("YELLOW");
  expect(gravest([red])).toBeNull();
});
