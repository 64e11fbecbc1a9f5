// For runtimes with a console: Node, Bun and Deno.

import { runChecks } from "./checks.mjs";

console.log(runChecks());
