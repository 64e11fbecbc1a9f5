import { afterEach, describe, expect, it } from "vitest";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { jwt, liveSecrets } from "../../src/index.js";
import { createSanitizer } from "../../src/sanitizer/create-sanitizer.js";
import { findingOf, findingsOf } from "./recorded-findings.js";

const TYPE = "csi.v1.NodePublishVolumeRequest";
const TOKENS = "csi.storage.k8s.io/serviceAccount.tokens";
const TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
const LONG_TOKEN = `eyJhbGciOiJSUzI1NiJ9.${"eyJzdWIiOiJhIn0".repeat(2)}.${"c2lnbmF0dXJl".repeat(2)}`;

const sanitizer = createCsiSanitizer();
const releases: (() => void)[] = [];

/** Holds the secrets of a message until the test ends. */
function hold(message: object): void {
  const scope = sanitizer.secretsOf(TYPE, { volume_id: "v", ...message });
  releases.push(liveSecrets.hold(scope, { graceTime: 0 }));
}

afterEach(() => {
  for (const release of releases.splice(0)) release();
});

describe("the origin of a finding", () => {
  it("is the field, but not the key of a secret map", async () => {
    hold({ secrets: { password: "hunter2-secret" } });
    expect(await findingOf(() => liveSecrets.scrub("a hunter2-secret"))).toMatchObject({
      source: "field",
      origin: "csi.v1.NodePublishVolumeRequest.secrets",
      field: "csi.v1.NodePublishVolumeRequest.secrets",
      key: undefined,
      class: "secret",
      form: "raw",
      sink: "text",
      count: 1,
    });
  });

  it("has the key of a map whose keys are shown", async () => {
    hold({ volume_context: { [TOKENS]: JSON.stringify({ audience: { token: TOKEN } }) } });
    // The token is a part of the value.
    expect(await findingOf(() => liveSecrets.scrub(TOKEN))).toMatchObject({
      origin: `csi.v1.NodePublishVolumeRequest.volume_context["${TOKENS}"]`,
      key: TOKENS,
    });
  });

  it.each([
    ["a pair in a document", JSON.stringify({ password: "inner-pass-77" }), "inner-pass-77"],
    ["the payload of a token", LONG_TOKEN, LONG_TOKEN.split(".")[1] ?? ""],
    [
      "a line of a key",
      `-----BEGIN KEY-----\n${"MIIBVgIBADANBgkq".repeat(2)}\n-----END KEY-----`,
      "MIIBVgIBADANBgkqMIIBVgIBADANBgkq",
    ],
  ])("is the field for %s, too", async (_, value, leaked) => {
    hold({ secrets: { value } });
    expect(await findingOf(() => liveSecrets.scrub(`x ${leaked}`))).toMatchObject({
      origin: "csi.v1.NodePublishVolumeRequest.secrets",
    });
  });

  it("is the program for values that it holds, and the detector for those that nobody holds", async () => {
    const release = liveSecrets.hold(["configured-password"], { graceTime: 0 });
    const detecting = createSanitizer({ policy: [{ detectors: [jwt] }] });
    const findings = await findingsOf(() => detecting.lines.scrub(`configured-password ${TOKEN}`));
    release();
    expect(findings.map(({ source, origin }) => [source, origin])).toEqual([
      ["program", "held by the program"],
      ["detector", "found by the detector jwt"],
    ]);
  });

  it("is that of the value that was held last, if several are equal", async () => {
    hold({ secrets: { password: "hunter2-secret" } });
    hold({ volume_context: { [TOKENS]: "hunter2-secret" } });
    expect((await findingOf(() => liveSecrets.scrub("hunter2-secret"))).key).toBe(TOKENS);
  });

  it("is that of the longest one, if several stand at one place", async () => {
    hold({ secrets: { short: "hunter2" }, volume_context: { [TOKENS]: "prefix-hunter2-suffix" } });
    expect((await findingOf(() => liveSecrets.scrub("prefix-hunter2-suffix"))).key).toBe(TOKENS);
  });
});
