// For browsers: writes the result into the page.

import { runChecks } from "./checks.mjs";

try {
  document.title = runChecks();
} catch (error) {
  document.title = `failed: ${error}`;
}
