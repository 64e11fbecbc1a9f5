import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../runs.js";
import { scrubBytes, scrubText } from "./scrub-text.js";

const MARKER = "***stripped***";

type Entries = Readonly<Record<string, string>>;

const goMap = (map: Entries): string =>
  `map[${Object.keys(map)
    .sort()
    .map((key) => `${key}:${map[key]}`)
    .join(" ")}]`;
const quoted = (map: Entries, colon = ": ", comma = ", "): string =>
  Object.entries(map)
    .map(([key, value]) => `"${key}"${colon}"${value}"`)
    .join(comma);

/** How programs of other languages print a request with a map of secrets, and an open map and text behind it. */
const STYLES: Readonly<Record<string, (secrets: Entries) => string>> = {
  "%v of Go": (map) =>
    `called with request {vol-1 ${goMap({})} /globalmount mount:<> ${goMap(map)} map[source://open] {} [] 0}`,
  "%v of a pointer": (map) => `req &{vol-1 node-1 <nil> false ${goMap(map)} map[fsType:open] {} [] 0}`,
  "%v of a map alone": (map) => `mounting with ${goMap(map)} now open`,
  "%+v of Go": (map) => `{VolumeId:vol-1 Secrets:${goMap(map)} VolumeContext:map[fsType:open] XXX:0}`,
  "%#v of Go": (map) =>
    `&csi.Request{VolumeId:"vol-1", Secrets:map[string]string{${quoted(map, ":")}}, VolumeContext:map[string]string{"a":"open"}}`,
  "%#v of a map alone": (map) => `mounting map[string]string{${quoted(map, ":")}} for "open"`,
  "%q of Go": (map) => `secrets: map[${quoted(map, ":", " ")}] context: map["a":"open"]`,
  spew: (map) =>
    `(csi.Request) {\n VolumeId: (string) (len=5) "vol-1",\n Secrets: (map[string]string) (len=${Object.keys(map).length}) {\n${Object.entries(
      map,
    )
      .map(([key, value]) => `  (string) (len=${key.length}) "${key}": (string) (len=9) "${value}"`)
      .join(",\n")}\n },\n Context: (string) (len=4) "open"\n}`,
  "klog, structured": (map) =>
    `I0102 03:04:05.678901 1 a.go:1] "req" secrets=${JSON.stringify(map)} a="open"`,
  "a dictionary of Python": (map) =>
    `{'volume_id': 'vol-1', 'secrets': {${Object.entries(map)
      .map(([key, value]) => `'${key}': '${value}'`)
      .join(", ")}}, 'context': {'a': 'open'}}`,
  "bytes of Python": (map) =>
    `{'secrets': {${Object.entries(map)
      .map(([key, value]) => `'${key}': '${value}'`)
      .join(", ")}}, 'open': b'a'}`,
  "a Map of Java": (map) =>
    `Request{volumeId=vol-1, secrets={${Object.entries(map)
      .map(([key, value]) => `${key}=${value}`)
      .join(", ")}}, context={a=open}}`,
  "Debug of Rust": (map) =>
    `Request { volume_id: "vol-1", secrets: {${quoted(map)}}, context: {"a": "open"}, readonly: false }`,
  "util.inspect": (map) =>
    inspect({ id: "vol-1", secrets: { ...map }, context: { a: "open" } }, { breakLength: 1000 }),
  "text format": (map) =>
    `volume_id: "vol-1" ${Object.entries(map)
      .map(([key, value]) => `secrets { key: "${key}" value: "${value}" }`)
      .join(" ")} volume_context { key: "a" value: "open" }`,
  "pretty text format": (map) =>
    `volume_id: "vol-1"\n${Object.entries(map)
      .map(([key, value]) => `secrets {\n  key: "${key}"\n  value: "${value}"\n}\n`)
      .join("")}volume_context {\n  key: "a"\n  value: "open"\n}`,
  "JSON in JSON": (map) => JSON.stringify({ msg: JSON.stringify({ secrets: map, a: "open" }), b: "open" }),
  "a Secret in JSON": (map) =>
    JSON.stringify({ kind: "Secret", apiVersion: "v1", metadata: { name: "open" }, data: map, type: "open" }),
  "a Secret as kubectl prints it": (map) =>
    JSON.stringify({ apiVersion: "v1", data: map, kind: "Secret", metadata: { name: "open" }, type: "open" }),
  "a Secret in YAML": (map) =>
    `kind: Secret\napiVersion: v1\ndata:\n${Object.entries(map)
      .map(([key, value]) => `  ${key}: ${value}\n`)
      .join("")}metadata:\n  name: open\n`,
  "a Secret in YAML, sorted": (map) =>
    `apiVersion: v1\ndata:\n${Object.entries(map)
      .map(([key, value]) => `  ${key}: ${value}\n`)
      .join("")}kind: Secret\nmetadata:\n  name: open\n`,
  "a Secret in YAML in JSON": (map) =>
    JSON.stringify({
      msg: `kind: Secret\nstringData:\n${Object.entries(map)
        .map(([key, value]) => `  ${key}: ${value}\n`)
        .join("")}type: open\n`,
      a: "open",
    }),
  "a Secret as Go prints it": (map) =>
    `&Secret{ObjectMeta:{open  ns 0},Data:map[string][]byte{},Type:Opaque,StringData:map[string]string{${Object.entries(
      map,
    )
      .map(([key, value]) => `${key}: ${value},`)
      .join("")}},Immutable:nil,}`,
};

const VALUE = fc
  .array(fc.constantFrom("S", "e", "C", "r", "3", "T", "/", "+", "%", "@", "!", "-"), {
    minLength: 3,
    maxLength: 24,
  })
  .map((parts) => `Q${parts.join("")}Q`);
/** Maps of secrets have one key that says so; `map[` without a name is known by it. */
const SECRETS: fc.Arbitrary<Entries> = fc
  .tuple(
    fc.constantFrom("password", "accountkey", "userKey", "token", "clientSecret", "encryptionPassphrase"),
    fc.constantFrom(["username"], ["userID", "tenant"], []),
  )
  .chain(([key, others]) => fc.record(Object.fromEntries([...others, key].map((name) => [name, VALUE]))))
  .map((map) => map as Entries); // fast-check types a record of computed names loosely

const strippedMap = (map: Entries): Entries =>
  Object.fromEntries(Object.keys(map).map((key) => [key, MARKER]));

describe.each(Object.entries(STYLES))("a request in the style of %s", (_name, print) => {
  it("loses the values of its secrets, and nothing else", () => {
    fc.assert(
      fc.property(SECRETS, (map) => {
        const clean = print(strippedMap(map));
        expect(scrubText(print(map))).toBe(clean);
        expect(scrubText(clean)).toBe(clean);
      }),
      { numRuns: runs(200) },
    );
  });

  it("comes out the same byte by byte", () => {
    fc.assert(
      fc.property(SECRETS, (map) => {
        const log = Buffer.from(`${print(map)}\n`);
        const all = Array.from(log, (_, index) => index);
        expect(scrubBytes(log, all).toString()).toBe(scrubBytes(log).toString());
      }),
      { numRuns: runs(30) },
    );
  });
});
