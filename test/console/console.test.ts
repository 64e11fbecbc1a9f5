import { Console } from "node:console";
import { PassThrough } from "node:stream";
import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { sanitizeConsole } from "../../src/console/index.js";
import { HIDDEN_PLACES, PLACES } from "../logging/places.js";
import {
  expectNoSecret,
  holds,
  login,
  nothingLive,
  reflectedLogin,
  SECRET,
  sanitizer,
  whileLive,
} from "../logging/secret-message.js";
import { writtenText } from "../logging/written-text.js";

/** A console of Node that writes to memory. */
function testConsole(): { readonly console: Console; readonly written: () => string } {
  const stream = new PassThrough();
  return {
    console: new Console({ stdout: stream, stderr: stream }),
    written: () => writtenText(stream),
  };
}

/** What a console writes after it was made safe. */
function safelyWritten(use: (console: Console) => void): string {
  const { console, written } = testConsole();
  const undo = sanitizeConsole({ sanitizer, console });
  use(console);
  undo();
  return written();
}

function unsafelyWritten(use: (console: Console) => void): string {
  const { console, written } = testConsole();
  use(console);
  return written();
}

/** All that a console can do with a value. */
const USES: readonly { readonly use: string; readonly print: (console: Console, value: unknown) => void }[] =
  [
    ...(["log", "info", "debug", "warn", "error", "trace", "group", "groupCollapsed", "dirxml"] as const).map(
      (method) => ({ use: method, print: (console: Console, value: unknown) => console[method](value) }),
    ),
    { use: "dir", print: (console, value) => console.dir(value, { depth: 10 }) },
    {
      use: "dir with all that is hidden",
      print: (console, value) => console.dir(value, { depth: 10, showHidden: true }),
    },
    { use: "table", print: (console, value) => console.table([{ value }, value]) },
    { use: "assert", print: (console, value) => console.assert(false, "text", value) },
    {
      use: "timeLog",
      print: (console, value) => {
        console.time("t");
        console.timeLog("t", value);
      },
    },
    { use: "several values", print: (console, value) => console.log("text", value, [value]) },
    ...["%s", "%o", "%O", "%j"].map((placeholder) => ({
      use: placeholder,
      print: (console: Console, value: unknown) => console.log(`text ${placeholder} text`, value, value),
    })),
  ];

describe("a safe console", () => {
  it.each(USES)("prints messages without their secrets: $use", ({ print }) => {
    const text = safelyWritten((console) => {
      print(console, login());
      print(console, { request: reflectedLogin() });
    });
    expectNoSecret(text);
    expect(text).toMatch(/stripped/);
  });

  it.each(PLACES)("prints a message in $name without its secret, whatever the method", ({ put }) => {
    expectNoSecret(
      safelyWritten((console) => {
        for (const { print } of USES) print(console, put(reflectedLogin()));
      }),
    );
  });

  it.each(HIDDEN_PLACES)("prints a message in $name without its secret, whatever the method", ({ put }) => {
    const use = (console: Console) => {
      for (const { print } of USES) print(console, put(reflectedLogin()));
    };
    expect(holds(unsafelyWritten(use))).toBe(true);
    expectNoSecret(safelyWritten(use));
  });

  it("prints with %o what %O prints if something hidden is secret", () => {
    const call = Object.defineProperty({ open: 1 }, "request", { value: login() });
    const text = safelyWritten((console) => console.log("%o%% %s %o", call, "text", { open: [2] }));
    expect(text).toBe("{ open: 1 }% text { open: [ 2, [length]: 1 ] }\n");
  });

  it("prints the same as the console if there is no message and no secret", () => {
    const use = (console: Console) => {
      console.log();
      console.log("100%");
      console.log("%s is %d%%", "it", 5, { a: 1 });
      console.log("%o %i %o", { a: [1, { b: null }] }, 5, () => 1, class A extends Map {});
      console.log("%o %c %o", new Map([[{ a: 1 }, 2]]), "color: red", new Uint8Array(2), "%o", [1]);
      console.log(
        { a: [1, 2, { b: new Map([[1, { c: 2 }]]) }] },
        new Set([1]),
        [1.5, -0],
        null,
        undefined,
        5n,
        Symbol("s"),
      );
      console.log(
        new URL("https://example.com/"),
        new Date(0),
        /a/,
        Buffer.from("open"),
        () => 1,
        class A {},
      );
      console.group("outer", { a: 1 });
      console.warn("inner\nlines");
      console.groupEnd();
      console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
      console.dir({ showHidden: true });
      console.table([{ a: 1, b: "x" }, { a: 2 }], ["a"]);
      console.assert(true, "no");
      console.assert(false);
      console.assert(false, "yes %s", 1);
      console.count();
      console.count("label");
    };
    expect(safelyWritten(use)).toBe(unsafelyWritten(use));
  });

  it("prints a stripped message by the name of its type", () => {
    const text = safelyWritten((console) => console.log("request", { request: login() }));
    expect(text).toBe(
      "request {\n  request: Stripped<acme.v1.Login> { password: '***stripped***', user: 'jane' }\n}\n",
    );
  });

  it("changes nothing that it prints", () => {
    for (const { put } of PLACES) {
      const value = put(login());
      const before = inspect(value, { depth: 20, showHidden: true });
      safelyWritten((console) => {
        for (const { print } of USES) print(console, value);
      });
      expect(inspect(value, { depth: 20, showHidden: true })).toBe(before);
    }
  });

  describe("while a secret is live", () => {
    afterEach(nothingLive);

    const TEXTS = [
      { what: "a text", value: `--password ${SECRET}` },
      { what: "an object", value: { argv: [SECRET], [SECRET]: 1 } },
      {
        what: "an error",
        value: new Error(`mount -o ${SECRET}`, { cause: Object.assign(new Error(), { SECRET }) }),
      },
      { what: "JSON", value: JSON.stringify({ body: JSON.stringify({ SECRET }) }) },
      { what: "an object that says how it is shown", value: { [inspect.custom]: () => `p ${SECRET}` } },
      { what: "bytes", value: [Buffer.from(SECRET), new TextEncoder().encode(SECRET).buffer] },
      { what: "the name of a function", value: { call: { [SECRET]() {} }[SECRET] } },
      { what: "the name of a class", value: [new ({ [SECRET]: class {} }[SECRET] as new () => object)()] },
      { what: "base64", value: Buffer.from(`u:${SECRET}`).toString("base64") },
    ];

    it.each(TEXTS)("scrubs $what, whatever the method", ({ value }) => {
      const text = whileLive(() =>
        safelyWritten((console) => {
          for (const { print } of USES) print(console, value);
          console.count(String(value));
          console.log("%s%s", SECRET.slice(0, 5), SECRET.slice(5));
        }),
      );
      expectNoSecret(text);
    });
  });
});

describe("undoing", () => {
  const prints = (console: Console, written: () => string) => {
    console.log(login());
    return holds(written()) ? "unsafe" : "safe";
  };

  it("brings the very methods back", () => {
    const { console } = testConsole();
    const { log, dir } = console;
    const undo = sanitizeConsole({ sanitizer, console });
    expect(console.log).not.toBe(log);
    undo();
    expect(console.log).toBe(log);
    expect(console.dir).toBe(dir);
    undo();
    expect(console.log).toBe(log);
  });

  it("works in any order", () => {
    const { console, written } = testConsole();
    const { log } = console;
    const undoFirst = sanitizeConsole({ sanitizer, console });
    const undoSecond = sanitizeConsole({ sanitizer, console });
    undoFirst();
    expect(prints(console, written)).toBe("safe");
    undoSecond();
    expect(prints(console, written)).toBe("unsafe");
    expect(console.log).toBe(log);
  });

  it("leaves methods in place that other code has set since", () => {
    const { console, written } = testConsole();
    const undo = sanitizeConsole({ sanitizer, console });
    const safe = console.log;
    const wrapper = (...args: unknown[]) => safe("wrapped", ...args);
    console.log = wrapper;
    expect(prints(console, written)).toBe("safe");
    undo();
    expect(console.log).toBe(wrapper);
    expect(prints(console, written)).toBe("unsafe");
    const again = sanitizeConsole({ sanitizer, console });
    expect(prints(console, written)).toBe("safe");
    again();
    expect(console.log).toBe(wrapper);
  });

  it("concerns the global console by default", () => {
    const { log } = globalThis.console;
    const undo = sanitizeConsole({ sanitizer });
    expect(globalThis.console.log).not.toBe(log);
    undo();
    expect(globalThis.console.log).toBe(log);
  });
});

it.each(USES)("the search finds the secret in the output of an unsafe console: $use", ({ print }) => {
  expect(holds(unsafelyWritten((console) => print(console, { password: SECRET })))).toBe(true);
});
