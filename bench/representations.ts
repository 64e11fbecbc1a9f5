import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { clone, fromBinary, toBinary } from "@bufbuild/protobuf";
import protobuf from "protobufjs";
import type { Sanitizer } from "protosanitizer";
import { createCsiSanitizer } from "protosanitizer/csi";
import type { Operation } from "./operation.js";
import type { TypedMessage } from "./typed-message.js";

// bench/.build is one level below bench.
const CSI_PROTO: string = fileURLToPath(new URL("../../proto/csi/v1/csi.proto", import.meta.url));

/** Name of what `stringifyBinary` is compared with: decoding, then printing. */
export const DECODE_AND_STRINGIFY = "fromBinary+sanitizer.stringify" as const;

/** Names of operations that targets are made of. */
export const STRINGIFY_BINARY = "sanitizer.stringifyBinary" as const;
export const REDACT = "sanitizer.redact" as const;
export const CLONE = "clone" as const;
export const REDACT_BINARY = "sanitizer.redactBinary" as const;
export const DECODE_AND_ENCODE = "fromBinary+toBinary" as const;
/** Names of operations on messages of protobufjs, and on the plain objects that proto-loader makes of them. */
export const STRINGIFY_PROTOBUFJS = "sanitizer.stringify(protobufjs)" as const;
export const STRINGIFY_PLAIN = "sanitizer.stringify(plain object)" as const;
/** Names of what they are compared with: how their users print them. Both sanitize nothing. */
export const PRINT_PROTOBUFJS = "protobufjs toObject+JSON.stringify" as const;
export const PRINT_PLAIN = "JSON.stringify(plain object)" as const;
/** Name of the limit: no messages are read, and nothing is sanitized. */
export const LIMIT = "JSON.stringify(sanitized)" as const;

/**
 * The same messages in other representations, made once before the measurement, and what is done with them. Each is
 * printed by the same sanitizer.
 */
export const REPRESENTATIONS: readonly Operation[] = [
  {
    name: STRINGIFY_BINARY,
    output: "text",
    sanitizes: true,
    prepare() {
      const sanitizer = createCsiSanitizer();
      const bytesOf = once(({ schema, message }) => toBinary(schema, message));
      return (item) => sanitizer.stringifyBinary(item.schema, bytesOf(item));
    },
  },
  {
    name: DECODE_AND_STRINGIFY,
    output: "text",
    sanitizes: true,
    prepare() {
      const sanitizer = createCsiSanitizer();
      const bytesOf = once(({ schema, message }) => toBinary(schema, message));
      return (item) => sanitizer.stringify(fromBinary(item.schema, bytesOf(item)));
    },
  },
  {
    name: STRINGIFY_PROTOBUFJS,
    output: "text",
    sanitizes: true,
    prepare() {
      const { sanitizer, decoded } = protobufjsMessages();
      return (item) => sanitizer.stringify(decoded(item));
    },
  },
  {
    name: PRINT_PROTOBUFJS,
    output: "text",
    sanitizes: false,
    against: STRINGIFY_PROTOBUFJS,
    prepare() {
      const { decoded } = protobufjsMessages();
      return (item) => {
        const message = decoded(item);
        return JSON.stringify(message.$type.toObject(message, { longs: String, enums: String }));
      };
    },
  },
  {
    name: STRINGIFY_PLAIN,
    output: "text",
    sanitizes: true,
    prepare() {
      const { sanitizer, plain } = protobufjsMessages();
      return (item) => sanitizer.stringify(item.schema, plain(item));
    },
  },
  {
    name: PRINT_PLAIN,
    output: "text",
    sanitizes: false,
    against: STRINGIFY_PLAIN,
    prepare() {
      const { plain } = protobufjsMessages();
      return (item) => JSON.stringify(plain(item));
    },
  },
  {
    name: "sanitizer.redact(protobufjs)",
    output: "value",
    sanitizes: true,
    prepare() {
      const { sanitizer, decoded } = protobufjsMessages();
      return (item) => sanitizer.redact(decoded(item));
    },
  },
  {
    name: "sanitizer.redact(plain object)",
    output: "value",
    sanitizes: true,
    prepare() {
      const { sanitizer, plain } = protobufjsMessages();
      return (item) => sanitizer.redact(item.schema, plain(item));
    },
  },
  {
    name: REDACT_BINARY,
    output: "bytes",
    sanitizes: true,
    prepare() {
      const sanitizer = createCsiSanitizer();
      const bytesOf = once(({ schema, message }) => toBinary(schema, message));
      return (item) => sanitizer.redactBinary(item.schema, bytesOf(item));
    },
  },
  {
    // Copies the bytes of a message with all its secrets, by way of the message.
    name: DECODE_AND_ENCODE,
    output: "bytes",
    sanitizes: false,
    prepare() {
      const bytesOf = once(({ schema, message }) => toBinary(schema, message));
      return (item) => toBinary(item.schema, fromBinary(item.schema, bytesOf(item)));
    },
  },
  {
    name: REDACT,
    output: "value",
    sanitizes: true,
    prepare() {
      const sanitizer = createCsiSanitizer();
      return (item) => sanitizer.redact(item.message);
    },
  },
  {
    // Prints sanitized content that is a plain object already: no printer can be faster.
    name: LIMIT,
    output: "text",
    sanitizes: true,
    prepare() {
      const sanitizer = createCsiSanitizer();
      const ready = once(({ message }) => sanitizer.toJson(message));
      return (item) => JSON.stringify(ready(item));
    },
  },
  {
    // Copies a message with all its secrets.
    name: CLONE,
    output: "value",
    sanitizes: false,
    prepare: () => (item) => clone(item.schema, item.message),
  },
];

/** The same messages as protobufjs decodes them, and as proto-loader hands them to the handlers of the best known CSI driver in Node. */
function protobufjsMessages(): {
  readonly sanitizer: Sanitizer;
  readonly decoded: (item: TypedMessage) => protobuf.Message;
  readonly plain: (item: TypedMessage) => object;
} {
  const root = csiRoot();
  const decoded = once((item) => decodeWith(root, item));
  const options = { longs: String, enums: String, defaults: true, oneofs: true };
  return {
    sanitizer: createCsiSanitizer({ schemas: [root] }),
    decoded,
    plain: once((item) => {
      const message = decodeWith(root, item);
      return message.$type.toObject(message, options);
    }),
  };
}

function csiRoot(): protobuf.Root {
  const root = new protobuf.Root();
  // Imports of descriptor.proto are not bundled, but come with the package.
  const included = dirname(createRequire(import.meta.url).resolve("protobufjs/package.json"));
  root.resolvePath = (_origin, target) => (target.startsWith("google/") ? join(included, target) : target);
  return root.loadSync(CSI_PROTO, { keepCase: true });
}

function decodeWith(root: protobuf.Root, { schema, message }: TypedMessage): protobuf.Message {
  return root.lookupType(schema.typeName).decode(toBinary(schema, message));
}

/** Makes something of each message once. */
function once<T>(make: (item: TypedMessage) => T): (item: TypedMessage) => T {
  const made = new Map<TypedMessage, T>();
  return (item) => {
    let value = made.get(item);
    if (value === undefined) {
      value = make(item);
      made.set(item, value);
    }
    return value;
  };
}
