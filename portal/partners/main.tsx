import "../parts/page.css";
import { render } from "preact";
import { show } from "../parts/elder.ts";
import { Partners } from "./Partners.tsx";

show();
const page = document.getElementById("page");
if (page) render(<Partners />, page);
