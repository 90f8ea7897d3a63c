/** Whether there is a line to the city, as far as the device knows. */

import { signal } from "@preact/signals";

export const isOnline = signal(navigator.onLine);

addEventListener("online", () => {
  isOnline.value = true;
});
addEventListener("offline", () => {
  isOnline.value = false;
});
