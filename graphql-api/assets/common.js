// What both pages need: who somebody is, and asking the API.
const TOKEN = "cityhall-token";
const WHO = "cityhall-who";

export const chinese = document.documentElement.lang.startsWith("zh");

export function who() {
  return sessionStorage.getItem(WHO);
}

export function become(name, token) {
  if (token) {
    sessionStorage.setItem(TOKEN, token);
    sessionStorage.setItem(WHO, name);
  } else {
    sessionStorage.removeItem(TOKEN);
    sessionStorage.removeItem(WHO);
  }
}

function headers() {
  const token = sessionStorage.getItem(TOKEN);
  return token ? { authorization: `Bearer ${token}` } : {};
}

export async function ask(query, variables) {
  const answer = await fetch("/graphql", {
    method: "POST",
    headers: { ...headers(), "content-type": "application/json", accept: "application/graphql-response+json" },
    body: JSON.stringify({ query, variables }),
  });
  return answer.json();
}

export async function schema() {
  const answer = await fetch("/schema.graphql", { headers: headers() });
  return answer.text();
}

export async function token(claims) {
  const answer = await fetch("/dev/token", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(claims),
  });
  if (!answer.ok) throw new Error((await answer.json()).error);
  return (await answer.json()).access_token;
}

export function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
