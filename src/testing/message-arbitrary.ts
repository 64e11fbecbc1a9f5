import {
  createRegistry,
  type DescMessage,
  type Message,
  type MessageShape,
  type Registry,
} from "@bufbuild/protobuf";
import {
  DurationSchema,
  EmptySchema,
  StringValueSchema,
  StructSchema,
  TimestampSchema,
} from "@bufbuild/protobuf/wkt";
import type fc from "fast-check";
import { type OptionNames, readOptions } from "../options/read-options.js";
import type { Policy } from "../policy/policy.js";
import { messageTwins } from "./message-twins.js";
import { NOTHING_SECRET, type Secrecy, secrecyOf, type Twin, type TwinsContext } from "./twins.js";

/** Bounds and ingredients of generated messages. */
export interface MessageConstraints {
  /** The deepest nesting of messages, the outermost included. Default: 4. */
  readonly maxDepth?: number;
  /** The most items of a list and entries of a map. Default: 3. */
  readonly maxItems?: number;
  /** Whether messages also carry fields that their type does not have. Default: true. */
  readonly unknownFields?: boolean;
  /** Types that an Any may hold. Default: those of the type's own file, and a few well-known ones. */
  readonly registry?: Registry;
  /** Whether an Any may also hold a message of another type, which nothing can decode. Default: false. */
  readonly unknownTypes?: boolean;
  /**
   * Texts that the detectors of the policy find, for twins. Default: JSON Web Tokens, GitHub tokens and URLs with
   * passwords, as far as the detectors find them.
   */
  readonly credentials?: fc.Arbitrary<string>;
}

const CONSTRAINTS: OptionNames<MessageConstraints> = {
  maxDepth: true,
  maxItems: true,
  unknownFields: true,
  registry: true,
  unknownTypes: true,
  credentials: true,
};

/**
 * Generates valid messages of any type, for @bufbuild/protobuf: every kind of field, set and not set; edge values; unknown
 * enum values and unknown fields; an Any of registered types; bounded recursion; and texts and keys that often break
 * printing. Every message can be encoded: `toBinary` does not refuse it.
 *
 * @example
 * ```ts
 * fc.assert(
 *   fc.property(messageArbitrary(NodePublishVolumeRequestSchema), (request) => {
 *     JSON.parse(sanitizer.stringify(request));
 *   }),
 * );
 * ```
 */
export function messageArbitrary<Desc extends DescMessage>(
  type: Desc,
  constraints: MessageConstraints = {},
): fc.Arbitrary<MessageShape<Desc>> {
  // Made from the very descriptor, so of its shape.
  return twins(type, NOTHING_SECRET, read(constraints)).map(([message]) => message as MessageShape<Desc>);
}

/**
 * Generates twins: pairs of messages that differ only in the values that a policy makes secret. Code that prints without
 * secrets must print the same text for both. A secret field is set in both messages or in neither.
 *
 * @param policy the rules for what is secret. Default: the default field options.
 * @example
 * ```ts
 * fc.assert(
 *   fc.property(twinsArbitrary(NodePublishVolumeRequestSchema, csiPolicy()), ([left, right]) => {
 *     expect(myDriver.logLine(left)).toBe(myDriver.logLine(right));
 *   }),
 * );
 * ```
 */
export function twinsArbitrary<Desc extends DescMessage>(
  type: Desc,
  policy: Policy | readonly Policy[] = {},
  constraints: MessageConstraints = {},
): fc.Arbitrary<[MessageShape<Desc>, MessageShape<Desc>]> {
  const bounds = read(constraints);
  // Made from the very descriptor, so of its shape.
  return twins(type, secrecyOf(policy, bounds.credentials), bounds).map(
    ([left, right]) => [left, right] as [MessageShape<Desc>, MessageShape<Desc>],
  );
}

/** Twins of a type, as one arbitrary. */
export type TwinsOf = (type: DescMessage) => fc.Arbitrary<Twin<Message>>;

/**
 * Twins of many types, which share their parts: a part of several types is built only once. Building takes longer than
 * generating, so tests of many types use this. Not for users.
 *
 * @param policy the rules for what is secret. Undefined if nothing is secret; then both twins are the same.
 */
export function sharedTwins(
  policy: Policy | readonly Policy[] | undefined,
  constraints: MessageConstraints & { readonly registry: Registry },
): TwinsOf {
  const secrecy = policy === undefined ? NOTHING_SECRET : secrecyOf(policy, constraints.credentials);
  return twinsOf(secrecy, constraints.registry, constraints);
}

/** The constraints without what they inherit: a copy by spread would inherit it again. */
function read(constraints: MessageConstraints): MessageConstraints {
  return readOptions("constraints", constraints, CONSTRAINTS);
}

function twins(
  type: DescMessage,
  secrecy: Secrecy,
  constraints: MessageConstraints,
): fc.Arbitrary<Twin<Message>> {
  return twinsOf(secrecy, constraints.registry ?? defaultAnyTypes(type), constraints)(type);
}

function twinsOf(
  secrecy: Secrecy,
  registry: Registry,
  { maxDepth = 4, maxItems = 3, unknownFields = true, unknownTypes = false }: MessageConstraints,
): TwinsOf {
  const anyTypes = [...registry].filter((one): one is DescMessage => one.kind === "message");
  const context: TwinsContext = { secrecy, maxItems, unknownFields, unknownTypes, anyTypes, made: new Map() };
  return (type) => messageTwins(type, maxDepth, context);
}

function defaultAnyTypes(type: DescMessage): Registry {
  return createRegistry(
    type.file,
    TimestampSchema,
    DurationSchema,
    StringValueSchema,
    StructSchema,
    EmptySchema,
  );
}
