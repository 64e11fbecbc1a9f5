import type { Marks, OptionValue, SetOption } from "../../src/schema/set-option.js";

/** The option that rules name. */
export const OPTION = "acme.level";

/** The options of the field `a.M.f`. */
export function marks(options: readonly SetOption[], isWhole = true): Marks {
  return { of: "a.M.f", isWhole, options };
}

/** The option with some values, beside another option that is true. */
export function set(...values: readonly OptionValue[]): Marks {
  return marks([
    { name: "acme.other", values: [TRUE] },
    { name: OPTION, values },
  ]);
}

/** An option that is true. */
export const TRUE: OptionValue = { kind: "bool", value: true };

/** An option that is false. */
export const FALSE: OptionValue = { kind: "bool", value: false };

/** A value that was lost on the way, and was no marked value of an enum. */
export const LOST: OptionValue = { kind: "lost", mayBeMarked: false };

/** A value that was lost on the way, and may have been a marked value of an enum. */
export const MAYBE: OptionValue = { kind: "lost", mayBeMarked: true };

/** A message without members. */
export const EMPTY: OptionValue = { kind: "message", options: [], zeros: [] };

/** An option that is a text. */
export const text = (value: string): OptionValue => ({ kind: "text", value });

/** A text, or the name of an enum value: no schema says which. */
export const word = (value: string): OptionValue => ({ kind: "word", value });

/** An option that is a number. */
export const number = (value: number | bigint): OptionValue => ({ kind: "number", value });

/** An option that is bytes. */
export const bytes = (...value: readonly number[]): OptionValue => ({
  kind: "bytes",
  value: Uint8Array.from(value),
});

/** A value of an enum, by its number and its names. */
export const enumOf = (
  value: number | undefined,
  names: readonly string[],
  debugRedact = false,
): OptionValue => ({
  kind: "enum",
  number: value,
  names,
  debugRedact,
});

/** A message with one member. */
export const message = (name: string, ...values: readonly OptionValue[]): OptionValue => ({
  kind: "message",
  options: [{ name, values }],
  zeros: [],
});
