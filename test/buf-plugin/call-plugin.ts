import {
  create,
  createRegistry,
  fromBinary,
  fromJson,
  type Message,
  toBinary,
  toJson,
} from "@bufbuild/protobuf";
import { type Any, anyPack, anyUnpack, type FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { PLUGIN_TYPES, pluginType } from "../../src/buf-plugin/plugin-types.js";
import { callProcedure, type PluginFormat } from "../../src/buf-plugin/run-plugin.js";
import { csi_secret } from "../../src/csi/gen/csi/v1/csi_pb.js";

/** With the options that files of requests set: Buf prints them in JSON by the names that the files declare. */
const WITH_OPTIONS = createRegistry(csi_secret, PLUGIN_TYPES);

/** What Buf sends to be checked. */
export interface CheckInit {
  readonly files: readonly FileDescriptorProto[];
  readonly imports?: readonly FileDescriptorProto[];
  readonly against?: readonly FileDescriptorProto[];
  /** The options of the plugin. */
  readonly options?: Readonly<Record<string, string | boolean | readonly string[]>>;
  readonly ruleIds?: readonly string[];
}

/** An answer of the plugin, as its types have it. */
export interface Answer {
  readonly error?: { readonly code: number; readonly message: string };
  readonly value?: unknown;
}

/** Checks files. */
export async function check(init: CheckInit, format: PluginFormat = "binary"): Promise<Answer> {
  const { files, imports = [], against = [], options = {}, ruleIds = [] } = init;
  const file = (fileDescriptorProto: FileDescriptorProto, isImport: boolean) => ({
    fileDescriptorProto,
    isImport,
  });
  const request = create(pluginType("buf.plugin.check.v1.CheckRequest"), {
    fileDescriptors: [...files.map((one) => file(one, false)), ...imports.map((one) => file(one, true))],
    againstFileDescriptors: against.map((one) => file(one, false)),
    options: Object.entries(options).map(([key, value]) => ({ key, value: optionValue(value) })),
    ruleIds: [...ruleIds],
  });
  return call("check", request, format);
}

function optionValue(value: string | boolean | readonly string[]): object {
  if (typeof value === "boolean") return { type: { case: "boolValue", value } };
  if (typeof value === "string") return { type: { case: "stringValue", value } };
  return { type: { case: "listValue", value: { values: value.map(optionValue) } } };
}

/** Calls a procedure, by its path or its argument. */
export async function call(
  name: string,
  request: Message | undefined,
  format: PluginFormat,
): Promise<Answer> {
  const type = pluginType("pluginrpc.v1.Request");
  const message = create(type, request && { value: anyPack(pluginType(request.$typeName), request) });
  const json = (): Uint8Array =>
    new TextEncoder().encode(JSON.stringify(toJson(type, message, { registry: WITH_OPTIONS })));
  const input =
    request === undefined ? new Uint8Array() : format === "binary" ? toBinary(type, message) : json();
  const bytes = await callProcedure(name, input, format);
  const response = pluginType("pluginrpc.v1.Response");
  const decoded =
    format === "binary"
      ? fromBinary(response, bytes)
      : fromJson(response, JSON.parse(new TextDecoder().decode(bytes)), { registry: PLUGIN_TYPES });
  // As the type has it.
  const { value, error } = decoded as { value?: Any; error?: { code: number; message: string } };
  return { ...(error && { error }), ...(value && { value: anyUnpack(value, PLUGIN_TYPES) }) };
}
