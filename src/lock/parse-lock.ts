import type { OpenFieldTest, Policy } from "../policy/policy.js";
import { isReviewedOpen, readLock } from "./lock-file.js";

/**
 * The policy that a lock stands for: a field is open if the lock says that somebody looked at it and found it open, and if it
 * still has the name, the number and the type that it had then. Everything else is secret, numbers included, unless another
 * policy lists it under `open`. Rules of other policies count as well: what they make secret stays secret.
 *
 * @param text the content of the file that `protosanitizer audit --lock` writes. An application reads or bundles it.
 * @throws {PolicyError} if the text is no lock of this version, or a line is malformed.
 * @example
 * ```ts
 * const lock = parseLock(readFileSync("audit.lock", "utf8"));
 * const sanitizer = createSanitizer({ schemas: [registry], policy: [{ fieldOptions: ["acme.v1.sensitive"] }, lock] });
 * ```
 */
export function parseLock(text: string): Policy {
  const open = new Map([...readLock(text)].filter(([, field]) => isReviewedOpen(field)));
  const isOpen: OpenFieldTest = ({ field, number, type }) => {
    const locked = open.get(field);
    return locked !== undefined && locked.number === number && locked.type === type;
  };
  return { unlisted: "secret", open: [isOpen] };
}
