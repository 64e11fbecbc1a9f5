/** What one schema says of a field or message: the options that are set on it. */
export interface Marks {
  /** Full name of the field or message. */
  readonly of: string;
  /** Whether a custom option that is set would be among the options. If not, the absence of an option proves nothing. */
  readonly isWhole: boolean;
  /**
   * Options that are set, standard and custom ones. They are read when a sanitizer is made or a field is judged, at first use.
   *
   * @throws what the descriptor's library throws if the bytes of an option do not decode.
   */
  readonly options: readonly SetOption[];
}

/** Marks whose options are read when they are first asked for: an option that does not decode fails only its own type. */
export function lazyMarks(of: string, isWhole: boolean, read: () => readonly SetOption[]): Marks {
  let options: readonly SetOption[] | undefined;
  return {
    of,
    isWhole,
    get options() {
      options ??= read();
      return options;
    },
  };
}

/** An option that is set on a field or message, or a member that is set inside a message-typed option. */
export interface SetOption {
  /** Full name of a custom option; simple name of a standard one, such as `debug_redact`, and of a member. */
  readonly name: string;
  /** The value; several for a repeated option. */
  readonly values: readonly OptionValue[];
}

/** A value of an option. */
export type OptionValue =
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "number"; readonly value: number | bigint }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "bytes"; readonly value: Uint8Array }
  | {
      readonly kind: "enum";
      /** Undefined if only the name is known. */
      readonly number: number | undefined;
      /** All names of the number. */
      readonly names: readonly string[];
      /** Whether the enum value is itself marked `debug_redact`. */
      readonly debugRedact: boolean;
    }
  /** A text, or the name of an enum value. No schema says which. */
  | { readonly kind: "word"; readonly value: string }
  | {
      readonly kind: "message";
      readonly options: readonly SetOption[];
      /** The members that are not set, and have zero as their value nevertheless: those with implicit presence. */
      readonly zeros: readonly SetOption[];
    }
  /** A value that was lost on the way, or cannot be decoded. It may have been any value of its type. */
  | {
      readonly kind: "lost";
      /** Whether it may have been true, or an enum value marked `debug_redact`. */
      readonly mayBeMarked: boolean;
    };

/** What an option can be set on. */
export type OptionTarget = "field" | "message";

/** The type of a custom option that a schema declares, or of a member of it. */
export interface OptionType {
  /** Unknown if the type is in no schema. */
  readonly kind: "bool" | "number" | "text" | "bytes" | "enum" | "message" | "unknown";
  readonly isRepeated: boolean;
  /** Whether it is a bool, or an enum or message that can carry a value marked `debug_redact`. */
  readonly carriesMark: boolean;
  /** The values of an enum; none for another type. */
  readonly values: readonly { readonly name: string; readonly number: number }[];
  /** The member of a message, by the name that a path has for it; undefined for another type. */
  member(name: string): OptionType | undefined;
  /** The names of all members of a message; none for another type. */
  memberNames(): readonly string[];
}

/** The type of the key of a map entry, which is read as a text. Undefined for another name. */
export function entryKeyType(name: string): OptionType | undefined {
  if (name !== "key") return undefined;
  return {
    kind: "text",
    isRepeated: false,
    carriesMark: false,
    values: [],
    member: () => undefined,
    memberNames: () => [],
  };
}
