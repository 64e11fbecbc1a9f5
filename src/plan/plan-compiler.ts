import { REASON, STRIPPED, UNREVIEWED } from "../marker.js";
import { hasKeys } from "../policy/field-names.js";
import type { Judge } from "../policy/judge.js";
import { isOfProtobuf } from "../policy/suspicion.js";
import { type KeyedVerdict, secretBy, type Verdict } from "../policy/verdict.js";
import { isString } from "../scalars/scalars.js";
import type { FieldShape, MessageShape } from "../schema/message-shape.js";
import type { SchemaSet } from "../schema/schema-set.js";
import { isStructType, isTypedStruct } from "../schema/well-known.js";
import { anyRuleOf } from "./any.js";
import { type FailedPlan, type FieldPlan, mayContainSecrets, type Plan } from "./compiled.js";
import { jsonTextOf } from "./json-text.js";
import { mapKeysOf } from "./map-keys.js";
import { partialTextOf } from "./partial-text.js";
import type { SharedFields } from "./shared-fields.js";
import { sharedTypeTest } from "./shared-plans.js";
import { typedStructRuleOf } from "./typed-struct.js";

/** A type to compile. */
interface Target {
  readonly typeName: string;
  readonly holder: Holder;
}

/**
 * What matters of the place of a message: for Struct, Value and ListValue, the verdict of the keyed field that holds them; for types
 * of protobuf, whether no field holds them, because default deny hides them then.
 */
type Holder = KeyedVerdict | typeof OUTERMOST | undefined;
const OUTERMOST = "outermost";

/** A type under compilation: its place in Tarjan's search for groups of types that contain each other. */
interface Draft {
  readonly target: Target;
  readonly index: number;
  lowLink: number;
  readonly dependencies: Draft[];
  /** Filled field by field; complete when the draft's group is published. */
  readonly fields: Mutable<FieldPlan>[];
  readonly holes: { readonly field: Mutable<FieldPlan>; readonly draft: Draft }[];
  failure: string | undefined;
  mayContainSecrets: boolean;
  plan: Plan | undefined;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Compiles shapes and verdicts into plans, once per type. Types that contain each other form a group, which is
 * published only when all of it compiled. If one type of a group fails, the plans of all its types fail: a plan with a
 * hole would print the values that it does not cover.
 */
export class PlanCompiler {
  readonly #schemas: SchemaSet;
  readonly #judge: Judge;
  readonly #onRoot: ((plan: Plan) => void) | undefined;
  /** The plan of a type that another reader's compiler has, too; undefined if the type is judged in another way there. */
  readonly #shared: ((typeName: string) => Plan | undefined) | undefined;
  /** Plans of the types that were asked for: they are in {@link #plans}, too. */
  readonly #roots = new Map<Holder, Map<string, Plan>>();
  readonly #plans = new Map<Holder, Map<string, Plan>>();
  readonly #drafts = new Map<Holder, Map<string, Draft>>();
  /** What the compilers of several readers have in common. */
  readonly #fields: SharedFields | undefined;
  readonly #stack: Draft[] = [];
  #nextIndex = 0;

  /**
   * @param onRoot is called once for each type that is asked for, with its plan. It must not throw.
   * @param fields what the compilers of several readers share. Undefined if there is only one.
   * @param like the compiler of another reader of the same schemas. Plans that are the same for both readers are shared.
   */
  constructor(
    schemas: SchemaSet,
    judge: Judge,
    onRoot?: (plan: Plan) => void,
    fields?: SharedFields,
    like?: PlanCompiler,
  ) {
    this.#schemas = schemas;
    this.#judge = judge;
    this.#onRoot = onRoot;
    this.#fields = fields;
    if (like === undefined) return;
    const isShared = sharedTypeTest(schemas, [judge, like.#judge]);
    this.#shared = (typeName) => (isShared(typeName) ? like.#compiled(typeName) : undefined);
  }

  /** The plan of a type by its full name, for messages that no field holds; undefined if no schema knows it. Never throws. */
  plan(typeName: string): Plan | undefined {
    return this.#root(typeName, this.#judge.hidesUnlisted && isOfProtobuf(typeName) ? OUTERMOST : undefined);
  }

  #root(typeName: string, holder: Holder): Plan | undefined {
    const roots = entry(this.#roots, holder);
    const known = roots.get(typeName);
    if (known !== undefined) return known;
    try {
      // Also if a field holds messages of the type, and so it has a plan: one that failed.
      if (this.#schemas.message(typeName) === undefined) return undefined;
      const plan = this.#compiled(typeName, holder);
      if (plan === undefined) return undefined;
      roots.set(typeName, plan);
      this.#onRoot?.(plan);
      return plan;
    } catch {
      // Only a type graph that is too deep for the stack gets here.
      return failedPlan(typeName, REASON.notCompiled);
    }
  }

  /** The plan of a type, whoever asks for it. @throws if the type graph is too deep for the stack. */
  #compiled(typeName: string, holder?: Holder): Plan | undefined {
    const target = { typeName, holder };
    try {
      return this.#known(target) ?? this.#visit(target).plan;
    } catch (error) {
      // Drop all drafts and publish none of them.
      this.#drafts.clear();
      this.#stack.length = 0;
      throw error;
    }
  }

  #known({ typeName, holder }: Target): Plan | undefined {
    const known = this.#plans.get(holder)?.get(typeName);
    return known ?? (holder === undefined ? this.#shared?.(typeName) : undefined);
  }

  #visit(target: Target): Draft {
    const draft: Draft = {
      target,
      index: this.#nextIndex,
      lowLink: this.#nextIndex++,
      dependencies: [],
      fields: [],
      holes: [],
      failure: undefined,
      mayContainSecrets: false,
      plan: undefined,
    };
    entry(this.#drafts, target.holder).set(target.typeName, draft);
    this.#stack.push(draft);
    const shape = this.#schemas.message(target.typeName);
    if (shape === undefined) draft.failure = REASON.unknownType;
    else this.#compileFields(draft, shape);
    if (draft.lowLink === draft.index) this.#publishGroup(this.#stack.splice(this.#stack.indexOf(draft)));
    return draft;
  }

  #compileFields(draft: Draft, shape: MessageShape): void {
    for (const field of shape.fields) {
      const plan = this.#compileField(field, draft);
      draft.fields.push(plan);
      if (field.type.kind !== "message") continue;
      this.#dependOn({ typeName: field.type.typeName, holder: holderOf(field, plan) }, plan, draft);
    }
    // What an Any holds is known only when it is opened.
    if (shape.typeName === "google.protobuf.Any" || isTypedStruct(shape.typeName))
      draft.mayContainSecrets = true;
  }

  #compileField(field: FieldShape, draft: Draft): Mutable<FieldPlan> {
    const { holdsCredential } = this.#judge;
    const verdict = this.#verdict(field, draft);
    const ofStrings = isString(field.type) ? this.#judge.detectorOf(field) : undefined;
    return {
      field,
      verdict,
      isHidden: verdict.kind === "secret",
      isOmitted: verdict.kind === "secret" && verdict.action === "omit" && !isRequired(field),
      marker: verdict.kind === "secret" && verdict.isUnreviewed ? UNREVIEWED : STRIPPED,
      partial: verdict.kind === "secret" ? partialTextOf(field, verdict.action) : undefined,
      keys: mapKeysOf(field, verdict, holdsCredential),
      json: jsonTextOf(verdict, ofStrings ?? holdsCredential),
      holdsCredential: ofStrings,
      message: undefined,
      isShared: false,
    };
  }

  #verdict(field: FieldShape, draft: Draft): Verdict {
    try {
      const { holder } = draft.target;
      const own = this.#judge.verdict(field, this.#schemas, holder === OUTERMOST);
      return holder === OUTERMOST ? own : this.#addHolder(own, field, holder);
    } catch (error) {
      // The stack is not the descriptor's fault, and the next call has another one.
      if (isStackOverflow(error)) throw error;
      draft.failure = REASON.unreadableOptions(field.name);
      return secretBy({ kind: "field", name: field.fullName });
    }
  }

  /** Adds the rules of the field that holds a Struct to the rules of a field inside the Struct. */
  #addHolder(own: Verdict, field: FieldShape, holder: KeyedVerdict | undefined): Verdict {
    if (holder === undefined || own.kind === "secret" || !hasKeys(field)) return own;
    return own.kind === "open" ? holder : this.#judge.combine(own, holder);
  }

  #dependOn(target: Target, field: Mutable<FieldPlan>, draft: Draft): void {
    const known = this.#known(target);
    if (known !== undefined) {
      field.message = known;
      return;
    }
    const open = this.#drafts.get(target.holder)?.get(target.typeName);
    const dependency = open ?? this.#visit(target);
    if (dependency.plan !== undefined) {
      field.message = dependency.plan;
      return;
    }
    // Still open: it is in this draft's group. Its plan is filled in when the group is published.
    draft.lowLink = Math.min(draft.lowLink, open === undefined ? dependency.lowLink : dependency.index);
    draft.dependencies.push(dependency);
    draft.holes.push({ field, draft: dependency });
  }

  #publishGroup(group: readonly Draft[]): void {
    const planIn =
      ({ target }: Draft) =>
      (name: string): Plan | undefined =>
        target.holder === OUTERMOST ? this.plan(name) : this.#root(name, undefined);
    const { holdsCredential } = this.#judge;
    const failed = group.find((draft) => draft.failure !== undefined);
    const holdsSecrets = group.some(
      (draft) => draft.mayContainSecrets || draft.fields.some(mayContainSecrets),
    );
    for (const draft of group) {
      const { typeName } = draft.target;
      draft.plan =
        failed === undefined
          ? {
              kind: "message",
              typeName,
              fields: draft.fields,
              mayContainSecrets: holdsSecrets,
              recursive: draft.dependencies.length > 0,
              any: anyRuleOf(typeName, draft.fields, holdsCredential, planIn(draft)),
              typedStruct: typedStructRuleOf(typeName, draft.fields, holdsCredential, planIn(draft)),
            }
          : failedPlan(
              typeName,
              failed === draft ? reason(draft) : `${failed.target.typeName}: ${reason(failed)}`,
            );
    }
    for (const { field, draft } of group.flatMap((one) => one.holes)) field.message = draft.plan;
    for (const { plan, fields } of group) if (plan?.kind === "message") this.#fields?.share(plan, fields);
    for (const draft of group) {
      if (draft.plan !== undefined) this.#publish(draft.target, draft.plan);
      this.#drafts.get(draft.target.holder)?.delete(draft.target.typeName);
    }
  }

  #publish(target: Target, plan: Plan): Plan {
    entry(this.#plans, target.holder).set(target.typeName, plan);
    return plan;
  }
}

const OVERFLOWS: readonly string[] = ["call stack size exceeded", "too much recursion"];

/** The verdict of the keyed field under which a message type is compiled. Only Struct, Value and ListValue need it. */
function holderOf(field: FieldShape, plan: FieldPlan): KeyedVerdict | undefined {
  if (field.type.kind !== "message" || !isStructType(field.type.typeName)) return undefined;
  return plan.verdict.kind === "keyed" ? plan.verdict : undefined;
}

/** Whether a message without the field cannot be decoded. Then the field is stripped, not omitted. */
function isRequired({ cardinality }: FieldShape): boolean {
  return cardinality.kind === "singular" && cardinality.isRequired;
}

/** Whether an error is a stack overflow, as V8, JavaScriptCore and SpiderMonkey throw it. */
function isStackOverflow(error: unknown): boolean {
  // No pattern: V8 ends the process if the stack is too short to compile one, and here it is short.
  return error instanceof Error && OVERFLOWS.some((text) => error.message.includes(text));
}

function reason(draft: Draft): string {
  return draft.failure ?? REASON.notCompiled;
}

function failedPlan(typeName: string, why: string): FailedPlan {
  return { kind: "failed", typeName, reason: why };
}

function entry<K, V>(maps: Map<K, Map<string, V>>, key: K): Map<string, V> {
  const map = maps.get(key) ?? new Map<string, V>();
  maps.set(key, map);
  return map;
}
