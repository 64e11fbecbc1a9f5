import {
  create,
  createFileRegistry,
  createRegistry,
  fromBinary,
  fromJson,
  type JsonValue,
  type Message,
  toBinary,
  toJson,
} from "@bufbuild/protobuf";
import { type Any, anyPack, anyUnpack, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { CommandError } from "../cli/command-error.js";
import { PolicyError } from "../policy/policy.js";
import type { CheckedFile } from "./check-files.js";
import { importsFirst } from "./imports-first.js";
import { type GivenOption, PluginError, pluginOptions } from "./plugin-options.js";
import { PLUGIN_CATEGORIES, PLUGIN_RULES } from "./plugin-rules.js";
import { PLUGIN_TYPES, pluginType } from "./plugin-types.js";

/** The encodings of the protocol. */
export type PluginFormat = "binary" | "json";

const SERVICE = "/buf.plugin.check.v1.CheckService";

/** A procedure of the plugin: its path, and the argument that calls it. */
interface PluginProcedure {
  readonly path: string;
  readonly arg: string;
  /** Makes the answer. @param request undefined if none was given. */
  answer(request: Message | undefined): Promise<Message>;
}

const PROCEDURES: readonly PluginProcedure[] = [
  { path: `${SERVICE}/Check`, arg: "check", answer: check },
  {
    path: `${SERVICE}/ListRules`,
    arg: "list-rules",
    answer: async () => made("ListRulesResponse", { rules: PLUGIN_RULES.map((rule) => ({ ...rule })) }),
  },
  {
    path: `${SERVICE}/ListCategories`,
    arg: "list-categories",
    answer: async () =>
      made("ListCategoriesResponse", { categories: PLUGIN_CATEGORIES.map((one) => ({ ...one })) }),
  },
];

/** What the plugin answers to `--spec`. */
export function pluginSpec(format: PluginFormat): Uint8Array {
  const procedures = PROCEDURES.map(({ path, arg }) => ({ path, args: [arg] }));
  return encoded(create(pluginType("pluginrpc.v1.Spec"), { procedures }), format);
}

/** Whether arguments call a procedure: by its path, or by its own argument. */
export function isProcedure(name: string): boolean {
  return PROCEDURES.some(({ path, arg }) => name === path || name === arg);
}

/**
 * Calls a procedure.
 *
 * @param input the bytes of the request; empty for none.
 * @returns the bytes of the response. A check that cannot be made is an error in the response, as the protocol has it.
 */
export async function callProcedure(
  name: string,
  input: Uint8Array,
  format: PluginFormat,
): Promise<Uint8Array> {
  const response: { value?: Any; error?: object } = {};
  try {
    const procedure = PROCEDURES.find(({ path, arg }) => name === path || name === arg);
    if (procedure === undefined) throw new PluginError("there is no such procedure");
    response.value = packed(await procedure.answer(requestIn(input, format)));
  } catch (error) {
    response.error = { code: INVALID_ARGUMENT, message: messageOf(error) };
  }
  return encoded(create(pluginType("pluginrpc.v1.Response"), { ...response }), format);
}

const INVALID_ARGUMENT = 3;

/** What is wrong, for the user of Buf. Other errors may hold anything, so they are not shown. */
function messageOf(error: unknown): string {
  const isOwn = error instanceof PluginError || error instanceof CommandError || error instanceof PolicyError;
  return isOwn
    ? `protosanitizer: ${error.message}`
    : "protosanitizer: the request cannot be read, or internal error";
}

function requestIn(input: Uint8Array, format: PluginFormat): Message | undefined {
  if (input.length === 0) return undefined;
  const type = pluginType("pluginrpc.v1.Request");
  const request = format === "binary" ? fromBinary(type, input) : requestInJson(input);
  // By the type of the request.
  const { value } = request as { readonly value?: Any };
  return value && anyUnpack(value, PLUGIN_TYPES);
}

/** In JSON, options of the files in a request have the names that these files declare. So the files are read twice. */
function requestInJson(input: Uint8Array): Message {
  const type = pluginType("pluginrpc.v1.Request");
  const json: JsonValue = JSON.parse(new TextDecoder().decode(input));
  const draft = fromJson(type, json, { registry: PLUGIN_TYPES, ignoreUnknownFields: true });
  const { value } = draft as { readonly value?: Any }; // by the type of the request
  const given = value && anyUnpack(value, PLUGIN_TYPES);
  if (given?.$typeName !== "buf.plugin.check.v1.CheckRequest") return draft;
  const { fileDescriptors, againstFileDescriptors } = given as unknown as CheckRequest; // by its type name
  const declared = [fileDescriptors, againstFileDescriptors].map((files) => {
    const file = importsFirst(files.flatMap(({ fileDescriptorProto }) => fileDescriptorProto ?? []));
    return createFileRegistry(create(FileDescriptorSetSchema, { file }));
  });
  return fromJson(type, json, { registry: createRegistry(...declared, PLUGIN_TYPES) });
}

/** A request to check, as its type has it. */
interface CheckRequest {
  readonly fileDescriptors: readonly CheckedFile[];
  readonly againstFileDescriptors: readonly CheckedFile[];
  readonly options: readonly GivenOption[];
  readonly ruleIds: readonly string[];
}

async function check(given: Message | undefined): Promise<Message> {
  if (given?.$typeName !== "buf.plugin.check.v1.CheckRequest")
    throw new PluginError("there is no request to check");
  // By its type name.
  const request = given as unknown as CheckRequest;
  const known = PLUGIN_RULES.map(({ id }): string => id);
  const unknown = request.ruleIds.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new PluginError(`there is no rule ${unknown}`);
  const defaults = PLUGIN_RULES.filter((rule) => rule.default).map(({ id }) => id);
  // Loads what no other procedure needs.
  const { checkFiles } = await import("./check-files.js");
  const found = await checkFiles({
    files: request.fileDescriptors,
    against: request.againstFileDescriptors,
    options: pluginOptions(request.options),
    ruleIds: new Set(request.ruleIds.length === 0 ? defaults : request.ruleIds),
  });
  const annotations = found.map(({ finding: { rule, field, reason, repair }, fileName, sourcePath }) => ({
    ruleId: rule,
    message: `${field}: ${reason}. ${repair}`,
    fileLocation: { fileName, sourcePath },
  }));
  return made("CheckResponse", { annotations });
}

/** A message of the service. */
function made(name: string, init: Record<string, unknown>): Message {
  return create(pluginType(`buf.plugin.check.v1.${name}`), init);
}

function packed(message: Message): Any {
  return anyPack(pluginType(message.$typeName), message);
}

function encoded(message: Message, format: PluginFormat): Uint8Array {
  const type = pluginType(message.$typeName);
  return format === "binary"
    ? toBinary(type, message)
    : new TextEncoder().encode(JSON.stringify(toJson(type, message, { registry: PLUGIN_TYPES })));
}
