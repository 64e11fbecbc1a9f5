import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as csi from "../../src/csi/index.js";
import * as main from "../../src/index.js";
import * as kubernetes from "../../src/kubernetes/index.js";
import { loadPolicy, PolicyFileError } from "../../src/policy-file/index.js";
import { repository } from "../package/pack.js";

const { createSanitizer, PolicyError, SchemaError } = main;
const { createCsiSanitizer, ServiceAccountTokensError, serviceAccountTokens } = csi;
const { checkCsiDriver, ManifestError, rolloutPlan } = kubernetes;

/** Options as a caller without types may give them. */
const given = (options: object): object => options;

const mistakes: readonly (readonly [string, new (...args: never[]) => Error, () => unknown])[] = [
  ["an option of a sanitizer that does not exist", TypeError, () => createSanitizer(given({ polices: [] }))],
  [
    "an option of a CSI sanitizer that does not exist",
    TypeError,
    () => createCsiSanitizer(given({ keys: [] })),
  ],
  [
    "an option of a check that does not exist",
    TypeError,
    () => checkCsiDriver("", given({ version: "1.35" })),
  ],
  [
    "a component that does not exist",
    TypeError,
    () => checkCsiDriver("", { kubernetes: given({ scheduler: "1.35" }) }),
  ],
  ["options that are no object", TypeError, () => createSanitizer(null as never)],
  [
    "a scope that no sanitizer made",
    TypeError,
    () => main.liveSecrets.hold({ size: 1, scrub: (text) => text, scrubError: (error) => error }),
  ],
  ["a format that does not exist", RangeError, () => createSanitizer(given({ format: "protosanitizer" }))],
  ["a limit that is too small", RangeError, () => createSanitizer({ limits: { maxDepth: 0 } })],
  ["a version that is malformed", RangeError, () => checkCsiDriver("", { kubernetes: "new" })],
  ["the same for a plan", RangeError, () => rolloutPlan("", "new")],
  [
    "a rule that can match nothing",
    PolicyError,
    () => createCsiSanitizer({ policy: { fields: ["csi.v1.Volume.volume_idd"] } }),
  ],
  [
    "a list of rules that does not exist",
    PolicyError,
    () => createSanitizer({ policy: given({ field: [] }) }),
  ],
  ["a schema of no known kind", SchemaError, () => createSanitizer({ schemas: [given({ x: 1 })] as never })],
  ["a type that no schema knows", SchemaError, () => createSanitizer().explain("acme.v1.Login")],
  ["a request without tokens", ServiceAccountTokensError, () => serviceAccountTokens({ secrets: {} })],
  ["a manifest that is malformed", ManifestError, () => checkCsiDriver("a: [")],
  ["the same for a plan", ManifestError, () => rolloutPlan("a: [")],
  ["a policy file that is malformed", PolicyFileError, () => loadPolicy("a: [")],
  [
    "an option of loadPolicy that does not exist",
    TypeError,
    () => loadPolicy("fields: []", given({ env: {} })),
  ],
];

describe("a mistake has the class of its kind", () => {
  it.each(mistakes)("%s", (_, expected, make) => {
    let thrown: unknown;
    try {
      make();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(expected);
    // Exactly this class, and it says its name.
    expect(Object.getPrototypeOf(thrown)).toBe(expected.prototype);
    expect((thrown as Error).name).toBe(expected.name);
  });

  it("and docs/errors.md lists each class", () => {
    const page = readFileSync(join(repository, "docs/errors.md"), "utf8");
    const listed = [...page.matchAll(/^\| `(\w+)` \|/gm)];
    const names = new Set(mistakes.map(([, { name }]) => name));
    expect(listed.map(([, name]) => name).sort()).toEqual([...names].sort());
    const exported = [main, csi, kubernetes].flatMap((entry) =>
      Object.keys(entry).filter((name) => name.endsWith("Error")),
    );
    for (const name of exported) expect(names).toContain(name);
  });
});
