import {
  create,
  createFileRegistry,
  type DescFile,
  type DescMessage,
  fromJson,
  type JsonObject,
  setExtension,
} from "@bufbuild/protobuf";
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FieldOptionsSchema,
  FileDescriptorProtoSchema,
  file_google_protobuf_descriptor,
} from "@bufbuild/protobuf/wkt";
import { createSanitizer } from "protosanitizer";
import { csiPolicy, csiRegistry, SERVICE_ACCOUNT_TOKENS_KEY } from "protosanitizer/csi";
import { CORPUS } from "./corpus.js";
import { PEERS } from "./peers.js";
import { STRINGIFY } from "./subjects.js";
import type { TypedMessage } from "./typed-message.js";

/** A kind of place in which a message holds a secret. */
export interface LeakKind {
  /** What the picture says of it, line by line. */
  readonly title: readonly string[];
  /** The text that must not show. */
  readonly secret: string;
  readonly message: TypedMessage;
}

/** The kinds of leak that stay visible in the output of an operation, by its name. */
export interface Leaks {
  readonly kinds: readonly (readonly string[])[];
  readonly visible: Readonly<Record<string, readonly boolean[]>>;
}

const SECRET = "kH7xQm2vZpW4tR9y";
const TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzeXN0ZW0ifQ.c2lnbmF0dXJl";

/**
 * Prints one message of each kind by all operations that make text, and looks for the secret in the text. Peers know every place
 * where a message of the corpus holds a secret. No time is measured, so the result is always the same.
 */
export function countLeaks(): Leaks {
  const kinds = leakKinds();
  const secretPaths = CORPUS.find(({ name }) => name === "mixed")?.secretPaths ?? [];
  const sanitizer = createSanitizer({ schemas: [csiRegistry, wrapperFile()], policy: csiPolicy() });
  const subject = ({ schema, message }: TypedMessage): string => sanitizer.stringify(schema, message);
  const peers = PEERS.flatMap((peer) =>
    peer.output === "text" ? [[peer.name, peer.prepare(secretPaths)] as const] : [],
  );
  const visible = Object.fromEntries(
    [[STRINGIFY, subject] as const, ...peers].map(([name, print]) => [
      name,
      kinds.map(({ message, secret }) => print(message).includes(secret)),
    ]),
  );
  return { kinds: kinds.map(({ title }) => title), visible };
}

function leakKinds(): readonly LeakKind[] {
  const publish = typeOf(csiRegistry.getMessage("csi.v1.NodePublishVolumeRequest"));
  const [later, wrapper] = wrapperFile().messages;
  const kind = (
    title: readonly string[],
    secret: string,
    type: DescMessage | undefined,
    json: JsonObject,
  ): LeakKind => {
    const schema = typeOf(type);
    return { title, secret, message: { schema, message: fromJson(schema, json) } };
  };
  const secrets = { "chap-password": SECRET };
  const tokens = { [SERVICE_ACCOUNT_TOKENS_KEY]: JSON.stringify({ vault: { token: TOKEN } }) };
  return [
    kind(["the field", "named secrets"], SECRET, publish, { secrets }),
    kind(["a token under", "a known key"], TOKEN, publish, { volumeContext: tokens }),
    kind(["which secrets", "there are"], "chap-password", publish, { secrets }),
    kind(["one message", "deeper"], SECRET, wrapper, { request: { secrets } }),
    kind(["a token in", "any string"], TOKEN, publish, { publishContext: { note: `Bearer ${TOKEN}` } }),
    kind(["a field that is", "marked later"], SECRET, later, { chapPassword: SECRET }),
  ];
}

let made: DescFile | undefined;

/** What the next version of a service adds: a field with the option `csi_secret`, and a message around a request. */
function wrapperFile(): DescFile {
  made ??= makeWrapperFile();
  return made;
}

function makeWrapperFile(): DescFile {
  const option = csiRegistry.getExtension("csi.v1.csi_secret");
  const csi = csiRegistry.getMessage("csi.v1.NodePublishVolumeRequest")?.file;
  if (option === undefined || csi === undefined) throw new Error("CSI has no option csi_secret");
  const options = create(FieldOptionsSchema);
  setExtension(options, option, true);
  const label = FieldDescriptorProto_Label.OPTIONAL;
  const file = create(FileDescriptorProtoSchema, {
    name: "next/version.proto",
    package: "next",
    syntax: "proto3",
    dependency: [csi.proto.name],
    messageType: [
      {
        name: "Later",
        field: [
          {
            name: "chap_password",
            jsonName: "chapPassword",
            number: 1,
            label,
            type: FieldDescriptorProto_Type.STRING,
            options,
          },
        ],
      },
      {
        name: "Wrapper",
        field: [
          {
            name: "request",
            jsonName: "request",
            number: 1,
            label,
            type: FieldDescriptorProto_Type.MESSAGE,
            typeName: ".csi.v1.NodePublishVolumeRequest",
          },
        ],
      },
    ],
  });
  const files = new Map(
    [csi, ...csi.dependencies, file_google_protobuf_descriptor].map((one) => [one.proto.name, one]),
  );
  const registry = createFileRegistry(file, (name) => files.get(name));
  const next = registry.getFile(file.name);
  if (next === undefined) throw new Error("the file was not read");
  return next;
}

function typeOf(type: DescMessage | undefined): DescMessage {
  if (type === undefined) throw new Error("a type of the kinds of leak is missing");
  return type;
}
