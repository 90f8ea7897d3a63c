/** What goes before the title of the page. */

import { signal } from "@preact/signals";

/** How many lists of errors are shown; a title says so first. */
export const toldErrors = signal(0);
