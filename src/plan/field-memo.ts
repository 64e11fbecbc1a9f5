import type { FieldPlan } from "./compiled.js";

/**
 * Remembers what was made for fields that the plans of several readers share. Whoever makes it must use nothing of the message's plan
 * but what `shared-fields.ts` compares. For all other fields, it is made each time.
 */
export class FieldMemo<T extends object> {
  readonly #made = new WeakMap<FieldPlan, T>();

  of(field: FieldPlan, make: () => T): T {
    if (!field.isShared) return make();
    const made = this.#made.get(field) ?? make();
    this.#made.set(field, made);
    return made;
  }
}
