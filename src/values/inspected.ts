import { kindOf } from "./kinds.js";
import type { InspectedRules } from "./walk-rules.js";

/**
 * How `util.inspect` looks at objects. It looks behind proxies, and into promises and iterators, where no other code can look.
 * Only Node has it, and only Node can tell what a proxy is.
 */
export const INSPECTED: InspectedRules = {
  isProxy(object) {
    const { process } = globalThis as { readonly process?: NodeProcess }; // other platforms have none
    return process?.getBuiltinModule?.("util").types.isProxy(object) === true;
  },
  preview(object) {
    // The kind is what the object says of itself.
    const kind = object instanceof Promise ? "Promise" : kindOf(object);
    return PREVIEWED.test(kind) ? `[${kind}]` : undefined;
  },
};

interface NodeProcess {
  getBuiltinModule?(name: "util"): { readonly types: { isProxy(object: object): boolean } };
}

const PREVIEWED = /^(?:Promise|(?:Map|Set) Iterator|Weak(?:Map|Set|Ref))$/;
