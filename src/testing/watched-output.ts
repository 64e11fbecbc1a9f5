import { isSanitizedMethod, PRINTING_METHODS } from "../console/printing-methods.js";
import { SinkFinder } from "../scrub/findings/sink-finder.js";
import type { SecretFinder } from "../values/walk-rules.js";

type Method = (...args: readonly unknown[]) => unknown;

/** So many characters at the end of a text are searched again with the next one: a secret may be cut between two writes. */
const KEPT = 8192;

/**
 * Searches what the process writes to stdout and stderr, and what goes to the console. Everything is written as it is.
 *
 * @returns a function that ends it.
 */
export function watchOutput(secrets: SecretFinder): () => void {
  let isInConsole = false;
  /** What the method of a console that is under way has written. */
  let printed = "";
  const undo: (() => void)[] = [];
  const replace = (object: object, name: string, make: (original: Method) => Method): void => {
    const original: unknown = Reflect.get(object, name);
    if (typeof original !== "function") return;
    const replacement = make(original as Method); // checked above
    if (replacement === original) return;
    const own = Object.getOwnPropertyDescriptor(object, name);
    Object.defineProperty(object, name, { value: replacement, writable: true, configurable: true });
    undo.push(() => {
      // Code that has replaced it meanwhile calls the replacement, which searches nothing any more.
      if (Reflect.get(object, name) !== replacement) return;
      if (own === undefined) Reflect.deleteProperty(object, name);
      else Object.defineProperty(object, name, own);
    });
  };

  let isWatching = true;
  undo.push(() => {
    isWatching = false;
  });
  for (const method of PRINTING_METHODS.keys()) {
    const finder = new SinkFinder(secrets, `console.${method}`);
    replace(globalThis.console, method, (original) => {
      // A method that is sanitized reports what it finds.
      if (isSanitizedMethod(original)) return original;
      return function (this: unknown, ...args) {
        // A method may call another one.
        if (isInConsole) return Reflect.apply(original, this, args);
        let isFound = false;
        const find = (text: string): void => {
          if (isWatching && !isFound) isFound = finder.scrub(text) !== text;
        };
        search(() => find(formatted(args)));
        isInConsole = true;
        try {
          return Reflect.apply(original, this, args);
        } finally {
          isInConsole = false;
          // `dir` and `table` show more, and consoles have options. Test runners print later.
          find(printed);
          printed = "";
        }
      };
    });
  }
  for (const name of ["stdout", "stderr"] as const) {
    const finder = new SinkFinder(secrets, name);
    let kept = "";
    const written = (chunk: unknown): void => {
      const text = textOf(chunk);
      if (text === undefined) return;
      // What was found and reported is not kept.
      const joined = kept + finder.scrub(text);
      kept = finder.scrub(joined).slice(-KEPT);
    };
    const stream = streamOf(name);
    if (stream === undefined) continue;
    replace(
      stream,
      "write",
      (original) =>
        function (this: unknown, ...args) {
          // The search may not disturb the program, and the console was searched already.
          if (isWatching && isInConsole) printed += textOf(args[0]) ?? "";
          else if (isWatching) search(() => written(args[0]));
          return Reflect.apply(original, this, args);
        },
    );
  }
  return () => {
    for (const one of undo.splice(0).reverse()) one();
  };
}

function search(run: () => void): void {
  try {
    run();
  } catch {
    // A value that cannot be formatted is not printed, either.
  }
}

function textOf(chunk: unknown): string | undefined {
  if (typeof chunk === "string") return chunk;
  return chunk instanceof Uint8Array ? new TextDecoder().decode(chunk) : undefined;
}

/** What only Node has. Nothing is imported, because this package runs in browsers too. */
interface NodeProcess {
  readonly stdout?: object;
  readonly stderr?: object;
  getBuiltinModule?(name: "node:util"): { format(...args: readonly unknown[]): string };
}

function streamOf(name: "stdout" | "stderr"): object | undefined {
  return nodeProcess()?.[name];
}

function nodeProcess(): NodeProcess | undefined {
  return (globalThis as { process?: NodeProcess }).process;
}

/** The text that a console prints for its arguments. */
function formatted(args: readonly unknown[]): string {
  const util = nodeProcess()?.getBuiltinModule?.("node:util");
  return util === undefined ? args.map(String).join(" ") : util.format(...args);
}
