import "../parts/page.css";
import { render } from "preact";
import { AskDistricts } from "../parts/askDistricts.ts";
import { show } from "../parts/elder.ts";
import { Hall } from "./Hall.tsx";
import { DistrictsDocument } from "./operations.ts";
import { begin } from "./waiting/begin.ts";

show();
const page = document.getElementById("page");
if (page)
  render(
    <AskDistricts.Provider value={DistrictsDocument}>
      <Hall />
    </AskDistricts.Provider>,
    page,
  );
begin();
