// What the packed package has to do in every runtime. Uses nothing but the language, so that it runs unchanged in all.

import { clone, create, equals, fromBinary, toBinary } from "@bufbuild/protobuf";
import { createSanitizer, liveSecrets } from "protosanitizer";
import { csiPolicy, csiRegistry } from "protosanitizer/csi";
import { createTextSanitizer } from "protosanitizer/text";

const STRIPPED = "***stripped***";
const PASSWORD = "hunter2-é";
const TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
const TYPE = "csi.v1.NodePublishVolumeRequest";

/**
 * Runs all checks.
 *
 * @returns {string} how many passed
 * @throws {Error} for the first one that fails
 */
export function runChecks() {
  const sanitizer = createSanitizer({ schemas: [csiRegistry], policy: csiPolicy() });
  const schema = csiRegistry.getMessage(TYPE);
  if (schema === undefined) throw new Error(`the registry has no ${TYPE}`);
  const message = create(schema, {
    volumeId: "volume-é",
    secrets: { password: PASSWORD },
    volumeContext: { pool: "fast", note: `token ${TOKEN}` },
  });
  const original = clone(schema, message);
  const bytes = toBinary(schema, message);
  const text = `{"secrets":"${STRIPPED}","volume_context":{"note":"${STRIPPED}","pool":"fast"},"volume_id":"volume-é"}`;

  let passed = 0;
  /**
   * @param {string} what
   * @param {unknown} actual
   * @param {unknown} expected
   */
  const check = (what, actual, expected) => {
    if (actual !== expected) throw new Error(`${what}: ${String(actual)} in place of ${String(expected)}`);
    passed++;
  };

  check("stringify", sanitizer.stringify(message), text);
  check("stringifyBinary", sanitizer.stringifyBinary(TYPE, bytes), text);
  const printing = createTextSanitizer({ schemas: [csiRegistry], policy: csiPolicy() });
  check("stringify of a text sanitizer", printing.stringify(TYPE, bytes), text);
  check("strip", `${sanitizer.strip(message)}`, text);
  check("toJson", JSON.stringify(sanitizer.toJson(message)).includes("hunter2"), false);

  const copy = sanitizer.redact(message);
  check("stringify of redact", sanitizer.stringify(copy), text);
  check("redact hides", JSON.stringify(copy).includes("hunter2"), false);
  const copiedBytes = sanitizer.redactBinary(TYPE, bytes);
  check("redactBinary", sanitizer.stringify(fromBinary(schema, copiedBytes ?? bytes)), text);
  check("the message stays as it was", equals(schema, message, original), true);

  const secrets = sanitizer.secretsOf(message);
  const base64 = btoa(String.fromCharCode(...new TextEncoder().encode(PASSWORD)));
  check("scrub", secrets.scrub(`login --password ${PASSWORD}`), `login --password ${STRIPPED}`);
  check("scrub of JSON", secrets.scrub(JSON.stringify({ a: PASSWORD })), JSON.stringify({ a: STRIPPED }));
  check("scrub of base64", secrets.scrub(`header ${base64}`), `header ${STRIPPED}`);
  check("scrub of a token", secrets.scrub(`Bearer ${TOKEN}`), `Bearer ${STRIPPED}`);

  const live = liveSecrets;
  const release = live.hold(secrets, { graceTime: 0 });
  check("live secrets", live.scrub(`mount failed: ${PASSWORD}`), `mount failed: ${STRIPPED}`);
  const error = live.scrubError(new Error(`bad ${PASSWORD}`, { cause: new Error(PASSWORD) }));
  check("scrubError", error.message, `bad ${STRIPPED}`);
  check("scrubError of a cause", error.cause instanceof Error && error.cause.message, STRIPPED);
  release();

  return `${passed} checks passed`;
}
