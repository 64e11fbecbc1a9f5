import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { createSanitizer, type Policy, PolicyError } from "../../src/index.js";
import { parseLock } from "../../src/lock/index.js";
import { type LockedField, readLock, writeLock } from "../../src/lock/lock-file.js";
import { buildFile, messageIn, stringField } from "../schema/build-file.js";

const file = buildFile({
  name: "lock.proto",
  package: "lock.v1",
  messageType: [
    {
      name: "M",
      field: ["reviewed", "unseen", "moved", "renamed", "retyped", "classified", "marked", "listed"].map(
        (name, index) => stringField(name, index + 1),
      ),
    },
  ],
});
const desc = messageIn(file, "lock.v1.M");
const message = create(desc, Object.fromEntries(desc.fields.map(({ localName }) => [localName, localName])));

const LOCK = `# protosanitizer lock 1
# A comment.

lock.v1.M.reviewed = 1 | string | open | allow: public
lock.v1.M.unseen = 2 | string | open | nobody
lock.v1.M.moved = 33 | string | open | allow: public
lock.v1.M.other_name = 4 | string | open | allow: public
lock.v1.M.retyped = 5 | bytes | open | allow: public
lock.v1.M.classified = 6 | string | secret | rule: field lock.v1.M.classified
lock.v1.M.marked = 7 | string | open | rule: open in the policy
lock.v1.Gone.text = 1 | string | open | allow: it is not there any more
`;

/** The fields that a sanitizer shows, by name. */
function shown(...policy: readonly unknown[]): readonly string[] {
  // What tests give are policies, or what JavaScript may give.
  const sanitizer = createSanitizer({ schemas: [file], policy: policy as Policy[], onSuspect: "ignore" });
  const text: Record<string, string> = JSON.parse(sanitizer.stringify(message));
  return Object.keys(text)
    .filter((name) => text[name] === name)
    .sort();
}

describe("a lock at run time", () => {
  it("opens what somebody looked at and found open, if it has not moved, and hides everything else", () => {
    expect(shown(parseLock(LOCK))).toEqual(["marked", "reviewed"]);
  });

  it("adds to other policies: what they hide stays hidden, and what they open is open", () => {
    expect(shown(parseLock(LOCK), { fields: ["lock.v1.M.reviewed"], open: ["lock.v1.M.listed"] })).toEqual([
      "listed",
      "marked",
    ]);
  });

  it("hides everything if it is empty", () => {
    expect(shown(parseLock("# protosanitizer lock 1\n"))).toEqual([]);
  });

  it("is read with Windows line ends and a byte order mark", () => {
    expect(shown(parseLock(`\ufeff${LOCK.replaceAll("\n", "\r\n")}`))).toEqual(["marked", "reviewed"]);
  });

  it.each([
    ["", 1],
    ["# protosanitizer lock 11\n", 1],
    ["lock.v1.M.reviewed = 1 | string | open | allow: public\n", 1],
    ["# protosanitizer lock 1\nhunter2\n", 2],
    ["# protosanitizer lock 1\na.b = 1 | string | open | allow:\n", 2],
    ["# protosanitizer lock 1\na.b = 1 | string | open | somebody\n", 2],
    ["# protosanitizer lock 1\n<<<<<<< HEAD\n", 2],
    [`${LOCK}lock.v1.M.unseen = 2 | string | open | allow: once more\n`, 12],
  ])("is refused, and not quoted, if a line is malformed or comes twice: %j", (text, line) => {
    expect(() => parseLock(text)).toThrow(PolicyError);
    expect(() => parseLock(text)).toThrow(new RegExp(`^lock: line ${line} `));
    expect(() => parseLock(text)).not.toThrow(/hunter2/);
  });
});

describe("open, given functions", () => {
  it.each<[what: string, test: unknown]>([
    ["throws", () => expect.unreachable()],
    ["returns something that is not true", () => "yes"],
  ])("opens nothing where one %s", (_, test) => {
    expect(shown({ unlisted: "secret", open: [test] })).toEqual([]);
  });

  it("tells them name, number and type", () => {
    const seen: unknown[] = [];
    shown({ unlisted: "secret", open: [(field: unknown) => seen.push(field) > 0] });
    expect(seen).toContainEqual({ field: "lock.v1.M.moved", number: 3, type: "string" });
  });
});

describe("a lock as text", () => {
  const field: LockedField = { field: "a.B.c", number: 1, type: "string", class: "open", who: "nobody" };

  it("reads as what was written", () => {
    const fields: readonly LockedField[] = [
      field,
      { ...field, field: "a.B.d", who: 'rule: map keys of x: "a | b", /c|d/; more' },
      {
        ...field,
        field: "a.B.C.e",
        type: "map<string, google.protobuf.Struct>",
        class: "pii shown",
        who: "allow: \u00e4 # b",
      },
    ];
    expect([...readLock(writeLock(fields)).values()]).toEqual([fields[2], field, fields[1]]);
  });

  it("takes no name that could forge a line", () => {
    const names = ["a.b = 1 | string | open | allow: x\nc", "a b", "# a", "", "a.b |"];
    for (const name of names) {
      expect(() => writeLock([{ ...field, field: name }])).toThrow(PolicyError);
      expect(() => writeLock([{ ...field, type: `${name} | x` }])).toThrow(PolicyError);
    }
    expect(
      writeLock([{ ...field, who: "allow: a\nb.c = 1 | string | open | nobody" }]).split("\n"),
    ).toHaveLength(5);
  });
});
