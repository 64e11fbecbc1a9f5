import type { MessagePlan, Plan } from "../../plan/compiled.js";
import { Path } from "../../plan/path.js";
import type { Detector } from "../../policy/policy.js";
import { objectRepresentation } from "../../representations/object/objects.js";
import type { MessageAccess, Representation } from "../../representations/representation.js";
import type { Limits } from "../limits.js";
import { copyOpenedAny, copyPayload } from "./any-copy.js";
import { copyOnce } from "./copy-once.js";
import { formsCopy } from "./form-copy.js";
import { withoutFields } from "./object-like.js";
import type { SpecialCopies } from "./property-copy.js";
import { copyTypedStruct } from "./typed-struct-copy.js";
import { type CopyContext, type CopyValue, DROPPED, type ValueCopy } from "./value-copy.js";

/** The options of a copier. */
export type CopierOptions = Pick<CopyContext, "holdsCredential" | "limits" | "payload">;

/** More messages than a normal message contains. After that many, each message is copied only once, and the copy is reused. */
const MOST_REPEATED = 1000;

/**
 * Copies message objects without their secrets. A copy has the same type and representation. Secret values are replaced, and
 * properties that the type does not have are dropped. The copy shares unchanged parts with the original. If nothing changes,
 * it is the original itself. The original never changes.
 *
 * Each pair of plan and representation is compiled into closures on first use.
 */
export class Copier implements CopyContext {
  readonly limits: Limits;
  readonly holdsCredential: Detector | undefined;
  readonly payload: CopyContext["payload"];
  readonly #copies = new Map<Representation, Map<MessagePlan, ValueCopy>>();

  constructor({ limits, holdsCredential, payload }: CopierOptions) {
    this.limits = limits;
    this.holdsCredential = holdsCredential;
    this.payload = payload;
  }

  /** The copy of a message; undefined for a value that cannot be read as one. Never throws. */
  copy(plan: Plan, representation: Representation, message: unknown): unknown {
    try {
      const copied = this.message(plan, representation).copy(message, 1, new Path(MOST_REPEATED));
      return copied === DROPPED ? undefined : copied;
    } catch {
      // A proxy threw, or the stack overflowed. The error may hold a value, so it is dropped.
      return undefined;
    }
  }

  /** The copy of a message in ProtoJSON that stands {@link depth} levels above the deepest one that is kept. May throw. */
  copyJson(plan: Plan, json: unknown, depth: number): unknown {
    const copies = this.message(plan, objectRepresentation(plan.typeName));
    const copied = copies.copy(json, this.limits.maxDepth - depth + 1, new Path(MOST_REPEATED));
    return copied === DROPPED ? undefined : copied;
  }

  message(plan: Plan | undefined, representation: Representation): ValueCopy {
    if (plan?.kind !== "message") return withoutAnything(plan?.typeName);
    const copies = this.#copies.get(representation) ?? new Map<MessagePlan, ValueCopy>();
    this.#copies.set(representation, copies);
    const known = copies.get(plan);
    if (known !== undefined) return known;
    let compiled: ValueCopy = withoutAnything(plan.typeName);
    // Remember it before it is compiled, because a recursive type contains itself.
    copies.set(plan, {
      copy: (message, depth, path) => compiled.copy(message, depth, path),
      replace: (secret) => compiled.replace(secret),
    });
    try {
      compiled = this.#compile(plan, representation.bind(plan));
    } catch (error) {
      // Stack overflow. Closures that were compiled meanwhile may be incomplete, so drop them all.
      this.#copies.clear();
      throw error;
    }
    copies.set(plan, compiled);
    return compiled;
  }

  #compile(plan: MessagePlan, access: MessageAccess): ValueCopy {
    const { maxDepth } = this.limits;
    const { fits, copy, replace } = this.#copyOfForms(plan, access);
    const accepts = (message: unknown): boolean => access.accepts(message) && fits(message);
    const copyAccepted: CopyValue = (message, depth, path) =>
      accepts(message) ? copy(message, depth, path) : DROPPED;
    const replaceAccepted = (secret: unknown): unknown => (accepts(secret) ? replace(secret) : DROPPED);
    return {
      copy(message, depth, path) {
        if (depth > maxDepth) return path.replacement(plan, message, () => replaceAccepted(message));
        if (!plan.recursive) return copyAccepted(message, depth, path);
        return copyOnce(
          plan,
          message,
          path,
          () => copyAccepted(message, depth, path),
          () => replaceAccepted(message),
        );
      },
      replace: replaceAccepted,
    };
  }

  #copyOfForms(plan: MessagePlan, access: MessageAccess): ReturnType<typeof formsCopy> {
    const { any, typedStruct } = plan;
    if (typedStruct?.payload?.isHidden === false) {
      const copy = copyTypedStruct(typedStruct, typedStruct.payload, access, this);
      return formsCopy(plan, access, this, new Map([[typedStruct.payload, copy]]));
    }
    if (any === undefined) return formsCopy(plan, access, this, new Map());
    const { payload } = any;
    const isOpen = payload !== undefined && !payload.isHidden;
    const special: SpecialCopies = new Map(isOpen ? [[payload, copyPayload(any, access, this)]] : []);
    const forms = formsCopy(plan, access, this, special);
    return { ...forms, copy: copyOpenedAny(plan, any, access, this, forms.copy) };
  }
}

/** The copy for messages whose type is not known or failed to compile: it keeps no field. */
function withoutAnything(typeName: string | undefined): ValueCopy {
  const copy = (message: unknown): unknown => withoutFields(message, typeName);
  return { copy, replace: copy };
}
