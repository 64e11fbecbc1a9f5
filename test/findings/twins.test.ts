import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { type Finding, liveSecrets } from "../../src/index.js";
import { runs } from "../runs.js";
import { ENCODINGS } from "../secrets/encodings.js";
import { secretArbitrary } from "../secrets/secret-arbitrary.js";

const sanitizer = createCsiSanitizer();
const TYPE = "csi.v1.NodePublishVolumeRequest";

/** The findings of a program that writes both secrets of a call in some way. */
function findingsOf(
  password: string,
  token: string,
  write: (secret: string) => string | undefined,
): Finding[] {
  const findings: Finding[] = [];
  const scope = sanitizer.secretsOf(TYPE, {
    secrets: { password },
    volume_context: { "csi.storage.k8s.io/serviceAccount.tokens": token },
  });
  const release = liveSecrets.hold(scope, { graceTime: 0 });
  const stop = liveSecrets.onFinding((finding) => findings.push(finding));
  for (const secret of [token, password, token]) liveSecrets.scrub(`<${write(secret)}> 1`);
  stop();
  release();
  return findings.map((finding) => ({ ...finding, time: 0 }));
}

describe("findings", () => {
  // Whether a secret has a character that is percent-encoded cannot be hidden: SECURITY.md says so.
  const encodings = ENCODINGS.filter(({ name }) => !/encodeURI|URL|form/i.test(name));

  it("are the same in two runs that differ only in secrets, and hold no secret in any form", () => {
    const pair = fc
      .tuple(secretArbitrary, secretArbitrary)
      .filter(([one, other]) => !one.includes(other) && !other.includes(one));
    fc.assert(
      fc.property(pair, pair, fc.constantFrom(...encodings), (left, right, { encode }) => {
        const secrets = [...left, ...right];
        fc.pre(secrets.every((secret) => encode(secret) !== undefined));
        const [one, other] = [findingsOf(...left, encode), findingsOf(...right, encode)];
        expect(one).toEqual(other);
        const release = liveSecrets.hold(secrets, { graceTime: 0 });
        const text = JSON.stringify(one);
        expect(liveSecrets.scrub(text)).toBe(text);
        release();
      }),
      { numRuns: runs(1000) },
    );
  });
});
