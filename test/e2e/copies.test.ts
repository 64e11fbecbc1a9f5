import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pino from "pino";
import { describe, expect, it, onTestFinished } from "vitest";
import { STRIPPED } from "../../src/index.js";
import { type Copy, outputOf, Realm, twoCopies } from "./copies.js";

const REQUEST = "csi.v1.NodeStageVolumeRequest";

/** The line that pino writes, made safe by a copy. */
function pinoLine({ sanitizePino, createCsiSanitizer }: Copy, entry: object): string {
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line) };
  sanitizePino(pino, { sanitizer: createCsiSanitizer() }, stream).info(entry);
  return lines.join("");
}

describe("two copies of the package in one process", () => {
  const [one, two] = twoCopies();

  it("hold each other's secrets: values, scopes and messages, released by whoever held them", () => {
    const sanitizer = one.createCsiSanitizer();
    const request = { secrets: { key: "hunter2-of-a-message" } };
    const before = one.liveSecrets.size;
    const releases = [
      one.liveSecrets.hold(["hunter2-of-one"], { graceTime: 0 }),
      two.liveSecrets.hold(["hunter2-of-two", Buffer.from("hunter2-of-bytes")], { graceTime: 0 }),
      two.liveSecrets.hold(sanitizer.secretsOf(REQUEST, request), { graceTime: 0 }),
    ];
    const text = "hunter2-of-one hunter2-of-two hunter2-of-bytes hunter2-of-a-message";
    for (const { liveSecrets } of [one, two]) {
      expect(liveSecrets.scrub(text)).toBe([STRIPPED, STRIPPED, STRIPPED, STRIPPED].join(" "));
      expect(liveSecrets.scrubError(new Error(text)).stack).not.toContain("hunter2");
      expect(liveSecrets.size).toBe(before + 4);
    }
    for (const release of releases) release();
    for (const { liveSecrets } of [one, two]) expect(liveSecrets.scrub(text)).toBe(text);
  });

  it("know the messages that an interceptor of the other has seen, and print what the other has wrapped", () => {
    const sanitizer = one.createCsiSanitizer();
    // Too short to be searched for in texts: it is hidden only because its message is known.
    const request = { volume_id: "v", secrets: { pin: "#1#" } };
    const log = new one.CallLog({ sanitizer, logger: () => {}, graceTime: 0 });
    const call = log.begin("/csi.v1.Node/NodeStageVolume");
    call.request(request);
    call.end(() => ({ code: 0 }));
    const shown = `{"secrets":"${STRIPPED}","volume_id":"v"}`;
    expect(pinoLine(two, { request, wrapped: sanitizer.strip(REQUEST, request) })).toContain(
      `"request":${shown},"wrapped":${shown}`,
    );
  });

  it("hear of each other's findings, with field and method", () => {
    const sanitizer = one.createCsiSanitizer();
    const log = new two.CallLog({ sanitizer, logger: () => {}, graceTime: 0 });
    const call = log.begin("/csi.v1.Node/NodeStageVolume");
    call.request({ volume_id: "v", secrets: { key: "hunter2-of-a-call" } });
    const heard: unknown[] = [];
    const stops = [one, two].map(({ liveSecrets }) =>
      liveSecrets.onFinding((finding) => heard.push(finding)),
    );
    pinoLine(two, { argv: ["hunter2-of-a-call"] });
    for (const stop of stops) stop();
    call.end(() => ({ code: 0 }));
    const finding = {
      field: "csi.v1.NodeStageVolumeRequest.secrets",
      method: "/csi.v1.Node/NodeStageVolume",
      sink: "pino",
      form: "raw in JSON",
      count: 1,
    };
    expect(heard).toMatchObject([finding, finding]);
  });

  it("use each other's jwt on finished lines", () => {
    const { lines } = two.createSanitizer({ policy: { detectors: [one.jwt] } });
    expect(lines.scrub("token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl.")).toBe(
      `token ${STRIPPED}.`,
    );
  });

  it("may be modules in two folders of node_modules", () => {
    const folder = mkdtempSync(join(tmpdir(), "protosanitizer-copies-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const repository = fileURLToPath(new URL("../..", import.meta.url));
    for (const name of ["first", "second"]) {
      const copy = join(folder, name, "node_modules/protosanitizer");
      mkdirSync(copy, { recursive: true });
      for (const part of ["dist", "package.json"]) {
        const isNeeded = (file: string): boolean =>
          !/\.d\.ts$|\/dist\/(?:cli|demo|logfiles|testing|grpc|calls)$/.test(file);
        cpSync(join(repository, part), join(copy, part), { recursive: true, filter: isNeeded });
      }
      for (const scope of ["@bufbuild", "@noble"])
        symlinkSync(join(repository, "node_modules", scope), join(folder, name, "node_modules", scope));
      writeFileSync(join(folder, name, "entry.mjs"), `export * from "protosanitizer/csi";`);
    }
    const script = `
      const [one, two] = [await import("./first/entry.mjs"), await import("./second/entry.mjs")];
      const [a, b] = [one.createCsiSanitizer(), two.createCsiSanitizer()];
      b.hold("${REQUEST}", { secrets: { key: "hunter2-i" } });
      console.log(a.live === b.live, a.live.scrub("key hunter2-i"));
    `;
    const args = ["--input-type=module", "--eval", script];
    const output = execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    expect(output).toBe(`false key ${STRIPPED}\n`);
  });
});

const LIVE = 'Symbol.for("protosanitizer.live-secrets.1")';
const KEYS = `[${LIVE}, Symbol.for("protosanitizer.seen-messages.1")]`;

describe("the state on globalThis", () => {
  it("appears with the first use, and can be neither listed, changed nor read", () => {
    const realm = new Realm();
    const { liveSecrets } = realm.load();
    expect(realm.run(`Object.hasOwn(globalThis, ${LIVE})`)).toBe(false);
    liveSecrets.hold(["hunter2"]);
    expect(
      realm.run(`
        const { value, ...attributes } = Object.getOwnPropertyDescriptor(globalThis, ${LIVE});
        JSON.stringify([attributes, Object.isFrozen(value), value, Object.values(value).map(String).join()])
      `),
    ).toMatch(/^\[{"writable":false,"enumerable":false,"configurable":false},true,{},"(?:(?!hunter2).)*"\]$/);
    expect(realm.warnings).toEqual([]);
  });

  const HOSTILE: readonly (readonly [string, string])[] = [
    ["a number", "value: 7"],
    ["null", "value: null"],
    ["an empty object", "value: Object.freeze({})"],
    [
      "an object that is not frozen",
      "value: { hold() {}, scrub: String, size: () => 0, see() {}, typeOf() {} }",
    ],
    [
      "functions that do nothing",
      "value: Object.freeze({ hold: () => () => {}, scrub: (text) => text, size: () => 0, see() {}, typeOf() {} })",
    ],
    [
      "functions that return something else",
      "value: Object.freeze({ hold: () => 7, scrub: () => 7, size: () => '7', see: () => 7, typeOf: () => 7 })",
    ],
    [
      "functions that throw",
      `value: Object.freeze(Object.fromEntries(["hold", "scrub", "size", "see", "typeOf"].map((name) =>
        [name, () => { throw name; }])))`,
    ],
    ["a getter", "get() { throw new Error('no') }"],
    [
      "a proxy that throws",
      "value: new Proxy({}, { get() { throw 1 }, ownKeys() { throw 1 }, isExtensible() { throw 1 } })",
    ],
  ];

  it.each(HOSTILE)(
    "may be %s that somebody has put there for ever: the copy works for itself",
    (_, property) => {
      const realm = new Realm();
      realm.run(`for (const key of ${KEYS}) Object.defineProperty(globalThis, key, { ${property} })`);
      const { liveSecrets, rememberType, isStatedMessage } = realm.load();
      liveSecrets.hold(["hunter2"]);
      expect([liveSecrets.scrub("hunter2"), liveSecrets.size]).toEqual([STRIPPED, 1]);
      const [message, other] = [{}, {}];
      rememberType(message, "acme.v1.Login");
      expect([isStatedMessage(message), isStatedMessage(other)]).toEqual([true, false]);
      expect(realm.warnings).toHaveLength(1);
      expect(realm.warnings[0]).not.toContain("hunter2");
    },
  );

  it.each(HOSTILE)("replaces %s that can be replaced, and is shared", (_, property) => {
    const realm = new Realm();
    realm.run(
      `for (const key of ${KEYS}) Object.defineProperty(globalThis, key, { ${property}, configurable: true, enumerable: true })`,
    );
    const [one, two] = [realm.load(), realm.load()];
    one.liveSecrets.hold(["hunter2"]);
    expect(two.liveSecrets.scrub("hunter2")).toBe(STRIPPED);
    expect(realm.warnings).toEqual([]);
  });

  it("of another version is reported once by each copy that meets it, without values", () => {
    const realm = new Realm();
    realm.run(`globalThis[Symbol.for("protosanitizer.live-secrets.0")] = {}`);
    const [one, two] = [realm.load(), realm.load()];
    for (let time = 0; time < 2; time++) one.liveSecrets.hold(["hunter2"]);
    expect(two.liveSecrets.scrub("hunter2")).toBe(STRIPPED);
    expect(realm.warnings).toHaveLength(2);
    expect(realm.warnings.join()).toMatch(/several versions(?:(?!hunter2).)*$/);
  });

  it("does not depend on what a program adds to Object.prototype", () => {
    const output = outputOf(`
      const [one, two] = [load(), load()];
      Object.assign(Object.prototype, { writable: true, configurable: true, get: 1, value: 1 });
      one.liveSecrets.hold(["hunter2"]);
      const scrubbed = two.liveSecrets.scrub("hunter2");
      const { writable, configurable } = Object.getOwnPropertyDescriptor(globalThis, ${LIVE});
      process.stdout.write([scrubbed, writable, configurable].join());
    `);
    expect(output).toBe(`${STRIPPED},false,false`);
  });

  it("may be missing, because nothing can be added to globalThis: each copy works for itself", () => {
    const output = outputOf(`
      const [one, two] = [load(), load()];
      process.emitWarning = () => console.log("warned");
      Object.preventExtensions(globalThis);
      one.liveSecrets.hold(["hunter2"]);
      console.log(one.liveSecrets.scrub("hunter2"));
    `);
    expect(output).toBe(`warned\n${STRIPPED}\n`);
  });
});
