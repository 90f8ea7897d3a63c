// Runs the audits of the GraphQL-over-HTTP specification against a server and prints one JSON
// object: how many passed, and what each other one says. Usage: node audit.js URL
import { serverAudits } from "graphql-http";

const url = process.argv[2];
const failures = [];
let passed = 0;
for (const audit of serverAudits({ url })) {
  const result = await audit.fn();
  if (result.status === "ok") {
    passed += 1;
  } else {
    failures.push(`${audit.id} ${audit.name}: ${result.status}: ${result.reason}`);
  }
}
console.log(JSON.stringify({ passed, failures }));
