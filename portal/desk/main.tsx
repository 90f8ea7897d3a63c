import "../parts/page.css";
import { show } from "../parts/elder.ts";

show();
