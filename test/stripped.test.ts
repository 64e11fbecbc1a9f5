import { serialize } from "node:v8";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type NodePublishVolumeRequest,
  NodePublishVolumeRequestSchema,
} from "../src/csi/gen/csi/v1/csi_pb.js";
import { SERVICE_ACCOUNT_TOKENS_KEY, stripSecrets } from "../src/csi/index.js";

const SECRET = "hunter2";

const nothingButSecrets: MessageInitShape<typeof NodePublishVolumeRequestSchema> = {
  volumeId: "vol-1",
  secrets: { password: SECRET, [SECRET]: "as a key" },
  volumeContext: { [SERVICE_ACCOUNT_TOKENS_KEY]: `{"":{"token":"${SECRET}"}}`, pod: "web-0" },
};

function request(): NodePublishVolumeRequest {
  return create(NodePublishVolumeRequestSchema, nothingButSecrets);
}

const TEXT =
  '{"secrets":"***stripped***","volume_context":' +
  '{"csi.storage.k8s.io/serviceAccount.tokens":"***stripped***","pod":"web-0"},"volume_id":"vol-1"}';
const QUOTED_TEXT = JSON.stringify(TEXT).slice(1, -1);

describe("a stripped message turns into its text without the secrets", () => {
  const waysToText: Record<string, (value: unknown) => string> = {
    "String(x)": (x) => String(x),
    "a template literal": (x) => `request: ${x}`,
    "concat of a string": (x) => "request: ".concat(x as string), // what a careless caller does
    "x.toString()": (x) => Object(x).toString(),
    "an array that is joined": (x) => [x, x].join("\n"),
    "an error's message": (x) => new Error(`publish failed: ${x}`).message,
    "an error that is turned into a string": (x) => String(new TypeError(`publish failed: ${x}`)),
    "a key of an object": (x) => Object.keys({ [String(x)]: 1 }).join(),
    "the description of a symbol": (x) => Symbol(String(x)).toString(),
    "JSON.stringify": (x) => JSON.stringify(x),
    "JSON.stringify of what holds it": (x) => JSON.stringify({ call: { arguments: [x] } }),
    "JSON.stringify with a replacer": (x) => JSON.stringify({ x }, (_, value: unknown) => value),
  };

  it.each(Object.entries(waysToText))("%s", (_, print) => {
    const text = print(stripSecrets(request()));
    expect(text).toContain(TEXT);
    expect(text).not.toContain(SECRET);
  });

  it("and JSON.stringify of that text quotes it, as any other string", () => {
    expect(JSON.stringify({ line: `${stripSecrets(request())}` })).toContain(QUOTED_TEXT);
  });

  it("JSON.stringify can indent it, as any other object", () => {
    expect(
      JSON.stringify(stripSecrets(create(NodePublishVolumeRequestSchema, { volumeId: "v" })), null, 2),
    ).toBe('{\n  "volume_id": "v"\n}');
  });
});

describe("a stripped message is not a number", () => {
  it.each<[string, (value: unknown) => unknown]>([
    ["Number(x)", (x) => Number(x)],
    ["+x", (x) => +(x as number)], // what a careless caller does
    ["Math.max(x)", (x) => Math.max(x as number)], // the same
    ["x - 0", (x) => (x as number) - 0], // the same
  ])("%s is NaN", (_, convert) => {
    expect(convert(stripSecrets(request()))).toBeNaN();
  });
});

describe("a stripped message has nothing to copy", () => {
  it("no property of its own", () => {
    const stripped = stripSecrets(request());
    expect(Reflect.ownKeys(stripped)).toEqual([]);
    expect(Object.entries(Object.getOwnPropertyDescriptors(stripped))).toEqual([]);
    expect({ ...stripped }).toEqual({});
  });

  it("no property that a loop finds", () => {
    const found: string[] = [];
    for (const key in stripSecrets(request())) found.push(key);
    expect(found).toEqual([]);
  });

  it("nothing for structuredClone, a worker or v8.serialize", () => {
    expect(structuredClone(stripSecrets(request()))).toEqual({});
    expect(serialize(stripSecrets(request())).toString("latin1")).not.toContain(SECRET);
    const { port1, port2 } = new MessageChannel();
    expect(() => port1.postMessage(stripSecrets(request()))).not.toThrow();
    port1.close();
    port2.close();
  });
});

describe("stripping costs nothing until the value is printed", () => {
  it("no trap of a proxied message is called", () => {
    const calls: string[] = [];
    const handler = new Proxy({}, { get: (_, trap) => void calls.push(String(trap)) });
    const stripped = stripSecrets(new Proxy(request(), handler));
    expect(calls).toEqual([]);
    expect(String(stripped)).toBe(TEXT);
    expect(calls).not.toEqual([]);
  });

  it("changes between stripping and printing are shown", () => {
    const message = request();
    const stripped = stripSecrets(message);
    message.volumeId = "vol-2";
    message.volumeContext["pod"] = "web-1";
    expect(String(stripped)).toBe(TEXT.replace("vol-1", "vol-2").replace("web-0", "web-1"));
  });

  it("and it prints the same again as long as the message stays the same", () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.string()), (volumeId, secrets) => {
        const stripped = stripSecrets(create(NodePublishVolumeRequestSchema, { volumeId, secrets }));
        expect(String(stripped)).toBe(String(stripped));
        expect(JSON.parse(String(stripped))).toEqual(JSON.parse(JSON.stringify(stripped)));
      }),
    );
  });
});
