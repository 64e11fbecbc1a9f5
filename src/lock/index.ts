// For users: take a lock at run time, which `protosanitizer audit --lock` writes.

export { type Policy, PolicyError } from "../policy/policy.js";
export { parseLock } from "./parse-lock.js";
