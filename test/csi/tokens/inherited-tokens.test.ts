import { Writable } from "node:stream";
import vm from "node:vm";
import pino from "pino";
import { describe, expect, it } from "vitest";
import {
  createCsiSanitizer,
  hasCredentials,
  SERVICE_ACCOUNT_TOKENS_KEY,
  ServiceAccountTokensError,
  serviceAccountTokens,
  withoutTokens,
} from "../../../src/csi/index.js";
import { liveSecrets } from "../../../src/index.js";
import { sanitizePino } from "../../../src/pino/index.js";
import { seenTexts } from "../../representations/every-writer.js";

// ts-proto with `usePrototypeForDefaults` fills `secrets` and `volumeContext` of the prototype.

const TOKEN = "hunter2-token";
const PASSWORD = "hunter2-password";
const tokens = {
  [SERVICE_ACCOUNT_TOKENS_KEY]: JSON.stringify({
    vault: { token: TOKEN, expirationTimestamp: "2030-01-01T00:00:00Z" },
  }),
};
const type = "csi.v1.NodePublishVolumeRequest";
const sanitizer = createCsiSanitizer();

/** Objects with some properties, which they inherit or compute. */
function inheriting(properties: object): readonly object[] {
  const getters = Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, { get: () => value }]),
  );
  return [
    Object.create(properties),
    Object.create(Object.create(properties)),
    Object.create(Object.assign(Object.create(null), properties)),
    Object.freeze(Object.create(Object.freeze({ ...properties }))),
    Object.create(Object.create(Object.prototype, getters)),
    Object.create(Object.create(null, getters)),
    Object.create(Object.prototype, getters),
    Object.assign(Object.create({ volumeId: "", publishContext: {} }), properties),
    Object.create(Object.assign(vm.runInNewContext("({})"), properties)),
  ];
}

describe.each(["volume_context", "volumeContext", "secrets"])(
  "tokens in %s that a request inherits",
  (name) => {
    const source = name === "secrets" ? "secrets" : "volume_context";
    const maps: readonly unknown[] = [
      { ...tokens, a: "b" },
      new Map(Object.entries({ ...tokens, a: "b" })),
      Object.entries({ ...tokens, a: "b" }),
      vm.runInNewContext(`new Map(${JSON.stringify(Object.entries({ ...tokens, a: "b" }))})`),
      ...inheriting({ ...tokens, a: "b" }).filter(
        (map) => Object.keys(map).length > 0 || Object.getPrototypeOf(map) !== Object.prototype,
      ),
      Object.entries({ ...tokens, a: "b" }).map(([key, value]) => Object.create({ key, value })),
    ];

    it("are found, and taken out", () => {
      for (const map of maps) {
        for (const request of inheriting({ [name]: map, volumeId: "vol-1" })) {
          expect(serviceAccountTokens(request)).toMatchObject({ source });
          expect(serviceAccountTokens(request).tokens.get("vault")?.token.reveal()).toBe(TOKEN);
          expect(hasCredentials(request)).toBe(name === "secrets");
          const before = seenTexts(request);
          const without = withoutTokens(request);
          expect(seenTexts(without).join()).not.toContain(TOKEN);
          expect(() => serviceAccountTokens(without)).toThrow(ServiceAccountTokensError);
          expect(hasCredentials(without)).toBe(name === "secrets");
          expect(sanitizer.toJson(type, without)).toMatchObject({ volume_id: "vol-1" });
          expect(withoutTokens(without)).toBe(without);
          expect(seenTexts(request)).toEqual(before);
        }
      }
    });

    it("are in no log line", () => {
      for (const request of inheriting({ [name]: maps[0], volumeId: "vol-1" })) {
        const secrets = sanitizer.secretsOf(type, request);
        expect(secrets.scrub(`got ${tokens[SERVICE_ACCOUNT_TOKENS_KEY]}`)).not.toContain(TOKEN);
        const release = liveSecrets.hold(secrets, { graceTime: 0 });
        expect(liveSecrets.scrub(`got ${tokens[SERVICE_ACCOUNT_TOKENS_KEY]}`)).not.toContain(TOKEN);
        release();
        expect(sanitizer.stringify(type, request)).not.toContain(TOKEN);
        expect(String(sanitizer.strip(type, request))).not.toContain(TOKEN);
      }
    });
  },
);

describe("credentials that a request inherits", () => {
  it("are credentials, also in a Map of another realm", () => {
    for (const secrets of [
      { password: PASSWORD },
      vm.runInNewContext(`new Map([["password", "${PASSWORD}"]])`),
    ]) {
      for (const request of inheriting({ secrets })) {
        expect(hasCredentials(request)).toBe(true);
        expect(withoutTokens(request)).toBe(request);
        expect(() => serviceAccountTokens(request)).toThrow(/neither secrets nor volume_context has the key/);
      }
    }
  });

  it("are not there in empty maps of a prototype", () => {
    for (const request of inheriting({ secrets: {}, volumeContext: {} }))
      expect(hasCredentials(request)).toBe(false);
  });
});

describe("what is not a map", () => {
  it.each(["new Set(['a'])", "'a'", "['a']", "() => 0", "new WeakMap()", "5"])("is refused: %s", (code) => {
    for (const value of [vm.runInThisContext(`(${code})`), vm.runInNewContext(`(${code})`)]) {
      // A function on a prototype is a method.
      const inherited = typeof value === "function" ? [] : inheriting({ secrets: value });
      for (const request of [{ secrets: value }, ...inherited]) {
        expect(() => hasCredentials(request)).toThrow(ServiceAccountTokensError);
        expect(() => withoutTokens(request)).toThrow(ServiceAccountTokensError);
        expect(() => serviceAccountTokens(request)).toThrow(ServiceAccountTokensError);
      }
    }
  });
});

describe("a logger that knows the type of a property", () => {
  it("shows no secret that a message inherits", () => {
    const lines: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const log = sanitizePino(pino, { sanitizer }, stream);
    for (const request of inheriting({ $type: type, secrets: { password: PASSWORD } })) {
      log.info({ request }, "published");
      log.info({ list: [request], map: new Map([["a", request]]) });
    }
    expect(lines.join("")).not.toContain(PASSWORD);
    expect(lines.filter((line) => line.includes('"secrets":"***stripped***"')).length).toBeGreaterThan(0);
  });
});
