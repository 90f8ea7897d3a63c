import "../parts/page.css";
import { render } from "preact";
import { show } from "../parts/elder.ts";
import { Board } from "./Board.tsx";

show();
const page = document.getElementById("page");
if (page) render(<Board />, page);
