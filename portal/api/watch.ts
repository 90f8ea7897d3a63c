/** Live answers: server-sent events over `fetch`, so that the token goes along; after a break from where it broke. */

import { headers, type Operation } from "./client.ts";

/** How long to wait after the first break, and at most. */
const FIRST_WAIT_MS = 250;
const WAIT_MAX_MS = 30_000;

/** Follows until `signal` aborts. `positionOf` reads from where to go on; `connected` is told of each break and of its end. */
export async function* watch<Answer, Variables extends { after?: string | null | undefined }>(
  operation: Operation<Answer, Variables>,
  variables: Variables,
  positionOf: (answer: Answer) => string | undefined,
  signal: AbortSignal,
  connected?: (isConnected: boolean) => void,
): AsyncGenerator<Answer> {
  let after = variables.after;
  for (let breaks = 0; !signal.aborted; breaks += 1) {
    try {
      const body = JSON.stringify({ query: operation.toString(), variables: { ...variables, after } });
      const options = { method: "POST", headers: { ...headers(), accept: "text/event-stream" }, body, signal };
      const response = await fetch("/graphql/stream", options);
      if (!response.ok || !response.body) throw new Error(String(response.status));
      connected?.(true);
      for await (const event of events(response.body)) {
        if (event.name === "complete") return;
        if (event.name !== "next" || !event.data) continue;
        const { data } = JSON.parse(event.data) as { data: Answer };
        breaks = 0;
        after = positionOf(data) ?? after;
        yield data;
      }
    } catch {
      if (signal.aborted) return;
    }
    connected?.(false);
    await rest(Math.min(WAIT_MAX_MS, FIRST_WAIT_MS * 2 ** breaks), signal);
  }
}

function rest(time: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, time);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

interface ServerEvent {
  readonly name: string;
  readonly data: string;
}

async function* events(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<ServerEvent> {
  let text = "";
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      yield eventOf(text.slice(0, end));
      text = text.slice(end + 2);
    }
  }
}

function eventOf(frame: string): ServerEvent {
  const name = /^event: ?(.*)$/m.exec(frame)?.[1] ?? "message";
  const data = [...frame.matchAll(/^data: ?(.*)$/gm)].map((line) => line[1] ?? "").join("\n");
  return { name, data };
}
