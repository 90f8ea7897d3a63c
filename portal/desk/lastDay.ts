export { lastDay } from "../words/lastDay.ts";
