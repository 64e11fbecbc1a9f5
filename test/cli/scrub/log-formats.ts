import { inspect } from "node:util";

/** The tokens key as kubelets have it. */
export const TOKENS_KEY = "csi.storage.k8s.io/serviceAccount.tokens";

/** What a NodePublishVolume request holds, as far as logs of it matter here. */
export interface LoggedRequest {
  readonly volumeId: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly volumeContext: Readonly<Record<string, string>>;
}

/** How some program logs a request: one record, without a line end. */
export interface LogFormat {
  readonly name: string;
  write(request: LoggedRequest): string;
  /** What values may not hold, because the format prints it so that nobody can tell where the value ends. */
  readonly unquotable?: RegExp;
}

const KLOG = "I0102 03:04:05.678901       1 utils.go:81] ";

/** How Go quotes a string in protobuf's text format. */
function goQuote(text: string): string {
  const escaped = text.replace(/["\\\p{Cc}]/gu, (character) => {
    const short = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" }[character];
    return short ?? `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`;
  });
  return `"${escaped}"`;
}

function goText({ volumeId, secrets, volumeContext }: LoggedRequest, old: boolean, space: string): string {
  const [open, close] = old ? ["<", " >"] : ["{", "}"];
  const entries = (field: string, map: Readonly<Record<string, string>>): string[] =>
    Object.entries(map).map(
      ([key, value]) => `${field}:${open}key:${goQuote(key)}${space}value:${goQuote(value)}${close}`,
    );
  return [
    `volume_id:${goQuote(volumeId)}`,
    ...entries("secrets", secrets),
    ...entries("volume_context", volumeContext),
    "readonly:true",
  ].join(space);
}

function goTextLines({ volumeId, secrets }: LoggedRequest): string {
  const entries = Object.entries(secrets).map(
    ([key, value]) => `secrets: {\n  key: ${goQuote(key)}\n  value: ${goQuote(value)}\n}\n`,
  );
  return `volume_id: ${goQuote(volumeId)}\n${entries.join("")}readonly: true\n`;
}

function goMap(map: Readonly<Record<string, string>>): string {
  const keys = Object.keys(map).sort();
  return `map[${keys.map((key) => `${key}:${map[key]}`).join(" ")}]`;
}

function goStruct({ volumeId, secrets, volumeContext }: LoggedRequest): string {
  return `{VolumeId:${volumeId} PublishContext:map[] Secrets:${goMap(secrets)} VolumeContext:${goMap(volumeContext)} XXX_sizecache:0}`;
}

function json({ volumeId, secrets, volumeContext }: LoggedRequest): string {
  return JSON.stringify({ volume_id: volumeId, secrets, volume_context: volumeContext, readonly: true });
}

/** Go's encoding/json escapes angle brackets. */
function goJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll(">", "\\u003e")
    .replaceAll("&", "\\u0026");
}

function nested(text: string, levels: number): string {
  return levels === 0
    ? text
    : nested(JSON.stringify({ level: "info", msg: `request ${text} end` }), levels - 1);
}

const GO_MAP_AMBIGUOUS = /[\s[\]{}"'\\,;:=]/;

/** Formats of all programs that log CSI requests. */
export const LOG_FORMATS: readonly LogFormat[] = [
  { name: "klog, old text format", write: (request) => `${KLOG}GRPC request: ${goText(request, true, " ")}` },
  { name: "klog, text format", write: (request) => `${KLOG}GRPC request: ${goText(request, false, " ")}` },
  {
    name: "klog, text format, two spaces",
    write: (request) => `${KLOG}req: ${goText(request, false, "  ")}`,
  },
  { name: "text format on several lines", write: goTextLines },
  { name: "klog, JSON", write: (request) => `${KLOG}GRPC request: ${json(request)}` },
  {
    name: "klog, structured",
    write: ({ secrets }) => `${KLOG}"GRPC request" secrets=${goJson(secrets)} method="NodePublishVolume"`,
  },
  {
    name: "klog, structured, quoted",
    write: (request) => `${KLOG}"GRPC request" request=${goQuote(goText(request, false, " "))} took="1ms"`,
  },
  {
    name: "JSON of Go with old text format",
    write: (request) => goJson({ msg: goText(request, true, " "), v: 1 }),
  },
  { name: "Go struct", write: (request) => `${KLOG}req ${goStruct(request)}`, unquotable: GO_MAP_AMBIGUOUS },
  {
    name: "Go struct in JSON",
    write: (request) => JSON.stringify({ msg: goStruct(request), v: 1 }),
    unquotable: GO_MAP_AMBIGUOUS,
  },
  {
    name: "pino",
    write: (request) => `{"level":30,"time":1700000000000,"request":${json(request)},"msg":"got"}`,
  },
  {
    name: "winston",
    write: (request) => JSON.stringify({ level: "info", message: `NodePublishVolume ${json(request)}` }),
  },
  {
    name: "democratic-csi",
    write: (request) =>
      JSON.stringify({
        level: "info",
        message: `new request - driver: X method: NodePublishVolume call: {"metadata":{"user-agent":["grpc"]},"request":${json(request)},"cancelled":false}`,
        service: "democratic-csi",
      }),
  },
  { name: "pretty JSON", write: (request) => JSON.stringify(JSON.parse(json(request)), null, 2) },
  {
    name: "pretty JSON in JSON",
    write: (request) => nested(JSON.stringify(JSON.parse(json(request)), null, 2), 1),
  },
  ...[1, 2, 3, 4].map((levels) => ({
    name: `JSON in JSON, ${levels} levels`,
    write: (request: LoggedRequest) => nested(json(request), levels),
  })),
  {
    name: "util.inspect",
    write: ({ volumeId, secrets, volumeContext }) =>
      inspect({ volumeId, secrets, volumeContext }, { breakLength: Number.POSITIVE_INFINITY }),
    // It takes other marks around a string with such in it.
    unquotable: /['"`]/,
  },
  {
    name: "util.inspect of maps without a prototype, on several lines",
    write: ({ secrets }) =>
      inspect({ secrets: Object.assign(Object.create(null), secrets) }, { compact: false }),
    unquotable: /['"`\n]/,
  },
];
