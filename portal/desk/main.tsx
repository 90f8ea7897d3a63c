import "../parts/page.css";
import { render } from "preact";
import { AskDistricts } from "../parts/askDistricts.ts";
import { show } from "../parts/elder.ts";
import { Desk } from "./Desk.tsx";
import { DistrictsDocument } from "./operations.ts";

show();
const page = document.getElementById("page");
if (page)
  render(
    <AskDistricts.Provider value={DistrictsDocument}>
      <Desk />
    </AskDistricts.Provider>,
    page,
  );
