import { describe, expect, it } from "vitest";
import { createSanitizer, STRIPPED } from "../../src/index.js";
import { registry } from "../properties/subjects.js";

const sanitizer = createSanitizer({
  schemas: [registry],
  policy: { mapKeys: [{ field: "by_string", keys: ["key-7"] }] },
});

const COUNT = 1000;
const keys = Array.from({ length: COUNT }, (_, index) => `key-${index}`);

/** A list that counts how often one of its items is looked at. */
function counted<T>(items: readonly T[]): { readonly list: readonly T[]; looks(): number } {
  let looks = 0;
  const list = new Proxy(items, {
    get(target, property, receiver) {
      if (typeof property === "string" && /^\d+$/.test(property)) looks++;
      return Reflect.get(target, property, receiver);
    },
  });
  return { list, looks: () => looks };
}

/** A Map that counts how often one of its keys is looked at. */
class CountedMap extends Map<string, string> {
  looks = 0;

  override *keys(): MapIterator<string> {
    for (const key of super.keys()) {
      this.looks++;
      yield key;
    }
    return undefined;
  }
}

describe("a copy of a map takes time in proportion to its entries", () => {
  it.each<[string, (key: string) => object]>([
    ["pairs", (key) => [key, "value"]],
    ["entry messages", (key) => ({ key, value: "value" })],
  ])("a list of %s", (_, entry) => {
    const { list, looks } = counted(keys.map(entry));
    const copy = sanitizer.redact("probe.v1.Maps", { by_string: list });
    expect(JSON.stringify(copy)).toContain(STRIPPED);
    expect(looks()).toBeLessThan(COUNT * 20);
  });

  it("a Map", () => {
    const map = new CountedMap(keys.map((key) => [key, "value"]));
    const copy = sanitizer.redact("probe.v1.Maps", { by_string: map });
    expect(copy?.by_string.get("key-7")).toBe(STRIPPED);
    expect(map.looks).toBeLessThan(COUNT * 20);
  });
});
