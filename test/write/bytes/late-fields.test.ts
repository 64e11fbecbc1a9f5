import { describe, expect, it, vi } from "vitest";
import { ByteParts } from "../../../src/write/bytes/byte-parts.js";
import { LateFields } from "../../../src/write/bytes/late-fields.js";
import { OddBytesError } from "../../../src/write/bytes/odd-bytes-error.js";

describe("fields that are written late", () => {
  const one = new ByteParts(Uint8Array.of(1));

  it("are written by their slots, once, unless they are cleared", () => {
    const late = new LateFields();
    late.clear([1]);
    expect([late.has(1), late.has(2)]).toEqual([false, false]);
    late.set(10, new ByteParts(Uint8Array.of(3)));
    late.set(2, one);
    late.set(9, one);
    late.set(2, new ByteParts(Uint8Array.of(2)));
    late.clear([9, 5]);
    expect([2, 9, 10].map((slot) => late.has(slot))).toEqual([true, false, true]);
    const parts = new ByteParts();
    late.addTo(parts);
    expect([...parts.joined()]).toEqual([2, 3]);
  });

  it("are none in most messages", () => {
    const parts = new ByteParts();
    new LateFields().addTo(parts);
    expect(parts.length).toBe(0);
  });

  it.each([0, 1, 29, 30, 31, 32, 100])("a message that comes twice must be read as one: slot %d", (slot) => {
    const late = new LateFields();
    late.meetMessage(slot);
    late.meetMessage(slot + 1);
    expect(() => late.meetMessage(slot)).toThrow(OddBytesError);
    expect(() => late.meetMessage(slot + 1)).toThrow(OddBytesError);
    late.meetMessage(slot + 2);
  });

  it("messages of different fields are no such message, however many fields the type has", () => {
    const late = new LateFields();
    for (let slot = 0; slot < 100; slot++) late.meetMessage(slot);
  });

  it("no set is made for the first slots: most types have no more", () => {
    const refused = vi.fn();
    vi.stubGlobal("Set", refused);
    const late = new LateFields();
    for (let slot = 0; slot < 30; slot++) late.meetMessage(slot);
    vi.unstubAllGlobals();
    expect(refused).not.toHaveBeenCalled();
  });
});
