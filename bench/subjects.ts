import type { Sanitizer } from "protosanitizer";
import { createCsiSanitizer } from "protosanitizer/csi";
import type { Operation } from "./operation.js";

const sanitizer: Sanitizer = createCsiSanitizer();

/** Name of the operation that text peers are compared with. */
export const STRINGIFY = "sanitizer.stringify" as const;
/** Name of the operation that only wraps a message. */
export const STRIP = "sanitizer.strip" as const;
/** Name of the operation that peers making JSON values are compared with. */
export const TO_JSON = "sanitizer.toJson" as const;

/** The measured operations. They get no type, because the messages state it. */
export const SUBJECTS: readonly Operation[] = [
  {
    name: STRINGIFY,
    output: "text",
    sanitizes: true,
    prepare: () => (item) => sanitizer.stringify(item.message),
  },
  {
    // The work of a logger for a message if its level is on.
    name: "String(sanitizer.strip)",
    output: "text",
    sanitizes: true,
    prepare: () => (item) => String(sanitizer.strip(item.message)),
  },
  {
    // The work that is left if the level is off.
    name: STRIP,
    output: "value",
    sanitizes: true,
    prepare: () => (item) => sanitizer.strip(item.message),
  },
  {
    name: TO_JSON,
    output: "value",
    sanitizes: true,
    prepare: () => (item) => sanitizer.toJson(item.message),
  },
];
