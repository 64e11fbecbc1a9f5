import { actionTables } from "../policy/action-tables.js";
import { checkPolicies } from "../policy/check-policies.js";
import type { ActionOf } from "../policy/classes.js";
import { copyPolicies } from "../policy/copy-policies.js";
import { explain, reachableTypes } from "../policy/explain.js";
import { createJudge, type Judge } from "../policy/judge.js";
import { suspectsOf } from "../policy/suspects.js";
import type { SchemaSources } from "../schema/descriptor-input.js";
import { SchemaSet } from "../schema/schema-set.js";
import { SchemaError } from "../schema/type-source.js";
import { wellKnownSource } from "../schema/well-known-source.js";
import { resolveLimits } from "../write/limits.js";
import { GO_FORMAT, PROTOJSON_FORMAT } from "../write/text/text-format.js";
import type { MessageObjects } from "./known-messages.js";
import { MessagePrinter } from "./message-printer.js";
import type { PrintingOptions, SanitizerOptions } from "./sanitizer-options.js";
import { type MakeScope, type SchemaScope, SchemaScopes, type ScopedType } from "./schema-scope.js";
import { Stripped } from "./stripped.js";
import { checkSuspects, onSuspectOf, suspectWarner } from "./suspect-checks.js";
import type { TextSanitizer } from "./text-sanitizer.js";
import { TypeLookup } from "./type-lookup.js";

/** The methods of a sanitizer that print or explain. They take whatever the schema sources recognise as a type. */
export type PrintingMethods = Omit<TextSanitizer<unknown>, "for">;

/** What all sanitizers have in common. */
export interface TextParts<Scope extends SchemaScope> {
  readonly text: PrintingMethods;
  readonly types: TypeLookup<Scope>;
  readonly judge: Judge;
  /** The same for an audience. The same audience always has the same parts. @throws {PolicyError} if there is no such audience. */
  audience(name: string): TextParts<Scope>;
}

/**
 * Sets up a sanitizer: copies and checks what was given.
 *
 * @param scopeOf makes the scope of schemas, with the writers that the sanitizer has.
 * @param objects the message objects that it reads.
 */
export function textParts<Scope extends SchemaScope>(
  { sources, given: givenType }: SchemaSources,
  { policy, classes, audiences, pseudonyms, format, limits, onSuspect }: PrintingOptions,
  scopeOf: MakeScope<Scope>,
  objects: MessageObjects,
): TextParts<Scope> {
  const given = new SchemaSet(sources);
  checkFieldOptions(given);
  const policies = copyPolicies(policy);
  checkPolicies(policies, given);
  const tables = actionTables(classes, audiences, policies, pseudonyms);
  const reviewer = createJudge(policies, { actionOf: tables.base });
  const reaction = onSuspectOf(onSuspect);
  if (reaction === "throw") checkSuspects(suspectsOf(given, reviewer));
  const stripsSuspects = reaction === "strip" || reaction === "throw";
  const options = {
    given: givenType,
    format: formatOf(format),
    limits: resolveLimits(limits),
    hasAudiences: tables.hasAudiences,
    onRoot: reaction === "warn" ? suspectWarner(reviewer) : undefined,
  };
  const schemas = given.withFallback(wellKnownSource);
  const made = new Map<ActionOf, TextParts<Scope>>();
  let first: SchemaScopes<Scope> | undefined;
  const partsFor = (actionOf: ActionOf): TextParts<Scope> => {
    const known = made.get(actionOf);
    if (known !== undefined) return known;
    const judge = createJudge(policies, { actionOf, stripsSuspects });
    const scopes = new SchemaScopes(schemas, { ...options, judge }, scopeOf, first);
    first ??= scopes;
    const types = new TypeLookup(scopes, objects);
    const printer = new MessagePrinter(types);
    const parts: TextParts<Scope> = {
      judge,
      types,
      text: printingMethods(printer, scopes, { given, judge, reviewer }),
      audience: (name) => partsFor(tables.audience(name)),
    };
    made.set(actionOf, parts);
    return parts;
  };
  return partsFor(tables.base);
}

/** What explains the verdicts of a sanitizer. */
interface Reviewing {
  readonly given: SchemaSet;
  readonly judge: Judge;
  /** The judge that does not strip suspects. */
  readonly reviewer: Judge;
}

function printingMethods(
  printer: MessagePrinter,
  scopes: SchemaScopes<SchemaScope>,
  { given, judge, reviewer }: Reviewing,
): PrintingMethods {
  return {
    strip: (...args: Arguments) => new Stripped(printer, typeIn(args), messageIn(args)),
    stringify: (...args: Arguments) => printer.text(typeIn(args), messageIn(args)),
    toJson: (...args: Arguments) => printer.json(typeIn(args), messageIn(args)),
    stringifyBinary: (type, bytes) => printer.binaryText(type, bytes),
    method(path) {
      const shape = given.method(path);
      return shape && { input: shape.inputType, output: shape.outputType };
    },
    explain(type) {
      const { name, scope } = knownType("explain", type, scopes);
      return explain(name, scope.schemas, judge);
    },
    suspects(type) {
      if (type === undefined) return suspectsOf(given, reviewer);
      const { name, scope } = knownType("suspects", type, scopes);
      return suspectsOf(scope.schemas, reviewer, reachableTypes(name, scope.schemas, reviewer));
    },
  };
}

function knownType(
  method: string,
  type: unknown,
  scopes: SchemaScopes<SchemaScope>,
): ScopedType<SchemaScope> {
  const found = scopes.find(type) ?? { name: "", scope: scopes.own };
  // Nothing is printed, so no plan is needed.
  if (found.scope.schemas.message(found.name) !== undefined) return found;
  // A text with any other character is not a name. It may be a value that was given by mistake.
  const shown = /^[\w.]{0,256}$/.test(found.name) ? found.name : "that was given, which is no full name";
  throw new SchemaError(`${method}: no schema knows the type ${shown}`);
}

function checkFieldOptions(schemas: SchemaSet): void {
  const typeName = schemas.typeWithoutOptions();
  if (typeName === undefined) return;
  throw new SchemaError(
    `schemas: the custom options of ${typeName} are lost in what proto-loader and Root.fromDescriptor make, so its ` +
      "secret fields cannot be told. Pass a schema that keeps them beside it: a protobufjs Root of the .proto files, " +
      "the bytes of `buf build -o set.binpb`, a type of @bufbuild/protobuf, or csiRegistry for CSI",
  );
}

function formatOf(format: SanitizerOptions["format"] = "go"): typeof GO_FORMAT {
  if (format === "go") return GO_FORMAT;
  if (format === "protojson") return PROTOJSON_FORMAT;
  throw new RangeError(`format: expected "go" or "protojson"`);
}

/** The arguments of a method whose first one, the type, may be left out. */
export type Arguments = [message: unknown] | [type: unknown, message: unknown];

/** The type, if it was given. */
export function typeIn(args: Arguments): unknown {
  return args.length === 2 ? args[0] : undefined;
}

/** The message. */
export function messageIn(args: Arguments): unknown {
  return args.length === 2 ? args[1] : args[0];
}
