/**
 * A lock at run time: `parseLock` makes a policy of the file that `protosanitizer audit --lock` writes.
 *
 * @packageDocumentation
 */
export { parseLock } from "./parse-lock.js";
