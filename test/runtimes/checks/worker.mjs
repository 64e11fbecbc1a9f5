// For workerd, whose command `test` calls this method, and prints what it logs or throws.

import { runChecks } from "./checks.mjs";

export default {
  test() {
    console.log(runChecks());
  },
};
