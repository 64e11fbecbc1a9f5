import fc from "fast-check";
import { DOCUMENT_FORMATS } from "./document-formats.js";

/** A generated document: its text, and the leaves in it. */
export interface GeneratedDocument {
  readonly text: string;
  /** Which formats are in each other, for messages. */
  readonly format: string;
  readonly secret: readonly string[];
  /** Lines of PEM files: they are sought as they are and escaped, but not in base64 or as bytes. */
  readonly lines: readonly string[];
  readonly open: readonly string[];
}

const SECRET_KEYS = [
  "password",
  "db_password",
  "clientSecret",
  "api-key",
  "token",
  "key",
  "secret_access_key",
  "Pwd",
  "auth.token",
];
const OPEN_KEYS = [
  "username",
  "host",
  "fstype",
  "path",
  "version",
  "enabled",
  "port",
  "secretName",
  "token_url",
  "mode",
];
const OPEN_VALUES = [
  "admin",
  "jane",
  "db-01.prod.example.com",
  "10.0.0.17",
  "ext4",
  "true",
  "nfs4.1",
  "/var/lib/kubelet/pods",
  "5432",
  "eu-west-1a",
  "storage-class-3",
  "https://keystone.example.com/v3",
  "v1.29.3",
  "ReadWriteOnce",
  "x86",
  "10Gi",
];

const letters = [..."abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"];
const specials = [..."!?*~^.-_ $#&%+<>|;,:=@()[]{}'\"\\/é中😀"];
const ending = fc.constantFrom(...letters);

/** A secret of a credential's key. It begins and ends with letters, as most do, and repeats nothing that is open. */
const anySecret = fc
  .tuple(
    ending,
    fc.string({ unit: fc.constantFrom(...letters, ...letters, ...specials), minLength: 8, maxLength: 24 }),
    ending,
  )
  .map((all) => all.join("Q7"));
const bareSecret = fc
  .string({ unit: fc.constantFrom(...letters, "-", "_", "."), minLength: 6, maxLength: 30 })
  .map((text) => `z9${text}9z`);
/** A secret without a telling key. */
const randomSecret = fc
  .string({ unit: fc.constantFrom(...letters), minLength: 22, maxLength: 60 })
  .map((text) => `x9K${text}w4J`);

const leafSecret = fc.oneof(bareSecret, anySecret);

const wrappers: readonly (readonly [string, (text: string) => string])[] = [
  ["base64", (text) => Buffer.from(text).toString("base64")],
  ["base64 without padding", (text) => Buffer.from(text).toString("base64").replace(/=+$/, "")],
  ["base64url", (text) => Buffer.from(text).toString("base64url")],
  ["a JSON string", (text) => JSON.stringify(text)],
];

/** The names of formats that hold a pair of values. */
const PAIRS: ReadonlyMap<string, (user: string, password: string) => string> = new Map([
  ["user:password", (user, password) => `${user}:${password}`],
  ["user%password", (user, password) => `${user}%${password}`],
  ["DOMAIN\\user%password", (user, password) => `DOMAIN\\${user}%${password}`],
  ["host:user:password", (user, password) => `db.example.com:${user}:${password}`],
  ["redis", (_, password) => `redis://:${encodeURIComponent(password)}@cache.example.com:6379/0`],
  [
    "mongodb",
    (user, password) =>
      `mongodb://${user}:${encodeURIComponent(password)}@a.example.com:27017,b.example.com:27017/db?authSource=admin`,
  ],
  ["amqp", (user, password) => `amqps://${user}:${encodeURIComponent(password)}@mq.example.com/vhost`],
  ["metaurl", (user, password) => `mysql://${user}:${password}@(db.example.com:3306)/db`],
  ["Go", (user, password) => `${user}:${password}@tcp(db.example.com:3306)/db`],
]);

/** Pairs of which only the place tells that they are credentials: under another key, `a:b` may be anything. */
const COLONS_ONLY = new Set(["user:password", "host:user:password"]);

/** @param isCredential whether the document is secret as a whole. If not, the looks of a password must tell that it is one. */
const pairArbitrary = (isCredential: boolean): fc.Arbitrary<GeneratedDocument> =>
  fc
    .tuple(fc.constantFrom(...PAIRS), fc.constantFrom("admin", "jane"), bareSecret, randomSecret)
    .map(([[format, write], user, bare, random]) => {
      const password = isCredential || !COLONS_ONLY.has(format) ? bare : random;
      return {
        text: write(user, password),
        format,
        secret: [password],
        lines: [],
        open: [user, "db.example.com", "3306"],
      };
    });

const pemArbitrary: fc.Arbitrary<GeneratedDocument> = fc
  .array(fc.string({ unit: fc.constantFrom(...letters, "+", "/"), minLength: 64, maxLength: 64 }), {
    minLength: 2,
    maxLength: 4,
  })
  .map((lines) => [...lines, `${lines[0]?.slice(0, 22)}==`])
  .map((body) => ({
    text: `-----BEGIN PRIVATE KEY-----\n${body.join("\n")}\n-----END PRIVATE KEY-----`,
    format: "PEM",
    secret: [],
    lines: body,
    open: [],
  }));

function listArbitrary(inner: fc.Arbitrary<GeneratedDocument>): fc.Arbitrary<GeneratedDocument> {
  const secret = fc.tuple(fc.constantFrom(...SECRET_KEYS), leafSecret);
  const random = fc.tuple(fc.constantFrom(...OPEN_KEYS), randomSecret);
  const open = fc.tuple(fc.constantFrom(...OPEN_KEYS), fc.constantFrom(...OPEN_VALUES));
  const nested = fc.tuple(fc.constantFrom("config", "files.main", "data"), inner);
  return fc
    .tuple(
      fc.constantFrom(...DOCUMENT_FORMATS),
      fc.array(secret, { minLength: 1, maxLength: 2 }),
      fc.array(random, { maxLength: 1 }),
      fc.array(open, { minLength: 1, maxLength: 3 }),
      fc.array(nested, { maxLength: 1 }),
      fc.constantFrom(...wrappers),
    )
    .map(([[format, write], secrets, randoms, opens, documents, [wrapper, wrap]]) => {
      const pairs = new Map([...opens, ...randoms, ...secrets]);
      const text = (isWrapped: boolean): string | undefined =>
        write(
          [
            ...pairs,
            ...documents.map(([key, { text }]) => [key, isWrapped ? wrap(text) : text] as const),
          ].map(([key, value]) => ({ key, value })),
        );
      const plain = text(false);
      const written = plain ?? text(true);
      // A format that writes neither form of a value gives way to JSON.
      const fallback = JSON.stringify([Object.fromEntries(pairs), ...documents.map(([, one]) => one.text)]);
      const inner = documents.map(([, one]) => one);
      return {
        text: written ?? fallback,
        format: [
          written === undefined ? "JSON" : format,
          ...(plain === undefined ? [wrapper] : []),
          ...inner.map((one) => one.format),
        ].join(" > "),
        secret: [
          ...[...pairs]
            .filter(([key, value]) => SECRET_KEYS.includes(key) || !OPEN_VALUES.includes(value))
            .map(([, value]) => value),
          ...inner.flatMap((one) => one.secret),
        ],
        lines: inner.flatMap((one) => one.lines),
        open: [
          ...[...pairs.values()].filter((value) => OPEN_VALUES.includes(value)),
          ...inner.flatMap((one) => one.open),
        ],
      };
    });
}

function wrapped(inner: fc.Arbitrary<GeneratedDocument>): fc.Arbitrary<GeneratedDocument> {
  return fc.tuple(inner, fc.constantFrom(...wrappers)).map(([one, [name, wrap]]) => ({
    ...one,
    text: wrap(one.text),
    format: `${name} > ${one.format}`,
  }));
}

const flat = listArbitrary(fc.oneof(pairArbitrary(false), pemArbitrary));
const nested = listArbitrary(fc.oneof(flat, wrapped(flat)));

/** Documents of every format, in each other. */
export const documentArbitrary: fc.Arbitrary<GeneratedDocument> = fc.oneof(
  flat,
  pairArbitrary(true),
  pemArbitrary,
  nested,
  wrapped(nested),
  listArbitrary(nested),
);
