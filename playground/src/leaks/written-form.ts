/** A secret value of the message. */
export interface KnownSecret {
  /** Where it is in the message. */
  readonly path: string;
  readonly text: string;
}

/** How a secret is written in a text. */
export interface WrittenForm {
  /** In the words of findings (`raw`, `percent-encoded`, `base64`, `hex`, `decimal bytes`), with more about `raw`. */
  readonly form: string;
  /** Where the secret is in the message. Undefined if it is in no field of it. */
  readonly path: string | undefined;
}

/** A way to write a text, and how to read it: undefined, or no reading, for what is not written so. */
type Reader = readonly [form: string, read: (written: string) => readonly (string | undefined)[]];

const READERS: readonly Reader[] = [
  ["raw", (written) => [written]],
  ["raw, escaped as in JSON", (written) => [unescaped(written), unescaped(unescaped(written) ?? "")]],
  ["percent-encoded", (written) => [percentDecoded(written), percentDecoded(percentDecoded(written) ?? "")]],
  ["raw, with HTML entities", (written) => [withoutEntities(written)]],
  ["base64", base64Readings],
  ["base64 in a URL", (written) => base64Readings(percentDecoded(written) ?? "")],
  ["hex", (written) => [hexDecoded(written)]],
  ["decimal bytes", (written) => [bytesRead(written)]],
  [
    "raw, quoted for a shell",
    (written) => [written.replace(/\\(.)/g, "$1"), written.replaceAll("'\\''", "'")],
  ],
];

/** Says how a found text writes one of the secrets. */
export function writtenForm(written: string, secrets: readonly KnownSecret[]): WrittenForm {
  for (const [form, read] of READERS) {
    for (const reading of read(written)) {
      if (reading === undefined || reading === "") continue;
      const whole = secrets.find(({ text }) => text === reading);
      if (whole !== undefined) return { form, path: whole.path };
    }
  }
  for (const [form, read] of READERS) {
    for (const reading of read(written)) {
      if (reading === undefined || reading.length < MIN_PART) continue;
      const part = secrets.find(({ text }) => text.includes(reading) || reading.includes(text));
      if (part !== undefined)
        return { form: part.text.includes(reading) ? `${form}, a part of it` : form, path: part.path };
    }
  }
  if (/^eyJ[\w-]+\.eyJ[\w-]+\./.test(written))
    return { form: "a JSON Web Token, by its look", path: undefined };
  return { form: "in another form", path: undefined };
}

const MIN_PART = 4;

function unescaped(written: string): string | undefined {
  try {
    const value: unknown = JSON.parse(`"${written}"`);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

function percentDecoded(written: string): string | undefined {
  try {
    return decodeURIComponent(written.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

function withoutEntities(written: string): string {
  const names = new Map([
    ["amp", "&"],
    ["lt", "<"],
    ["gt", ">"],
    ["quot", '"'],
    ["apos", "'"],
  ]);
  return written.replace(
    /&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi,
    (entity, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return names.get(name) ?? entity;
      const code = Number.parseInt(hex ?? decimal ?? "", hex === undefined ? 10 : 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
    },
  );
}

/** A secret inside a longer text begins at any of three places of its base64. */
function base64Readings(written: string): readonly (string | undefined)[] {
  const letters = written.replace(/\s/g, "").replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  if (!/^[A-Za-z0-9+/]{4,}$/.test(letters)) return [];
  return [0, 1, 2, 3].flatMap((skipped) => {
    const padding = skipped === 0 ? 0 : 4 - skipped;
    const text = decoded("A".repeat(padding) + letters);
    // The first bytes come from letters that stand for other text, too.
    return text === undefined
      ? []
      : [text, ...[1, 2, 3].flatMap((from) => [text.slice(from), text.slice(from, -1)])];
  });
}

function decoded(base64: string): string | undefined {
  const whole = base64.slice(0, base64.length - (base64.length % 4 === 1 ? 1 : 0));
  try {
    return utf8(Uint8Array.from(atob(whole), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

function hexDecoded(written: string): string | undefined {
  const digits = written.replace(/\\x|0x|[\s:,]/gi, "");
  if (!/^(?:[\da-f]{2})+$/i.test(digits)) return undefined;
  return utf8(Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
}

function bytesRead(written: string): string | undefined {
  const numbers = written.match(/\d+/g)?.map(Number) ?? [];
  return numbers.length === 0 || numbers.some((number) => number > 255)
    ? undefined
    : utf8(Uint8Array.from(numbers));
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
