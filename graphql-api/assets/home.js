import { ask, become, chinese, element, token, who } from "./common.js";

const QUERIES = [
  {
    zh: "这座城市，以及它提供的事项",
    en: "The city, and what it offers",
    query: "{ city { title code timeZone } serviceModules { nodes { name title type department { title } } } }",
  },
  {
    zh: "一个事项的办事指南与表单",
    en: "The guide and the form of each service",
    query: "{ serviceModules(first: 3) { nodes { name guide { summary conditions steps { text limit } fee result } form { schema } } } }",
  },
  { zh: "我是谁，我能看到哪些办件", en: "Who I am, and which cases I may see",
    query: "{ viewer { kind subject name roles } cases { totalCount nodes { number module state stage dueAt availableActions { name title } } } }" },
  { zh: "办件的经过", en: "What happened to the cases",
    query: "{ cases(first: 5) { nodes { number timeline { nodes { type action effectiveAt by { kind } } } } } }" },
  { zh: "组织机构", en: "The departments", query: "{ departments { nodes { name title parent { title } phone } } }" },
];

function link(query) {
  return `/graphiql?query=${encodeURIComponent(query)}`;
}

function queries() {
  const list = document.getElementById("queries");
  for (const one of QUERIES) {
    const item = element("li", "");
    item.append(element("a", chinese ? one.zh : one.en, { href: link(one.query) }));
    list.append(item);
  }
}

async function services() {
  const list = document.getElementById("services");
  const answer = await ask("{ serviceModules(first: 100) { nodes { name title department { title } } } }", {});
  for (const one of answer.data?.serviceModules?.nodes ?? []) {
    const query = `{ serviceModule(name: "${one.name}") { title revision guide { summary conditions documents { title form count need } steps { text limit } fee result legalBasis { text } } form { schema } states { name title } } }`;
    const item = element("li", "");
    item.append(element("a", one.title, { href: link(query) }), ` ${one.department?.title ?? ""} `, element("code", one.name));
    list.append(item);
  }
  if (!list.childElementCount) list.append(element("li", chinese ? "还没有发布事项。" : "Nothing is published yet."));
}

function showWho() {
  document.getElementById("who").textContent = who() ?? (chinese ? "匿名访客" : "nobody in particular");
}

async function change(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const roles = form.roles.value.split(",").map((role) => role.trim()).filter(Boolean);
  const claims = { subject: form.subject.value, name: form.subject.value, roles };
  if (form.department.value) claims.department = form.department.value;
  const problem = document.getElementById("problem");
  problem.textContent = "";
  try {
    become(`${claims.subject} ${roles.join(", ")}`, await token(claims));
  } catch (error) {
    problem.textContent = error.message;
  }
  showWho();
}

if (document.body.dataset.mode === "development") {
  document.getElementById("be").hidden = false;
  document.getElementById("become").addEventListener("submit", change);
  document.getElementById("nobody").addEventListener("click", () => { become(); showWho(); });
}
showWho();
queries();
await services();
