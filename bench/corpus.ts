import { type DescMessage, fromBinary, fromJson, type JsonObject, toBinary } from "@bufbuild/protobuf";
import { csiRegistry, SERVICE_ACCOUNT_TOKENS_KEY } from "protosanitizer/csi";
import { FIRST_USES } from "./first-use.js";
import { Ingredients } from "./ingredients.js";
import { SCALED_OPERATIONS } from "./limited.js";
import { randomMessage } from "./random-message.js";
import { SCALAR_TYPES, STRINGIFY_LIST, scalarList } from "./scalar-lists.js";
import type { TypedMessage } from "./typed-message.js";

/** Messages that are printed together: one operation is one pass over all of them. */
export interface Corpus {
  readonly messages: readonly TypedMessage[];
  /** Texts that no sanitized output may hold. */
  readonly secrets: readonly string[];
  /** Texts that every output must hold. */
  readonly openTexts: readonly string[];
}

/** One entry of the corpus, not yet built: a process builds only what it measures. */
export interface CorpusEntry {
  readonly name: string;
  /** The paths of secrets, in the syntax of fast-redact: the shortest list that covers this entry. */
  readonly secretPaths: readonly string[];
  /** Names of the operations that are measured on it; undefined if all are. */
  readonly operations?: readonly string[];
  /** Builds it at the first call. */
  build(): Corpus;
}

const TOKENS = `volumeContext["${SERVICE_ACCOUNT_TOKENS_KEY}"]`;

/** How many nested messages are in the messages that show how time grows. */
export const SIZES: readonly number[] = [10, 100, 1000, 10_000, 100_000];

/** The entries. Seeds are part of the corpus: figures of two runs compare only if they stay as they are. */
export const CORPUS: readonly CorpusEntry[] = [
  entry("publish", 1, ["secrets", TOKENS], (i) => [["NodePublishVolumeRequest", nodePublishVolume(i)]]),
  // The same with secrets as short as passwords: what a sanitizer saves by not printing them is next to nothing.
  entry("publish-short", 10, ["secrets", TOKENS], (i) => [
    ["NodePublishVolumeRequest", nodePublishVolume(i, undefined, i.password(16))],
  ]),
  entry("create", 2, ["secrets"], (i) => [
    ["CreateVolumeRequest", createVolume(i, topologyRequirement(i, 3))],
  ]),
  entry("list", 3, [`entries[*].volume.${TOKENS}`], (i) => [["ListVolumesResponse", listVolumes(i, 1000)]]),
  entry("topologies", 4, ["secrets"], (i) => [
    ["CreateVolumeRequest", createVolume(i, topologyRequirement(i, 10_000))],
  ]),
  // Nothing is secret here; the paths are those of a list made for the calls of the node service.
  entry("stats", 5, ["secrets", TOKENS], (i) => [["NodeGetVolumeStatsResponse", nodeGetVolumeStats(i)]]),
  // The same message but for the size of one secret: reading it from wire bytes must not take longer.
  entry("secret-1KiB", 7, ["secrets", TOKENS], (i) => [
    ["NodePublishVolumeRequest", nodeWithSecret(i, 2 ** 10)],
  ]),
  entry("secret-1MiB", 7, ["secrets", TOKENS], (i) => [
    ["NodePublishVolumeRequest", nodeWithSecret(i, 2 ** 20)],
  ]),
  ...SIZES.map((size) => ({
    ...entry(`scale-${size}`, 8, ["secrets"], (i) => [
      ["CreateVolumeRequest", createVolume(i, topologyRequirement(i, size / 2))],
    ]),
    operations: SCALED_OPERATIONS,
  })),
  ...SCALAR_TYPES.map((type) => ({
    name: `list-of-${type}`,
    secretPaths: [],
    operations: [STRINGIFY_LIST, "toJsonString"],
    build: () => ({ messages: [scalarList(type)], secrets: [], openTexts: [] }),
  })),
  // A message of the type from which most fields can be reached.
  { ...entry("plan", 9, [], () => [["CreateVolumeRequest", {}]]), operations: FIRST_USES },
  entry(
    "mixed",
    6,
    ["secrets", TOKENS, `volume.${TOKENS}`, `entries[*].volume.${TOKENS}`, `confirmed.${TOKENS}`],
    (i) => requestsAndResponses(i, 64),
  ),
];

/** Messages in ProtoJSON, each with the name of its type in `csi.v1`. */
type Contents = readonly (readonly [typeName: string, json: JsonObject])[];

function entry(
  name: string,
  seed: number,
  secretPaths: readonly string[],
  fill: (ingredients: Ingredients) => Contents,
): CorpusEntry {
  let built: Corpus | undefined;
  return {
    name,
    secretPaths,
    build() {
      built ??= corpusOf(fill, new Ingredients(seed));
      return built;
    },
  };
}

function corpusOf(fill: (ingredients: Ingredients) => Contents, ingredients: Ingredients): Corpus {
  const messages = fill(ingredients).map(([typeName, json]) => asReceived(csiType(typeName), json));
  return { messages, secrets: ingredients.secrets, openTexts: ingredients.openTexts };
}

/** Decoded from bytes, so that strings and objects are laid out in memory as a server has them. */
function asReceived(schema: DescMessage, json: JsonObject): TypedMessage {
  return { schema, message: fromBinary(schema, toBinary(schema, fromJson(schema, json))) };
}

function csiType(name: string): DescMessage {
  const type = csiRegistry.getMessage(`csi.v1.${name}`);
  if (type === undefined) throw new Error(`CSI has no message ${name}`);
  return type;
}

function nodePublishVolume(
  ingredients: Ingredients,
  secrets: JsonObject = { username: ingredients.password(12), password: ingredients.password() },
  tokens?: string,
): JsonObject {
  const { random } = ingredients;
  const pod = ingredients.pod();
  const volume = ingredients.open(`pvc-${random.uuid()}`);
  return {
    volumeId: ingredients.open(`vol-${random.hex(17)}`),
    publishContext: {
      devicePath: ingredients.open("/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store"),
      lun: "4",
      targetPortal: "10.20.30.40:3260",
    },
    stagingTargetPath: `/var/lib/kubelet/plugins/kubernetes.io/csi/block.csi.example.com/${random.hex(64)}/globalmount`,
    targetPath: `/var/lib/kubelet/pods/${pod.uid}/volumes/kubernetes.io~csi/${volume}/mount`,
    volumeCapability: mountCapability("MULTI_NODE_MULTI_WRITER"),
    secrets,
    volumeContext: {
      "csi.storage.k8s.io/ephemeral": "false",
      "csi.storage.k8s.io/pod.name": ingredients.open(pod.name),
      "csi.storage.k8s.io/pod.namespace": pod.namespace,
      "csi.storage.k8s.io/pod.uid": ingredients.open(pod.uid),
      "csi.storage.k8s.io/serviceAccount.name": pod.serviceAccount,
      [SERVICE_ACCOUNT_TOKENS_KEY]: tokens ?? ingredients.serviceAccountTokens(pod),
      "storage.kubernetes.io/csiProvisionerIdentity": `1767225600000-8081-block.csi.example.com`,
    },
  };
}

function nodeWithSecret(ingredients: Ingredients, length: number): JsonObject {
  return nodePublishVolume(ingredients, { blob: ingredients.password(length) });
}

function createVolume(ingredients: Ingredients, accessibilityRequirements: JsonObject): JsonObject {
  const { random } = ingredients;
  return {
    name: ingredients.open(`pvc-${random.uuid()}`),
    capacityRange: { requiredBytes: "107374182400", limitBytes: "214748364800" },
    volumeCapabilities: [mountCapability("SINGLE_NODE_WRITER")],
    parameters: {
      type: "gp3",
      iops: "6000",
      throughput: "250",
      encrypted: "true",
      kmsKeyId: ingredients.open(`arn:aws:kms:eu-central-1:123456789012:key/${random.uuid()}`),
      "csi.storage.k8s.io/pvc/name": "data-checkout-db-0",
      "csi.storage.k8s.io/pvc/namespace": "shop-production",
    },
    secrets: { accessKey: ingredients.password(20), secretKey: ingredients.password(40) },
    accessibilityRequirements,
  };
}

/** `size` requisite and `size` preferred topologies, with two segments each. */
function topologyRequirement(ingredients: Ingredients, size: number): JsonObject {
  const topologies = (): JsonObject[] =>
    Array.from({ length: size }, (_, index) => ({
      segments: {
        "topology.kubernetes.io/zone": `eu-central-1${ingredients.random.pick(["a", "b", "c"])}`,
        "kubernetes.io/hostname": sampled(ingredients, index, `node-${index}-${ingredients.random.hex(6)}`),
      },
    }));
  return { requisite: topologies(), preferred: topologies() };
}

/** Every 250th volume is of a driver that stored the context it was called with, tokens and all. */
function listVolumes(ingredients: Ingredients, size: number): JsonObject {
  const { random } = ingredients;
  const entries = Array.from({ length: size }, (_, index) => ({
    volume: {
      capacityBytes: String((1 + random.below(512)) * 2 ** 30),
      volumeId: sampled(ingredients, index, `vol-${random.hex(17)}`),
      volumeContext: {
        server: "nfs.storage.example.com",
        share: `/exports/shop/pvc-${random.uuid()}`,
        subDir: "data",
        ...(index % 250 === 0 && {
          [SERVICE_ACCOUNT_TOKENS_KEY]: ingredients.serviceAccountTokens(ingredients.pod()),
        }),
      },
      accessibleTopology: [{ segments: { "topology.kubernetes.io/zone": "eu-central-1a" } }],
    },
    status: {
      publishedNodeIds: [`i-${random.hex(17)}`],
      volumeCondition: { abnormal: false, message: "volume is healthy" },
    },
  }));
  return { entries, nextToken: "1000" };
}

function nodeGetVolumeStats(ingredients: Ingredients): JsonObject {
  return {
    usage: [
      { available: "53687091200", total: "107374182400", used: "53687091200", unit: "BYTES" },
      { available: "6553600", total: "6553600", used: "118042", unit: "INODES" },
      { total: "214748364800", used: "1073741824", unit: "BYTES" },
    ],
    volumeCondition: {
      abnormal: true,
      message: ingredients.open("file system was remounted read-only: journal aborted"),
    },
  };
}

/** Types in turn, so that no figure can be tuned to one message. */
function requestsAndResponses(ingredients: Ingredients, size: number): Contents {
  const types = [...csiRegistry].filter(
    (type) =>
      type.kind === "message" &&
      type.fields.length > 0 &&
      /^csi\.v1\.\w+(Request|Response)$/.test(type.typeName),
  );
  return Array.from({ length: size }, (_, index) => {
    const type = types[index % types.length];
    if (type?.kind !== "message") throw new Error("CSI has no requests");
    return [type.name, randomMessage(type, ingredients)];
  });
}

/** Remembers one in 100 as open: enough to see that all were printed, and few enough to search for. */
function sampled(ingredients: Ingredients, index: number, text: string): string {
  return index % 100 === 99 ? ingredients.open(text) : text;
}

function mountCapability(mode: string): JsonObject {
  return {
    mount: { fsType: "ext4", mountFlags: ["noatime", "nodiratime"] },
    accessMode: { mode },
  };
}
