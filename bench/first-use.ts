import { createCsiSanitizer } from "protosanitizer/csi";
import type { Operation } from "./operation.js";

/** Name of the operation that makes a sanitizer, and of the one that uses it for the first time, too. */
export const CREATE = "createCsiSanitizer";
export const CREATE_AND_PRINT = "createCsiSanitizer+stringify";

/** The first use of a type: the second operation takes that much longer than the first one. */
export const FIRST_USE: readonly Operation[] = [
  {
    name: CREATE,
    output: "value",
    sanitizes: true,
    isPartial: true,
    prepare: () => () => createCsiSanitizer(),
  },
  {
    name: CREATE_AND_PRINT,
    output: "text",
    sanitizes: true,
    isPartial: true,
    prepare: () => (item) => createCsiSanitizer().stringify(item.message),
  },
];

/** The names of both. */
export const FIRST_USES: readonly string[] = [CREATE, CREATE_AND_PRINT];
