import { inspect, types } from "node:util";
import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../src/index.js";
import { CollectedSecrets } from "../../src/scrub/collected-secrets.js";
import { INSPECTED } from "../../src/values/inspected.js";
import { scrubbingRules } from "../../src/values/log-rules.js";
import { ValueWalk } from "../../src/values/value-walk.js";
import { Credential, HOLDERS, INSPECT, Inspected, SECRET } from "./secret-holders.js";

const secrets = new CollectedSecrets([SECRET, "47114711"]);
const NO_MESSAGES = { of: () => undefined, json: (value: unknown) => value };

/** The two uses of the walk that scrub texts. */
const USES: readonly { readonly use: string; readonly scrub: <T>(value: T) => T }[] = [
  {
    use: "a value that util.inspect prints",
    scrub: <T>(value: T) => new ValueWalk(scrubbingRules(secrets, NO_MESSAGES, INSPECTED)).walk(value) as T, // the tests keep to its type
  },
  { use: "an error that code goes on using", scrub: (value) => secrets.scrubError(value) },
];

/** All that JSON and util.inspect show. */
function shown(value: unknown): string {
  return `${inspect(value, { depth: 20 })} ${JSON.stringify(value)}`;
}

it("an object whose own functions show no secret is shared by the copy of an error", () => {
  const event = new CustomEvent("failed", { detail: "open" });
  const { signal } = new AbortController();
  const copy = secrets.scrubError(Object.assign(new Error(SECRET), { event, signal }));
  expect(copy.message).toBe(STRIPPED);
  expect(copy.event).toBe(event);
  expect(copy.signal).toBe(signal);
});

describe.each(USES)("$use", ({ scrub }) => {
  it.each(HOLDERS)("is scrubbed if the secret is in $name", ({ make }) => {
    const value = make();
    const before = shown(value);
    const scrubbed = scrub({ failure: value });
    expect(shown(scrubbed)).not.toMatch(/hunter2|47114711|104,\s*117,\s*110|68 75 6e/);
    expect(String(scrubbed.failure)).not.toMatch(/hunter2|47114711/);
    expect(shown(value)).toBe(before);
  });

  it("is shared if nothing has to change, cycles included", () => {
    interface Node {
      readonly name: string;
      next?: Node;
    }
    const first: Node = { name: "first" };
    first.next = { name: "second", next: { name: "third", next: first } };
    const handler: { (): void; self?: unknown } = () => {};
    handler.self = { handler };
    const open = { first, handler, map: new Map([["first", first]]), cause: new Error("open") };
    expect(scrub(open)).toBe(open);
    const copy = scrub({ open, text: SECRET });
    expect(copy.text).toBe(STRIPPED);
    expect(copy.open).toBe(open);
  });

  it("is copied as a whole cycle if one part of it has to change", () => {
    interface Node {
      name: string;
      next?: Node;
      open?: object;
    }
    const first: Node = { name: "first" };
    const open = {};
    first.next = { name: "second", open, next: { name: SECRET, next: first } };
    const copy = scrub(first);
    expect(copy).not.toBe(first);
    expect(copy.next?.next?.next).toBe(copy);
    expect(copy.next?.open).toBe(open);
    expect(copy.next?.next?.name).toBe(STRIPPED);
  });

  it("keeps the classes of copied objects", () => {
    class Fields extends Map<string, string> {
      override set(): this {
        throw new Error("read only once it is made");
      }
    }
    const fields = new Fields();
    Map.prototype.set.call(fields, "password", SECRET);
    class List extends Array<string> {}
    const list = new List();
    list.push(SECRET, "open");
    const date = Object.assign(new Date(0), { note: SECRET });
    const copy = scrub({ fields, list, date, cause: new RangeError(SECRET) });
    expect(copy.fields).toBeInstanceOf(Fields);
    expect([...copy.fields]).toEqual([["password", STRIPPED]]);
    expect(copy.list).toBeInstanceOf(List);
    expect([...copy.list]).toEqual([STRIPPED, "open"]);
    expect(copy.date.toISOString()).toBe("1970-01-01T00:00:00.000Z");
    expect(copy.cause).toBeInstanceOf(RangeError);
    expect(types.isNativeError(copy.cause)).toBe(true);
  });

  it("keeps the gaps of lists", () => {
    const list = [SECRET];
    list[2] = "open";
    list.length = 4;
    const copy = scrub({ list });
    expect(copy.list).toHaveLength(4);
    expect(Object.keys(copy.list)).toEqual(["0", "2"]);
  });

  it("has a note only if one of its own functions throws", () => {
    const broken = {
      text: SECRET,
      toJSON: (): unknown => {
        throw new Error(SECRET);
      },
    };
    const copy = scrub({ broken, open: 1 });
    expect(JSON.stringify(copy)).toMatch(
      /^\{"broken":"(?:<<could not be read>>|\*\*\*stripped\*\*\*)","open":1\}$/,
    );
    expect(copy.broken.text).toBe(STRIPPED);
  });

  it("has the marker in place of a number with a secret among its digits", () => {
    expect(scrub({ pin: 147114711, big: 947114711n })).toEqual({ pin: STRIPPED, big: STRIPPED });
  });

  it("is walked in bounded time, even if it iterates without end", () => {
    const endless = {
      [Symbol.toStringTag]: "Map",
      text: SECRET,
      entries: () => [],
      *[Symbol.iterator]() {
        for (;;) yield [1, 2];
      },
    };
    expect(shown(scrub({ endless }).endless)).not.toContain("hunter2");
  });

  it("has accessors that work, although the copy has no private fields", () => {
    const copy = scrub({ inspected: Object.assign(new Inspected(SECRET), { note: SECRET }) }).inspected;
    expect(copy).toBeInstanceOf(Inspected);
    expect(copy.length).toBe(SECRET.length);
    expect(copy.key).toBe(STRIPPED);
    const event = scrub({ event: new CustomEvent("failed", { detail: { SECRET } }) }).event;
    expect(event.cancelable).toBe(false);
    expect(event.detail).toEqual({ SECRET: STRIPPED });
  });

  it("never throws when it is printed, even if its own functions throw", () => {
    const fail = () => {
      throw new Error(SECRET);
    };
    const broken = { text: SECRET, [INSPECT]: fail, toString: fail, toJSON: fail };
    const copy = scrub({ broken });
    expect(shown(copy)).not.toContain("hunter2");
    expect(String(copy.broken)).toMatch(/could not be read|stripped/);
  });

  it("prints the same by its own functions, without the secret", () => {
    const credential = scrub({ credential: new Credential(SECRET) }).credential;
    expect(credential).toBeInstanceOf(Credential);
    expect(String(credential)).toBe(`key ${STRIPPED}`);
    expect(JSON.stringify(credential)).toBe(`{"key":"${STRIPPED}"}`);
    const event = { detail: SECRET, [INSPECT]: () => `Event ${SECRET}` };
    expect(inspect(scrub({ event }))).toContain(`Event ${STRIPPED}`);
  });
});
