export { act } from "../api/act.ts";
