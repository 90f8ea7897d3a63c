import "../parts/page.css";
import { render } from "preact";
import { show } from "../parts/elder.ts";
import { Desk } from "./Desk.tsx";

show();
const page = document.getElementById("page");
if (page) render(<Desk />, page);
