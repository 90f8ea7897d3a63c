/**
 * Our service worker: the pages open without a line, and a second visit loads no code.
 *
 * It keeps pages and what they load, and nothing else: no answer of the city ever passes through it. A page comes
 * from the city where there is a line; what it loads has a name that changes with what is in it, so it is loaded once.
 * It imports nothing, because it is one file with a fixed name.
 */

const KEPT = "cityhall";

const HALL = "/portal/hall.html";
const APPLY = "/portal/apply.html";

/** How long a page may take before the kept one is shown. */
const PATIENCE_MS = 4_000;

if (self instanceof ServiceWorkerGlobalScope) serve(self);

function serve(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener("install", (event) => {
    const ready = fetch("/", { headers: { accept: "text/html" } }).then((response) => keepPage(response, HALL));
    event.waitUntil(ready.then(() => worker.skipWaiting()));
  });
  worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
  worker.addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== worker.location.origin) return;
    if (request.mode === "navigate") event.respondWith(page(request, pathname));
    else if (pathname.startsWith("/portal/")) event.respondWith(part(request));
  });
}

async function part(request: Request): Promise<Response> {
  const kept = await caches.open(KEPT);
  const known = await kept.match(request.url, { ignoreVary: true });
  if (known) return known;
  const response = await fetch(request);
  if (response.ok) await kept.put(request.url, response.clone());
  return response;
}

async function page(request: Request, pathname: string): Promise<Response> {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (response.ok) void keepPage(response.clone(), nameAt(pathname));
    return response;
  } catch (error) {
    const kept = await caches.open(KEPT);
    const name = nameAt(pathname);
    const known = (await kept.match(name)) ?? (name === APPLY ? await kept.match(HALL) : undefined);
    if (known) return known;
    throw error;
  }
}

/** Keeps one of our pages with all that it loads; whatever else is no page of ours. */
async function keepPage(response: Response, name: string): Promise<void> {
  const text = await response.clone().text();
  if (!/src="\/portal\/(hall|desk|board|partners)-/.test(text)) return;
  const kept = await caches.open(KEPT);
  const old = await kept.match(name);
  if (old && (await old.text()) === text) return;
  const parts = [...text.matchAll(/(?:src|href)="(\/portal\/[^"]+)"/g)].map((found) => found[1] ?? "");
  const missing: string[] = [];
  for (const path of parts) if (!(await kept.match(path, { ignoreVary: true }))) missing.push(path);
  await kept.addAll(missing);
  await kept.put(name, response);
  if (old) await forgetUnused(kept);
}

/** What no kept page loads is of an earlier city. Parts that come when they are needed come anew then. */
async function forgetUnused(kept: Cache): Promise<void> {
  const all = await kept.keys();
  const pages = all.filter(({ url }) => url.endsWith(".html"));
  const texts = await Promise.all(pages.map(async (page) => (await kept.match(page))?.text()));
  const isUsed = ({ url }: Request) => texts.some((text) => text?.includes(new URL(url).pathname));
  await Promise.all(all.filter((one) => !pages.includes(one) && !isUsed(one)).map((one) => kept.delete(one)));
}

/** Under which name the page of an address is kept: one for all addresses of a page. The hall where somebody applies is
 * a page of its own, which names the code of forms. */
function nameAt(pathname: string): string {
  if (/^\/services\/[^/]+\/apply$/.test(pathname)) return APPLY;
  const other = /^\/(desk|board|partners)(\/|$)/.exec(pathname)?.[1];
  return other ? `/portal/${other}.html` : HALL;
}
