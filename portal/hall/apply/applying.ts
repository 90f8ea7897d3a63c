/** What comes later of an application, in one file: on a slow line each further request costs more than its bytes. */

export { Apply } from "./Apply.tsx";
export { Receipt } from "./Receipt.tsx";
export { sendApplication } from "./submit.ts";
