import type { TypeOptions } from "../cli/schemas/type-options.js";
import { nearestName } from "../options/read-options.js";

/** The options of the plugin: what counts as secret, and the files of reviewers. */
export interface PluginOptions extends TypeOptions {
  readonly allow?: string;
  readonly lock?: string;
  /** Whether rules may match nothing, as in a workspace whose modules have one policy. */
  readonly optional?: boolean;
}

/** An option of a plugin, as Buf sends it. */
export interface GivenOption {
  readonly key: string;
  readonly value?: GivenValue | undefined;
}

/** The value of an option: a choice with the name of its kind. */
export interface GivenValue {
  readonly type: { readonly case?: string | undefined; readonly value?: unknown };
}

/** The plugin cannot do what Buf asks for. The message says what the user of Buf can change. */
export class PluginError extends Error {
  override readonly name = "PluginError";
}

/** The options of the command line, by the keys that Buf allows: small letters and `_`. */
const LISTS = {
  field_options: "fieldOption",
  message_options: "messageOption",
  dialects: "dialect",
  fields: "field",
  map_keys: "mapKey",
  json_keys: "jsonKey",
} as const;
const TEXTS = { allow: "allow", lock: "lock", policy: "policy" } as const;
const OPTIONAL = "optional";
const KEYS: readonly string[] = [...Object.keys(LISTS), ...Object.keys(TEXTS), OPTIONAL];

/**
 * Reads the options under `options` of the plugin in buf.yaml.
 *
 * @throws {PluginError} if there is no such option, or a value has the wrong type. An option that is not understood must not
 *   weaken a check.
 */
export function pluginOptions(given: readonly GivenOption[]): PluginOptions {
  const read: Record<string, string | readonly string[] | boolean> = {};
  for (const { key, value } of given) {
    if (isKeyOf(LISTS, key)) read[LISTS[key]] = textsIn(key, value);
    else if (isKeyOf(TEXTS, key)) read[TEXTS[key]] = textIn(key, value);
    else if (key === OPTIONAL) read[OPTIONAL] = flagIn(key, value);
    else throw new PluginError(`there is no option ${key}; ${hint(key)}`);
  }
  return read;
}

function isKeyOf<T extends object>(table: T, key: string): key is Extract<keyof T, string> {
  return Object.hasOwn(table, key);
}

function hint(key: string): string {
  const nearest = nearestName(key, KEYS);
  return nearest === undefined ? `there are ${KEYS.join(", ")}` : `did you mean ${nearest}?`;
}

function flagIn(key: string, value: GivenValue | undefined): boolean {
  if (value?.type.case === "boolValue" && typeof value.type.value === "boolean") return value.type.value;
  throw new PluginError(`the option ${key} is neither true nor false`);
}

function textIn(key: string, value: GivenValue | undefined): string {
  if (value?.type.case === "stringValue" && typeof value.type.value === "string") return value.type.value;
  throw new PluginError(`the option ${key} is not a text`);
}

function textsIn(key: string, value: GivenValue | undefined): readonly string[] {
  if (value?.type.case !== "listValue") return [textIn(key, value)];
  // By the type of the choice.
  const { values } = value.type.value as { readonly values: readonly GivenValue[] };
  return values.map((one) => textIn(key, one));
}
