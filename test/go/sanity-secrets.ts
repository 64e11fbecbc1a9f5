import { stringify } from "yaml";
import type { DemoSecret } from "../../src/demo/secrets.js";
import { seededRandom } from "../seeded-random.js";

/** The kinds of secrets of csi-sanity: the keys of its file. Each kind goes with one method. */
const KINDS = [
  "CreateVolumeSecret",
  "DeleteVolumeSecret",
  "ControllerPublishVolumeSecret",
  "ControllerUnpublishVolumeSecret",
  "ControllerValidateVolumeCapabilitiesSecret",
  "NodeStageVolumeSecret",
  "NodePublishVolumeSecret",
  "CreateSnapshotSecret",
  "DeleteSnapshotSecret",
  "ControllerExpandVolumeSecret",
  "ListSnapshotsSecret",
  "GetSnapshotSecret",
];

/** What the values look like. No value is found in another one. */
const SHAPES: readonly ((random: string) => string)[] = [
  (random) => `plain${random}`,
  (random) => `${random}"\\ <&>%+/é🔑'`,
  (random) => `two words ${random}, and: more`,
  (random) => Buffer.from(random).toString("base64"),
  (random) => JSON.stringify({ token: random, expiry: "2026-01-01T00:00:00Z" }),
  (random) => `-----BEGIN KEY-----\n${random}\n-----END KEY-----\n`,
];

/** Secrets for csi-sanity: a file for its option `-csi.secrets`, and the values in it. */
export interface SanitySecrets {
  readonly yaml: string;
  readonly values: readonly DemoSecret[];
}

/**
 * Makes secrets for every kind, and of every shape for every kind.
 *
 * @param name distinguishes these secrets from those of other tests.
 */
export function sanitySecrets(name: string): SanitySecrets {
  const random = seededRandom(`sanity secrets ${name}`);
  const values = KINDS.flatMap((kind) =>
    SHAPES.map((shape, index) => ({
      kind,
      key: `key-${index}`,
      value: shape(random.bytes(12).toString("hex")),
    })),
  );
  const byKind = KINDS.map((kind) => {
    const own = values.filter((one) => one.kind === kind).map(({ key, value }) => [key, value]);
    return [kind, Object.fromEntries(own)];
  });
  return {
    yaml: stringify(Object.fromEntries(byKind)),
    values: values.map(({ kind, key, value }) => ({ name: `${kind} ${key}`, value, parts: [] })),
  };
}
