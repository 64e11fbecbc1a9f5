import { fileURLToPath } from "node:url";
import { create, toBinary } from "@bufbuild/protobuf";
import { sizeDelimitedEncode } from "@bufbuild/protobuf/wire";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { delimitedMessages, lines } from "../../src/cli/strip/message-stream.js";
import { NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { runs } from "../runs.js";
import { cli } from "./run-cli.js";

const TYPE = "csi.v1.NodePublishVolumeRequest";
const STRIP = ["strip", "--type", TYPE];
const message = create(NodePublishVolumeRequestSchema, {
  volumeId: "v",
  secrets: { password: "hunter2" },
  volumeContext: { a: "b", "csi.storage.k8s.io/serviceAccount.tokens": "{}" },
});
const TEXT =
  '{"secrets":"***stripped***","volume_context":{"a":"b","csi.storage.k8s.io/serviceAccount.tokens":"***stripped***"},"volume_id":"v"}\n';

const repository = fileURLToPath(new URL("../..", import.meta.url));

describe("strip", () => {
  it("prints one message in wire format, or in ProtoJSON", async () => {
    const json = { volumeId: "v", secrets: message.secrets, volume_context: message.volumeContext };
    const [binary, text] = await Promise.all([
      cli([...STRIP, "--binary"], toBinary(NodePublishVolumeRequestSchema, message)),
      cli([...STRIP, "--json"], `\ufeff${JSON.stringify(json, null, 2)}`),
    ]);
    expect(binary).toEqual({ status: 0, stdout: TEXT, stderr: "" });
    expect(text).toEqual({ status: 0, stdout: TEXT, stderr: "" });
  });

  it("prints a stream of messages, each on a line, with a note for each that cannot be read", async () => {
    const input = '{"volume_id":"a","secrets":{"a":"hunter2"}}\n\nhunter2\r\n[1]\n{"volume_id":"b"}';
    const run = await cli([...STRIP, "--text-json-lines"], input);
    expect(run.status).toBe(3);
    expect(run.stdout).toBe(
      `{"secrets":"***stripped***","volume_id":"a"}\n"<<not JSON, ${TYPE}>>"\n"<<not a JSON object, ${TYPE}>>"\n{"volume_id":"b"}\n`,
    );
    expect(run.stderr).toBe(
      `protosanitizer: standard input, message 2: not JSON, ${TYPE}\nprotosanitizer: standard input, message 3: not a JSON object, ${TYPE}\n`,
    );
  });

  it("prints a length-delimited stream up to the point where it is cut off", async () => {
    const bytes = sizeDelimitedEncode(NodePublishVolumeRequestSchema, message);
    const run = await cli(
      [...STRIP, "--binary", "--delimited"],
      Buffer.concat([bytes, bytes, bytes.subarray(0, 9)]),
    );
    expect(run).toEqual({
      status: 3,
      stdout: TEXT + TEXT,
      stderr: "protosanitizer: standard input: ends within message 3\n",
    });
  });

  it("takes types from .proto files and descriptor sets, and more rules", async () => {
    const args = [
      "strip",
      "--type",
      "acme.v1.Login",
      "--json",
      "--field",
      "acme.v1.Login.pin",
      "--map-key",
      "labels=/token$/i",
    ];
    const input = '{"user":"jane","password":"hunter2","pin":1234,"labels":{"team":"a","myToken":"b"}}';
    const runs = await Promise.all([
      cli([...args, "--proto", `${repository}/proto/test/acme`], input),
      cli([...args, "--descriptor-set", `${repository}/test/gen/descriptor-set.binpb`], input),
      cli([...args, "--proto", `${repository}/proto/test/acme`, "--format", "protojson"], input),
    ]);
    for (const run of runs) {
      expect(run).toMatchObject({ status: 0, stderr: "" });
      expect(JSON.parse(run.stdout)).toEqual({
        user: "jane",
        password: "***stripped***",
        pin: "***stripped***",
        labels: { team: "a", myToken: "***stripped***" },
      });
    }
  });
});

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe("a stream comes apart the same in chunks of any size", () => {
  const size = fc.integer({ min: 1, max: 300 });

  it("of delimited messages", async () => {
    const messages = fc.array(fc.uint8Array({ maxLength: 200 }));
    await fc.assert(
      fc.asyncProperty(messages, size, async (list, chunkSize) => {
        const frames = list.flatMap((bytes) =>
          bytes.length < 128
            ? [[bytes.length], bytes]
            : [[(bytes.length & 0x7f) | 0x80, bytes.length >> 7], bytes],
        );
        const stream = Buffer.concat(frames.map((frame) => Buffer.from(frame)));
        const found = await all(delimitedMessages(inPieces(stream, chunkSize)));
        expect(found.map((bytes) => Buffer.from(bytes))).toEqual(list.map((bytes) => Buffer.from(bytes)));
      }),
      { numRuns: runs(50) },
    );
  });

  it("of lines", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom("a", "é", "\n", "\r") }),
        size,
        async (text, chunkSize) => {
          const found = await all(lines(inPieces(Buffer.from(text), chunkSize)));
          expect(found).toEqual(
            text.replace(/\n$/, "") === "" && text.length < 2
              ? text.split("\n").slice(0, -1)
              : text.replace(/\n$/, "").split("\n"),
          );
        },
      ),
      { numRuns: runs(50) },
    );
  });

  it.each([
    ["a length that never ends", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ["a length beyond any message", [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])("refuses %s at once", async (_, bytes) => {
    await expect(all(delimitedMessages(inPieces(Uint8Array.from(bytes), 10)))).rejects.toThrow(/message 1/);
  });
});
