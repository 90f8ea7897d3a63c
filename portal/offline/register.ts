/** Our service worker, which lets a page open without a line. */

const WORKER = "/worker.js";

interface Policies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** The one policy that the city's content security policy names: it lets this one script through. */
export async function register(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const rules = {
    createScriptURL(url: string): string {
      if (url !== WORKER) throw new TypeError("not our worker");
      return url;
    },
  };
  const policies = "trustedTypes" in window ? (window.trustedTypes as Policies) : undefined;
  const url = (policies?.createPolicy("cityhall", rules) ?? rules).createScriptURL(WORKER);
  // Where it is not allowed, pages are as they were: with a line they all open.
  await navigator.serviceWorker.register(url, { updateViaCache: "none" }).catch(() => undefined);
}
