import { ask, chinese, schema, who } from "./common.js";

const query = document.getElementById("query");
const variables = document.getElementById("variables");
const result = document.getElementById("result");
const docs = document.getElementById("docs");
const search = document.getElementById("search");

const asked = new URL(location.href).searchParams;
query.value = asked.get("query") ?? "{\n  viewer { kind name }\n  serviceModules { nodes { name title } }\n}";
variables.value = asked.get("variables") ?? "{}";
document.getElementById("who").textContent = who() ?? (chinese ? "匿名访客" : "nobody in particular");

async function run() {
  result.textContent = "…";
  let values;
  try {
    values = JSON.parse(variables.value || "{}");
  } catch (error) {
    result.textContent = error.message;
    return;
  }
  try {
    result.textContent = JSON.stringify(await ask(query.value, values), null, 2);
  } catch (error) {
    result.textContent = error.message;
  }
}

let parts = [];

function showDocs() {
  const wanted = search.value.trim().toLowerCase();
  const found = wanted ? parts.filter((part) => part.toLowerCase().includes(wanted)) : parts;
  docs.textContent = found.join("\n\n");
}

document.getElementById("run").addEventListener("click", run);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
});
search.addEventListener("input", showDocs);

// A query by link runs by itself; nothing that changes anything does.
if (asked.has("query") && !query.value.trim().startsWith("mutation")) await run();
// Types are parted by empty lines.
parts = (await schema()).split("\n\n").map((part) => part.trim()).filter(Boolean);
showDocs();
