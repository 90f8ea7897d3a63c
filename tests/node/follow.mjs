// Follows a subscription with an independent client and prints each payload as one line of JSON, `null` when it
// is over, until its standard input ends. Usage: node follow.mjs ws|sse URL TOKEN REQUEST
import { createClient as createSocket } from "graphql-ws";
import { createClient as createStream } from "graphql-sse";
import WebSocket from "ws";

const [way, url, token, request] = process.argv.slice(2);
const authorization = token === "" ? {} : { authorization: `Bearer ${token}` };
const client =
  way === "ws"
    ? createSocket({
        url: url.replace(/^http/, "ws"),
        connectionParams: authorization,
        retryAttempts: 0,
        webSocketImpl: WebSocket,
      })
    : createStream({ url: `${url}/stream`, headers: authorization, retryAttempts: 0 });
const tell = (payload) => process.stdout.write(`${JSON.stringify(payload)}\n`);
const dispose = client.subscribe(JSON.parse(request), {
  next: tell,
  error: (error) => {
    tell({ failed: Array.isArray(error) ? error : `${error.code ?? ""} ${error.reason ?? error.message ?? error}` });
    process.exit(0);
  },
  complete: () => tell(null),
});
process.stdin.resume();
process.stdin.on("end", async () => {
  dispose();
  await client.dispose();
  process.exit(0);
});
