import {
  type InspectorNotification,
  console as inspectorConsole,
  type Runtime,
  Session,
} from "node:inspector";
import { create } from "@bufbuild/protobuf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NodePublishVolumeRequestSchema } from "../src/csi/gen/csi/v1/csi_pb.js";
import { stripSecrets } from "../src/csi/index.js";

// A debugger sees all memory of the process. What it shows unasked for, in the preview of an object, a developer tool
// may well record: that much is kept from it.

const SECRET = "hunter2";
const HOLDER = "stripped-inspector-test";
const session = new Session();

beforeAll(() => session.connect());
afterAll(() => session.disconnect());

describe("the preview that a debugger makes of a stripped value shows no secret", () => {
  it.each<[string, unknown]>([
    [
      "a message",
      create(NodePublishVolumeRequestSchema, { volumeId: SECRET, secrets: { password: SECRET } }),
    ],
    ["a string", SECRET],
    ["a bigint", 4111111111111111n],
    ["a symbol", Symbol(SECRET)],
    ["a function", () => SECRET],
    ["an array", [SECRET]],
    ["a map", new Map([[SECRET, SECRET]])],
    ["an error", new Error(SECRET)],
    ["a pattern", /hunter2/],
  ])("%s", (_, value) => {
    const preview = JSON.stringify(previewOf(stripSecrets(value)));
    expect(preview).toContain("Stripped");
    expect(preview).not.toContain(SECRET);
    expect(preview).not.toContain("4111111111111111");
  });

  it("nor do its own properties, public or private, one step in", () => {
    for (const value of [SECRET, new Error(SECRET), /hunter2/]) {
      const object = remoteObject(stripSecrets(value));
      const properties = post<Runtime.GetPropertiesReturnType>("Runtime.getProperties", {
        objectId: object.objectId,
        ownProperties: true,
      });
      expect(JSON.stringify(properties)).not.toContain(SECRET);
    }
  });

  it("nor does anything below them, however far they are expanded", () => {
    const message = create(NodePublishVolumeRequestSchema, { secrets: { password: SECRET } });
    const stripped = stripSecrets(message);
    String(stripped);
    expect(expanded(stripped)).not.toContain(SECRET);
    // What a private field holds can be seen.
    class Careless {
      readonly #held = { message };

      get size(): number {
        return Object.keys(this.#held).length;
      }
    }
    expect(expanded(new Careless())).toContain(SECRET);
  });

  it("nor does what a console call reports to it", () => {
    const reported: unknown[] = [];
    const listen = (message: InspectorNotification<Runtime.ConsoleAPICalledEventDataType>): void => {
      reported.push(message.params.args);
    };
    session.on("Runtime.consoleAPICalled", listen);
    post("Runtime.enable", {});
    // The engine's own console: test runners replace the global one.
    inspectorConsole.log(stripSecrets(SECRET), stripSecrets(new Error(SECRET)));
    post("Runtime.disable", {});
    session.off("Runtime.consoleAPICalled", listen);
    expect(JSON.stringify(reported)).toContain("Stripped");
    expect(JSON.stringify(reported)).not.toContain(SECRET);
  });
});

describe("the preview of other objects", () => {
  it("of a class that keeps a string in a private field: the string", () => {
    class Careless {
      readonly #text = SECRET;

      get length(): number {
        return this.#text.length;
      }
    }
    expect(JSON.stringify(previewOf(new Careless()))).toContain(SECRET);
  });
});

function previewOf(value: unknown): Runtime.ObjectPreview | undefined {
  return remoteObject(value).preview;
}

function remoteObject(value: unknown): Runtime.RemoteObject {
  return withHeld(
    value,
    (expression) =>
      post<Runtime.EvaluateReturnType>("Runtime.evaluate", { expression, generatePreview: true }).result,
  );
}

/** Own, private and internal properties, and theirs, but not the variables around functions: those of this test have the secret. */
function expanded(value: unknown): string {
  let shown = "";
  let next = [remoteObject(value)];
  for (let depth = 0; depth < 5; depth += 1) {
    const properties = next.flatMap(({ objectId }) => {
      if (objectId === undefined) return [];
      const { result, privateProperties, internalProperties } = post<
        Runtime.GetPropertiesReturnType & Private
      >("Runtime.getProperties", { objectId, ownProperties: true });
      return [...result, ...(privateProperties ?? []), ...(internalProperties ?? [])];
    });
    const followed = properties.filter(({ name }) => name !== "[[Scopes]]" && name !== "[[Prototype]]");
    shown += JSON.stringify(followed);
    next = followed.flatMap((property) => property.value ?? []);
  }
  return shown;
}

/** The types of Node do not have it. */
interface Private {
  readonly privateProperties?: Runtime.PropertyDescriptor[];
}

/** Lets the debugger reach a value: by a global name, while the action runs. */
function withHeld<T>(value: unknown, action: (expression: string) => T): T {
  Reflect.set(globalThis, HOLDER, value);
  try {
    return action(`globalThis[${JSON.stringify(HOLDER)}]`);
  } finally {
    Reflect.deleteProperty(globalThis, HOLDER);
  }
}

/** Asks the debugger. An in-process session answers before `post` returns. */
function post<T>(method: string, parameters: object): T {
  let answer: unknown;
  let failure: Error | null = null;
  session.post(method, parameters, (error, result) => {
    failure = error;
    answer = result;
  });
  if (failure !== null) throw failure;
  return answer as T; // the protocol says what this method answers
}
