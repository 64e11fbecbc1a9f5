import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../runs.js";
import { MARKER, QUOTINGS, SHELL_VALUE as VALUE } from "./command-quotings.js";
import { scrubBytes, scrubText } from "./scrub-text.js";

const NAME = fc.constantFrom(
  "node.session.auth.password",
  "node.session.auth.password_in",
  "discovery.sendtargets.auth.password",
);

/** All orders in which iscsiadm takes the options. */
const ORDERS: readonly ((name: string, value: string) => readonly string[])[] = [
  (name, value) => ["iscsiadm", "-m", "node", "-o", "update", "-n", name, "-v", value],
  (name, value) => ["iscsiadm", "-m", "node", "-o", "update", "-v", value, "-n", name],
  (name, value) => ["iscsiadm", "--name", name, "--value", value, "-m", "node"],
  (name, value) => ["iscsiadm", "--value", value, "--name", name, "-m", "node"],
  (name, value) => ["iscsiadm", `--name=${name}`, `--value=${value}`, "-m", "node"],
  (name, value) => ["iscsiadm", `--value=${value}`, `--name=${name}`, "-m", "node"],
];

describe.each(Object.entries(QUOTINGS))("CHAP passwords as %s prints arguments", (_name, print) => {
  it("are replaced in any order of options, and everything else stays", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ORDERS), NAME, VALUE, (order, name, value) => {
        const clean = print(order(name, MARKER));
        expect(scrubText(print(order(name, value)))).toBe(clean);
        expect(scrubText(clean)).toBe(clean);
      }),
      { numRuns: runs(200) },
    );
  });

  it("come out the same byte by byte", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ORDERS), NAME, VALUE, (order, name, value) => {
        const log = Buffer.from(print(order(name, value)));
        const all = Array.from(log, (_, index) => index);
        expect(scrubBytes(log, all).equals(scrubBytes(log))).toBe(true);
      }),
      { numRuns: runs(40) },
    );
  });
});

/** All ways to give a flag its value. */
const FLAGS: readonly ((key: string, value: string) => readonly string[])[] = [
  (key, value) => ["tool", `--${key}`, value, "--user", "open"],
  (key, value) => ["tool", `--${key}=${value}`, "--user", "open"],
  (key, value) => ["tool", "--user", "open", `-${key}`, value],
  (key, value) => ["tool", "--user", "open", `-${key}=${value}`, "pos"],
];

describe.each(Object.entries(QUOTINGS))("flags as %s prints arguments", (_name, print) => {
  it("lose the value of a key that the user names, in any case", () => {
    fc.assert(
      fc.property(fc.constantFrom(...FLAGS), VALUE, fc.boolean(), (flag, value, isUpper) => {
        const key = isUpper ? "VAULT-PIN" : "vault-pin";
        const clean = print(flag("vault-pin", MARKER));
        expect(scrubText(print(flag("vault-pin", value)), { keys: [key] })).toBe(clean);
        expect(scrubText(clean, { keys: [key] })).toBe(clean);
      }),
      { numRuns: runs(100) },
    );
  });

  it("lose passwords even if no key is named", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FLAGS),
        fc.constantFrom("password", "client-secret", "access-token", "admin-key", "passphrase"),
        VALUE,
        (flag, key, value) => {
          expect(scrubText(print(flag(key, value)))).toBe(print(flag(key, MARKER)));
        },
      ),
      { numRuns: runs(100) },
    );
  });

  it("lose the password in options of mount", () => {
    fc.assert(
      fc.property(VALUE, fc.boolean(), (value, isLast) => {
        const argv = (secret: string): readonly string[] => [
          "mount",
          "-t",
          "cifs",
          "-o",
          isLast
            ? `vers=3.0,username=jane,password=${secret}`
            : `username=jane,password=${secret},vers=3.0,soft`,
          "//host/share",
          "/mnt",
        ];
        expect(scrubText(print(argv(value)))).toBe(print(argv(MARKER)));
      }),
      { numRuns: runs(60) },
    );
  });
});
