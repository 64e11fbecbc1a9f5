import { describe, expect, it } from "vitest";
import { createSanitizer, type Detector, jwt } from "../../src/index.js";
import { parseText } from "../representations/protobufjs-root.js";
import { any, field } from "../wire-fields.js";

const root = parseText(
  8,
  true,
  `syntax = "proto3"; package app.v1;
  import "google/protobuf/any.proto";
  message Leaf { string open = 1; string hidden = 2 [debug_redact = true]; }
  message Holder {
    google.protobuf.Any one = 1;
    repeated google.protobuf.Any list = 2;
    map<string, google.protobuf.Any> map = 3;
    oneof pick { google.protobuf.Any picked = 4; }
    Holder inner = 5;
  }`,
);

const GITHUB = /gh[pousr]_[A-Za-z0-9]{36}/;
const detectors: Readonly<Record<string, { readonly detector: Detector; readonly token: string }>> = {
  jwt: { detector: jwt, token: "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2lnbmF0dXJl" },
  "a pattern": { detector: (text) => GITHUB.test(text), token: `ghp_${"a1B2".repeat(9)}` },
  "the end of a text": { detector: (text) => text.endsWith("-t0p-s3cr3t"), token: "app-t0p-s3cr3t" },
  "a detector that throws": {
    detector(text) {
      if (text.includes("boom-12345")) throw new Error(text);
      return false;
    },
    token: "boom-12345",
  },
};

const TYPE = "app.v1.Holder";
const ANY = "google.protobuf.Any";
const payload = Uint8Array.of(1, 2, 3);

/** Messages that hold an Any with a type URL. */
const places: Readonly<Record<string, (url: string) => readonly [type: string, message: unknown]>> = {
  "an Any": (url) => [ANY, { typeUrl: url, value: payload }],
  "an Any without a payload": (url) => [ANY, { type_url: url }],
  "a field": (url) => [TYPE, { one: { type_url: url, value: payload } }],
  "a list": (url) => [TYPE, { list: [{ type_url: "x/app.v1.Leaf" }, { type_url: url, value: payload }] }],
  "a map": (url) => [TYPE, { map: { key: { typeUrl: url, value: payload } } }],
  "a Map": (url) => [TYPE, { map: new Map([["key", { typeUrl: url }]]) }],
  "a oneof": (url) => [TYPE, { picked: { typeUrl: url, value: payload } }],
  "a message": (url) => [TYPE, { inner: { inner: { one: { typeUrl: url } } } }],
  "an Any in an Any": (url) => [ANY, { typeUrl: `x/${ANY}`, value: any(url, payload) }],
  "an Any in an Any in a field": (url) => [
    TYPE,
    { one: { typeUrl: `x/${ANY}`, value: any(`x/${ANY}`, any(url, payload)) } },
  ],
  "a field of a message in an Any": (url) => [
    ANY,
    { typeUrl: `x/${TYPE}`, value: field(1, any(url, payload)) },
  ],
  "JSON of an Any": (url) => [ANY, { "@type": url, open: "a" }],
  "JSON of an Any with a value": (url) => [ANY, { "@type": url, value: "a" }],
  "JSON in a field": (url) => [TYPE, { one: { "@type": url } }],
  "JSON in a list": (url) => [TYPE, { list: [{ "@type": url }] }],
  "JSON in a map": (url) => [TYPE, { map: { key: { "@type": url } } }],
  "JSON in JSON": (url) => [ANY, { "@type": `x/${ANY}`, value: { "@type": url } }],
  "wire bytes of an Any": (url) => [ANY, any(url, payload)],
  "wire bytes of an Any without a payload": (url) => [ANY, field(1, url)],
  "wire bytes of a field": (url) => [TYPE, field(1, any(url, payload))],
  "wire bytes of a list": (url) => [TYPE, field(2, any(url))],
  "wire bytes of a map": (url) => [TYPE, field(3, field(1, "key"), field(2, any(url)))],
  "wire bytes of a oneof": (url) => [TYPE, field(4, any(url, payload))],
  "wire bytes of an Any in an Any": (url) => [TYPE, field(1, any(`x/${ANY}`, any(url, payload)))],
};

describe.each(Object.entries(detectors))(
  "a credential in a type URL that %s finds",
  (_, { detector, token }) => {
    const sanitizer = createSanitizer({ schemas: [root], policy: { detectors: [detector] } });

    it.each(Object.entries(places))("is a secret in %s", (_place, make) => {
      for (const url of [`type.googleapis.com/${token}`, `x/${token}`, token, `https://host/path/${token}`]) {
        const [type, message] = make(url);
        expect(sanitizer.stringify(type, message)).not.toContain(token);
        const secrets = sanitizer.secretsOf(type, message);
        expect(secrets.scrub(`could not open ${token}.`)).not.toContain(token);
        const whole = secrets.scrub(`could not open ${url}.`);
        expect(whole).not.toContain(token);
        if (url !== token) expect(whole).not.toContain(url);
        const copy = sanitizer.redact(type, message);
        expect(sanitizer.stringify(type, copy)).toBe(sanitizer.stringify(type, message));
        expect(new TextDecoder().decode(copy instanceof Uint8Array ? copy : undefined)).not.toContain(token);
      }
    });

    it.each(Object.entries(places))("is none in %s if there is only the name of a type", (_place, make) => {
      const [type, message] = make("type.googleapis.com/app.v1.Leaf");
      expect(sanitizer.secretsOf(type, message).scrub("a message of app.v1.Leaf")).toBe(
        "a message of app.v1.Leaf",
      );
    });
  },
);
