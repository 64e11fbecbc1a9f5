import type { FieldPlan, MessagePlan, Plan } from "../../plan/compiled.js";
import type { Detector } from "../../policy/policy.js";
import type { MessageReader, Reader } from "../../representations/reader.js";
import type { Limits } from "../limits.js";
import { AnyRedaction } from "./any-redaction.js";
import { formRedaction } from "./form-redaction.js";
import { UNKNOWN_LAYOUT } from "./known-layouts.js";
import { Nesting } from "./nesting.js";
import { withoutFields } from "./object-like.js";
import { DROPPED, type RedactProperty, type RedactValue, type ValueRedaction } from "./redact-value.js";

/** What a redactor is made of. */
export interface RedactorOptions {
  readonly limits: Limits;
  readonly holdsCredential: Detector | undefined;
  /** The plan of a type by its full name: asked when an Any is opened. */
  planOf(typeName: string): Plan | undefined;
  /** Redacts the message that is packed into an Any. May throw where the bytes are malformed. */
  redactWire(plan: MessagePlan, payload: Uint8Array, maxDepth: number): Uint8Array;
}

/**
 * Makes redacted copies of message objects: of the same type and representation, with secret values replaced, and
 * without what the type does not have. What does not change is shared with the original; where nothing does, the copy
 * is the original. It is never changed itself.
 *
 * Each pair of plan and representation is compiled into closures on first use.
 */
export class Redactor {
  readonly options: RedactorOptions;
  readonly #redactions = new Map<Reader, Map<MessagePlan, ValueRedaction>>();

  // Mostly messages of the same type come one after the other.
  #lastPlan: Plan | undefined;
  #lastReader: Reader | undefined;
  #lastRedaction: ValueRedaction | undefined;

  constructor(options: RedactorOptions) {
    this.options = options;
  }

  /** The redacted copy of a message; undefined for what cannot be read as one. Never throws. */
  redact(plan: Plan, reader: Reader, message: unknown): unknown {
    try {
      if (plan !== this.#lastPlan || reader !== this.#lastReader) {
        this.#lastRedaction = this.message(plan, reader);
        this.#lastPlan = plan;
        this.#lastReader = reader;
      }
      const redacted = this.#lastRedaction?.redact(message, 1, new Nesting());
      return redacted === DROPPED ? undefined : redacted;
    } catch {
      // A proxy, or the stack: what was thrown may hold a value, so it goes no further.
      return undefined;
    }
  }

  /** Redacts messages of a plan in a representation. */
  message(plan: Plan | undefined, reader: Reader): ValueRedaction {
    if (plan?.kind !== "message") return refusedRedaction(plan?.typeName);
    const redactions = this.#redactions.get(reader) ?? new Map<MessagePlan, ValueRedaction>();
    this.#redactions.set(reader, redactions);
    const known = redactions.get(plan);
    if (known !== undefined) return known;
    let compiled: ValueRedaction = refusedRedaction(plan.typeName);
    // Known before it is compiled: a recursive type meets itself.
    redactions.set(plan, {
      redact: (message, depth, nesting) => compiled.redact(message, depth, nesting),
      replace: (secret) => compiled.replace(secret),
    });
    try {
      compiled = this.#compile(plan, reader.bind(plan));
    } catch (error) {
      // The stack ended. What was compiled meanwhile may hold on to what is not, so none of it stays.
      this.#redactions.clear();
      throw error;
    }
    redactions.set(plan, compiled);
    return compiled;
  }

  #compile(plan: MessagePlan, bound: MessageReader): ValueRedaction {
    const { maxDepth } = this.options.limits;
    const { fits, glance, redact, replace } = this.#redactionOfForms(plan, bound);
    // Of a recursive type, a message may be inside itself.
    const layouts = glance?.kind === "nested" && !plan.recursive ? glance.layouts : undefined;
    const accepts = (message: unknown): boolean => bound.accepts(message) && fits(message);
    // Only a recursive type can hold a message inside itself.
    const redactNested: RedactValue = plan.recursive
      ? (message, depth, nesting) => nesting.redact(plan, redact, replace, message, depth)
      : redact;
    return {
      glance: layouts && glance,
      redact(message, depth, nesting) {
        if (layouts !== undefined) {
          const redacted = layouts.redact(message, depth, nesting);
          if (redacted !== UNKNOWN_LAYOUT) return redacted;
        }
        if (!accepts(message)) return DROPPED;
        return depth > maxDepth ? replace(message) : redactNested(message, depth, nesting);
      },
      replace: (secret) => (accepts(secret) ? replace(secret) : DROPPED),
    };
  }

  #redactionOfForms(plan: MessagePlan, bound: MessageReader): FormRedaction {
    const layout = bound.layout?.();
    if (layout === undefined) return { fits: () => true, ...refusedRedaction(plan.typeName) };
    const any = plan.typeName === "google.protobuf.Any" ? new AnyRedaction(plan, bound, this) : undefined;
    const payload = plan.fields.find(({ field }) => field.fullName === "google.protobuf.Any.value");
    const isOpen = payload !== undefined && payload.verdict.kind !== "secret";
    const special = new Map<FieldPlan, RedactProperty>(any && isOpen ? [[payload, any.payload]] : []);
    const parts = { plan, layout, bound, redactor: this, special };
    const redaction = firstThatFits(
      layout.forms.map((form) => {
        const fits = (message: unknown): boolean => form.fits(message);
        return { fits, ...formRedaction(form, parts) };
      }),
    );
    return any && isOpen
      ? { fits: redaction.fits, redact: any.opened(redaction.redact), replace: redaction.replace }
      : redaction;
  }
}

/** How messages of one form are redacted. */
interface FormRedaction extends ValueRedaction {
  fits(message: unknown): boolean;
}

function firstThatFits(forms: readonly FormRedaction[]): FormRedaction {
  const [only] = forms;
  if (only !== undefined && forms.length === 1) return only;
  const formOf = (message: unknown): FormRedaction | undefined => forms.find((form) => form.fits(message));
  return {
    fits: (message) => formOf(message) !== undefined,
    redact(message, depth, nesting) {
      const form = formOf(message);
      return form === undefined ? DROPPED : form.redact(message, depth, nesting);
    },
    replace(secret) {
      const form = formOf(secret);
      return form === undefined ? DROPPED : form.replace(secret);
    },
  };
}

/** Of messages whose type is not known, or could not be compiled, nothing is kept. */
function refusedRedaction(typeName: string | undefined): ValueRedaction {
  const withoutAny = (message: unknown): unknown => withoutFields(message, typeName);
  return { redact: withoutAny, replace: withoutAny };
}
