import { describe, expect, it } from "vitest";
import { joined } from "./later.ts";

const page = (nodes: readonly number[], totalCount: number | null) => ({
  nodes,
  totalCount,
  pageInfo: { endCursor: nodes.length > 0 ? `c${nodes.at(-1)}` : null },
});

describe("a list of which one page after the other is read", () => {
  it("has more while its newest count says so, and goes on where its last page ended", () => {
    expect(joined(page([1, 2], 5), [])).toEqual({ items: [1, 2], isMore: true, after: "c2" });
    expect(joined(page([1, 2], 5), [page([3, 4], 5)])).toEqual({ items: [1, 2, 3, 4], isMore: true, after: "c4" });
    expect(joined(page([1, 2], 3), [page([3], 3)]).isMore).toBe(false);
  });

  it("has more again when something was added after all was read", () => {
    expect(joined(page([1, 2], 4), [page([3], 3)])).toEqual({ items: [1, 2, 3], isMore: true, after: "c3" });
  });

  it("is empty where its reader may not know it, and has no more where nobody counts", () => {
    expect(joined(null, [])).toEqual({ items: [], isMore: false, after: null });
    expect(joined(page([1], null), []).isMore).toBe(false);
  });
});
