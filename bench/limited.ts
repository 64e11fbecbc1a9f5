import { createCsiSanitizer } from "protosanitizer/csi";
import type { Operation } from "./operation.js";

/** The limit of the output, in characters. */
const MAX_OUTPUT_LENGTH = 10_000;
/** The limit of lists, in items. */
const MAX_LIST_LENGTH = 10;

/** Name of the operation with a limit on the whole output. */
export const WITH_MAX_OUTPUT = "sanitizer.stringify(maxOutputLength)";
/** Name of the operation with a limit on lists. */
export const WITH_MAX_LIST = "sanitizer.stringify(maxListLength)";

/** Operations with limits: the cost of a huge message should depend on the printed part. */
export const LIMITED: readonly Operation[] = [
  {
    name: WITH_MAX_OUTPUT,
    output: "text",
    sanitizes: true,
    isPartial: true,
    prepare() {
      const sanitizer = createCsiSanitizer({ limits: { maxOutputLength: MAX_OUTPUT_LENGTH } });
      return (item) => sanitizer.stringify(item.message);
    },
  },
  {
    name: WITH_MAX_LIST,
    output: "text",
    sanitizes: true,
    isPartial: true,
    prepare() {
      const sanitizer = createCsiSanitizer({ limits: { maxListLength: MAX_LIST_LENGTH } });
      return (item) => sanitizer.stringify(item.message);
    },
  },
];

/** What is measured on messages of several sizes. */
export const SCALED_OPERATIONS: readonly string[] = [
  "sanitizer.stringify",
  "sanitizer.stringifyBinary",
  "sanitizer.redact",
  "toJsonString",
  WITH_MAX_OUTPUT,
  WITH_MAX_LIST,
];
