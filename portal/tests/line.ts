/** A line to the city that can break, as between a wall and the machine room. */

import { connect, createServer, type Socket } from "node:net";
import type { City } from "./city.ts";

/** A line of its own, until the test is over; `address` is where the city stands behind it. */
export async function lineTo(city: City) {
  const { hostname, port } = new URL(city.address);
  const ends = new Set<Socket>();
  let isBroken = false;
  const server = createServer((near) => {
    if (isBroken) return near.destroy();
    const far = connect(Number(port), hostname);
    for (const end of [near, far]) {
      ends.add(end);
      end.on("error", () => end.destroy());
      end.on("close", () => {
        ends.delete(end);
        near.destroy();
        far.destroy();
      });
    }
    return near.pipe(far).pipe(near);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const told = server.address();
  if (!told || typeof told === "string") throw new Error("the line has no port");
  const cut = () => {
    isBroken = true;
    for (const end of ends) end.destroy();
  };
  const mend = () => {
    isBroken = false;
  };
  const end = () => {
    cut();
    server.close();
  };
  return { address: `http://127.0.0.1:${told.port}`, cut, mend, end };
}
