import { toJson, toJsonString } from "@bufbuild/protobuf";
import pinoRedact from "@pinojs/redact";
import fastRedact from "fast-redact";
import { STRIPPED } from "protosanitizer";
import { SERVICE_ACCOUNT_TOKENS_KEY } from "protosanitizer/csi";
import { hideSecrets } from "./hide-secrets.js";
import type { Operation } from "./operation.js";
import { STRINGIFY, TO_JSON } from "./subjects.js";
import type { TypedMessage } from "./typed-message.js";

/** Name of the peer that every case is set in proportion to. */
export const BASELINE = "toJsonString" as const;
/** Name of the other way to the same text. It is the faster one on Node 24 and 26, where messages are large. */
export const TO_JSON_AND_STRINGIFY = "toJson+JSON.stringify" as const;

/**
 * The usual alternatives. None of them reads a field option, finds a token in an unlisted string, or notices a secret in a
 * later version of the protos.
 */
export const PEERS: readonly Operation[] = [
  {
    // Hides nothing.
    name: BASELINE,
    output: "text",
    sanitizes: false,
    against: STRINGIFY,
    prepare:
      () =>
      ({ schema, message }) =>
        toJsonString(schema, message),
  },
  {
    // Hides nothing. The first half of the peers below, and what `sanitizer.toJson` is compared with.
    name: "toJson",
    output: "value",
    sanitizes: false,
    against: TO_JSON,
    prepare: () => jsonOf,
  },
  {
    // Hides nothing. The same text as toJsonString, by the way that the peers below go.
    name: TO_JSON_AND_STRINGIFY,
    output: "text",
    sanitizes: false,
    against: STRINGIFY,
    prepare: () => (item) => JSON.stringify(jsonOf(item)),
  },
  {
    // Hides `secrets` and the tokens, where hideSecrets looks for them. Drops a message's prototype, so proto2 is out.
    name: "structuredClone+hide",
    output: "text",
    sanitizes: true,
    against: STRINGIFY,
    prepare:
      () =>
      ({ schema, message }) =>
        toJsonString(schema, hideSecrets(structuredClone(message))),
  },
  {
    // Hides `secrets` and the tokens, where hideSecrets looks for them.
    name: "JSON.parse+hide",
    output: "text",
    sanitizes: true,
    against: STRINGIFY,
    prepare: () => (item) => JSON.stringify(hideSecrets(JSON.parse(JSON.stringify(jsonOf(item))))),
  },
  {
    // Hides every property with one of two names, at any depth: also a map entry or an open field that has the name.
    name: "JSON.stringify+replacer",
    output: "text",
    sanitizes: true,
    against: STRINGIFY,
    prepare: () => (item) => JSON.stringify(jsonOf(item), hideByKey),
  },
  {
    // Hides what is at the listed paths; one `*` is one level. Copies the objects on the paths.
    name: "toJson+@pinojs/redact",
    output: "text",
    sanitizes: true,
    against: STRINGIFY,
    prepare(secretPaths) {
      const redact = pinoRedact({ paths: [...secretPaths], censor: STRIPPED });
      // Without a `serialize` option the text is that of JSON.stringify.
      return (item) => String(redact(jsonOf(item)));
    },
  },
  {
    // Hides what is at the listed paths; one `*` is one level. Changes the object, and changes it back.
    name: "toJson+fast-redact",
    output: "text",
    sanitizes: true,
    against: STRINGIFY,
    prepare(secretPaths) {
      const redact = fastRedact({ paths: secretPaths, censor: STRIPPED });
      return (item) => redact(jsonOf(item));
    },
  },
];

function jsonOf({ schema, message }: TypedMessage): object {
  const json = toJson(schema, message);
  if (typeof json !== "object" || json === null)
    throw new TypeError(`${schema.typeName} is not an object in JSON`);
  return json;
}

function hideByKey(key: string, value: unknown): unknown {
  return key === "secrets" || key === SERVICE_ACCOUNT_TOKENS_KEY ? STRIPPED : value;
}
