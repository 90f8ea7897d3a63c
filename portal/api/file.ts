/** Files that are the reader's alone. A link cannot carry the token, so the page fetches the file and hands it on. */

import { headers } from "./client.ts";
import type { Failure } from "./failure.ts";

/** Saves what stands at `url` under a name; `null` when it worked. */
export async function download(url: string, name: string): Promise<Failure | null> {
  try {
    const { authorization } = headers();
    const response = await fetch(url, authorization ? { headers: { authorization } } : {});
    if (!response.ok) return { kind: response.status === 404 ? "gone" : "denied" };
    const place = URL.createObjectURL(await response.blob());
    const link = document.createElement("a");
    link.href = place;
    link.download = name;
    link.click();
    URL.revokeObjectURL(place);
    return null;
  } catch {
    return { kind: "offline" };
  }
}
