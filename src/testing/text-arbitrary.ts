import fc from "fast-check";
import type { Detector } from "../policy/policy.js";

const NASTY_TEXTS: readonly string[] = [
  "",
  " ",
  "null",
  "0",
  "***stripped***",
  "<<not a note>>",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "</script><script>&amp;",
  'quote" back\\slash',
  "line\nbreak\r\n\ttab",
  "nul\u0000 escape\u001b[31m delete\u007f",
  "next line\u0085 control sequence\u009b31m",
  "separators\u2028\u2029",
  "%s %d %j %o",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a text that looks like a placeholder
  "${template}",
  '{"json":"in\\"side"}',
  "private use \ue000, replacement \ufffd, astral \u{1d4b3}\u{1f680}",
  "bidi \u202e override",
  "x".repeat(1000),
];

const NASTY_KEYS: readonly string[] = [
  ...NASTY_TEXTS,
  "csi.storage.k8s.io/serviceAccount.tokens",
  "csi.storage.k8s.io/pod.name",
  "password",
  "@type",
  "\ue000",
  "\u{1d4b3}",
];

const SURROGATES = { first: 0xd800, count: 0x800 };
const LAST_CHARACTER = 0x10ffff;

/** Any character but half of a pair. The unit "binary" of fast-check takes a second to be made: it lists all characters. */
const character = fc
  .nat({ max: LAST_CHARACTER - SURROGATES.count })
  .map((index) => String.fromCodePoint(index < SURROGATES.first ? index : index + SURROGATES.count));

/** Texts that are valid in protobuf: well-formed Unicode, often of the kind that breaks printing. */
export function textArbitrary(): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.string({ maxLength: 12 }) },
    { weight: 2, arbitrary: fc.string({ unit: character, maxLength: 12 }) },
    { weight: 2, arbitrary: fc.constantFrom(...NASTY_TEXTS) },
  );
}

/** Keys of string maps and Structs. */
export function keyArbitrary(): fc.Arbitrary<string> {
  return fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom(...NASTY_KEYS));
}

/** Texts with a credential of one kind, and an example of them. */
interface CredentialKind {
  readonly example: string;
  readonly arbitrary: fc.Arbitrary<string>;
}

const segment = fc.stringMatching(/^[A-Za-z0-9_-]{8,40}$/);

const JSON_WEB_TOKEN: CredentialKind = {
  example: "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2lnbmF0dXJl",
  arbitrary: fc
    .tuple(fc.constantFrom("", "Bearer ", '{"token":"'), segment, segment, segment, fc.constantFrom("", '"}'))
    .map(([before, header, payload, signature, after]) => {
      return `${before}eyJhbGciOi${header}.${payload}.${signature}${after}`;
    }),
};

const GITHUB_TOKEN: CredentialKind = {
  example: `ghp_${"a1B2c3D4e".repeat(4)}`,
  arbitrary: fc.stringMatching(/^(?:token )?ghp_[A-Za-z0-9]{36}$/),
};

const URL_WITH_PASSWORD: CredentialKind = {
  example: "https://jane:s3cr3t-w0rd@db.example",
  arbitrary: fc.stringMatching(/^https:\/\/[a-z]{2,8}:[A-Za-z0-9_-]{8,20}@[a-z]{2,8}\.example$/),
};

/**
 * Texts in which a detector finds a credential. Undefined if it finds none of the known kinds.
 *
 * @param given texts in which it may find credentials. Default: JSON Web Tokens, GitHub tokens and URLs with passwords.
 */
export function credentialArbitrary(
  detector: Detector,
  given?: fc.Arbitrary<string>,
): fc.Arbitrary<string> | undefined {
  const kinds = [JSON_WEB_TOKEN, GITHUB_TOKEN, URL_WITH_PASSWORD].filter(({ example }) => detector(example));
  const found =
    given ?? (kinds.length > 0 ? fc.oneof(...kinds.map(({ arbitrary }) => arbitrary)) : undefined);
  return found?.filter((text) => detector(text));
}
