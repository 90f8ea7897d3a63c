import "../parts/page.css";
import { render } from "preact";
import { show } from "../parts/elder.ts";
import { Hall } from "./Hall.tsx";
import { begin } from "./waiting/begin.ts";

show();
const page = document.getElementById("page");
if (page) render(<Hall />, page);
begin();
