export { useLive } from "../api/live.ts";
