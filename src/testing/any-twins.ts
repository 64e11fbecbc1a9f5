import { create, type Message } from "@bufbuild/protobuf";
import { type Any, AnySchema, anyPack } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { both, independent, same, type Twin } from "./twin.js";
import type { MessageTwins, TwinsContext } from "./twins-context.js";

/** What stands before the slash and the type name in a type URL. */
const HOSTS = [
  "example.com/types",
  "https://types.example:8443/v1",
  "",
  "type.googleapis.com/nested",
  "\u{1f511}",
];

/**
 * Twins of `google.protobuf.Any`: with messages of known types under the usual URL and others, with types that are not
 * known, and with a credential in the URL. Such a URL is secret, and so is the payload: it shows what type it has.
 */
export function anyTwins(
  depth: number,
  context: TwinsContext,
  messageTwins: MessageTwins,
): fc.Arbitrary<Twin<Message>> {
  const empty = same<Message>(fc.constant(null).map(() => create(AnySchema)));
  if (depth <= 1 || context.anyTypes.length === 0) return empty;
  const packed: fc.Arbitrary<Twin<Any>> = fc
    .constantFrom(...context.anyTypes)
    .chain((desc) =>
      messageTwins(desc, depth - 1, context).map((twin) => both(twin, (message) => anyPack(desc, message))),
    );
  const foreign = fc
    .tuple(packed, fc.constantFrom(...HOSTS))
    .map(([twin, host]) => both(twin, (any) => withHost(any, host)));
  const { credentials } = context.secrecy;
  return fc.oneof<fc.WeightedArbitrary<Twin<Message>>[]>(
    { weight: 5, arbitrary: packed },
    { weight: 2, arbitrary: foreign },
    { weight: 1, arbitrary: empty },
    ...(context.unknownTypes ? [{ weight: 1, arbitrary: unknownTwins() }] : []),
    ...(credentials === undefined
      ? []
      : [{ weight: 1, arbitrary: secretTwins(packed, credentials, context) }]),
  );
}

function withHost(any: Any, host: string): Any {
  return create(AnySchema, {
    typeUrl: host + any.typeUrl.slice(any.typeUrl.lastIndexOf("/")),
    value: any.value,
  });
}

const payload = fc.uint8Array({ minLength: 1, maxLength: 12 });

/** A payload of a type that is not known is not printed, so the twins have different ones. */
function unknownTwins(): fc.Arbitrary<Twin<Message>> {
  const url = fc.constantFrom("type.googleapis.com/no.such.Type", "example.com/Unknown", "Slashless");
  return fc
    .tuple(url, independent(payload))
    .map(([typeUrl, values]) => both(values, (value) => create(AnySchema, { typeUrl, value })));
}

function secretTwins(
  packed: fc.Arbitrary<Twin<Any>>,
  credentials: fc.Arbitrary<string>,
  { unknownTypes }: TwinsContext,
): fc.Arbitrary<Twin<Message>> {
  // Whether there is a payload does show.
  const known = fc
    .tuple(
      packed.map(([any]) => any).filter(({ value }) => value.length > 0),
      credentials,
    )
    .map(([any, credential]) => withHost(any, credential));
  const unknown = fc
    .tuple(payload, credentials)
    .map(([value, credential]) => create(AnySchema, { typeUrl: `example.com/${credential}`, value }));
  return independent<Message>(unknownTypes ? fc.oneof(known, unknown) : known);
}
