import { PolicyError } from "../policy/policy.js";

/** A field in a lock: what was known of it when the lock was written. */
export interface LockedField {
  /** Full name of the field. */
  readonly field: string;
  readonly number: number;
  /** Its type, as in a .proto file. */
  readonly type: string;
  /** `open`, `keyed`, `refused`, or the name of a class, such as `secret`. ` shown` stands behind a class that is shown. */
  readonly class: string;
  /** `nobody`, `rule: ` and the rule, or `allow: ` and the reason. */
  readonly who: string;
}

const VERSION_LINE = "# protosanitizer lock 1";
const HEADER = `${VERSION_LINE}
# Each string, bytes, map, Any and Struct field, its class, and who looked: a rule, a reader who allowed it, or nobody.
# "protosanitizer audit --lock" writes this file. To allow a field, put "allow: " and the reason in place of "nobody".
`;
/** A name of protobuf. Anything else could be more than a name: a field may not forge a line. */
const NAME = /^[A-Za-z_][\w.]*$/;
const LINE = /^([A-Za-z_][\w.]*) = (\d+) \| ([^|]+) \| ([^|]+) \| (nobody|(?:rule|allow): .*\S)$/;

/**
 * The text of a lock: a line for each field, sorted by code units.
 *
 * @throws {PolicyError} if the name of a field or of a type is none that a .proto file could have.
 */
export function writeLock(fields: readonly LockedField[]): string {
  const lines = fields.map(({ field, number, type, class: className, who }) => {
    const line = `${field} = ${number} | ${type} | ${className} | ${who}`.replace(CONTROLS, "?");
    if (!NAME.test(field) || !LINE.test(line))
      throw new PolicyError("lock", "the name of a field, type or class is none that a .proto file can have");
    return line;
  });
  return HEADER + lines.sort(byCodeUnits).join("\n") + (lines.length === 0 ? "" : "\n");
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not get through
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** The order of JavaScript's sort: it is the same on every machine. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/**
 * Reads a lock.
 *
 * @returns the fields by their full names.
 * @throws {PolicyError} if the text is no lock of this version, or a line is not as this version writes it.
 */
export function readLock(text: string): ReadonlyMap<string, LockedField> {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  if (lines[0]?.trimEnd() !== VERSION_LINE)
    throw new PolicyError("lock", `line 1 is not "${VERSION_LINE}": it is no lock, or of another version`);
  const fields = new Map<string, LockedField>();
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [, field = "", number, type = "", className = "", who = ""] = LINE.exec(line.trimEnd()) ?? [];
    // The line is not quoted: the file may be another one than the user thinks.
    if (number === undefined)
      throw new PolicyError("lock", `line ${index + 1} is not "FIELD = NUMBER | TYPE | CLASS | WHO"`);
    if (fields.has(field)) throw new PolicyError("lock", `line ${index + 1} names ${field} a second time`);
    fields.set(field, { field, number: Number(number), type, class: className, who });
  }
  return fields;
}

/** Whether somebody looked at a field, and found that it can be printed. */
export function isReviewedOpen({ class: className, who }: LockedField): boolean {
  return className === "open" && who !== "nobody";
}
