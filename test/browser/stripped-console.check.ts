import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { CDPSession, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { newPage } from "./open-playground.js";

const SECRET = "hunter2-of-jane";
const TYPE = "csi.v1.NodePublishVolumeRequest";
const REQUEST = { volumeId: "vol-1", secrets: { password: SECRET } };

/** A page with `strip`, the formatter of the docs, and nothing else that holds a message. */
let code = "";

beforeAll(async () => {
  const docs = readFileSync("docs/browser-console.md", "utf8");
  const strip = `
    import { createCsiSanitizer } from "protosanitizer/csi";
    const sanitizer = createCsiSanitizer();
    Object.assign(window, { strip: (type, request) => sanitizer.strip(type, JSON.parse(request)) });
  `;
  const { outputFiles } = await build({
    stdin: {
      contents: strip + (/```js\n([^`]*)```/.exec(docs)?.[1] ?? ""),
      resolveDir: fileURLToPath(new URL("../..", import.meta.url)),
      loader: "js",
    },
    bundle: true,
    format: "iife",
    write: false,
  });
  code = outputFiles[0]?.text ?? "";
});

interface Opened {
  readonly page: Page;
  readonly session: CDPSession;
}

async function openPage(): Promise<Opened> {
  const page = await newPage();
  await page.addScriptTag({ content: code });
  return { page, session: await page.context().newCDPSession(page) };
}

/** A value as the developer tools of Chromium get it. */
interface Remote {
  readonly objectId?: string;
  readonly description?: string;
  readonly value?: unknown;
  readonly preview?: unknown;
  readonly customPreview?: { readonly header: string; readonly bodyGetterId?: string };
}

interface RemoteProperty {
  readonly name: string;
  readonly value?: Remote;
  readonly get?: Remote;
}

/** What the console gets of `console.log(strip(type, request))`. */
async function logged({ page, session }: Opened): Promise<Remote> {
  const call = new Promise<Remote>((resolve, reject) => {
    session.on("Runtime.consoleAPICalled", ({ args }) => {
      const [first] = args;
      if (first === undefined) reject(new Error("nothing was logged"));
      else resolve(first);
    });
  });
  await session.send("Runtime.enable");
  await page.evaluate(
    `console.log(strip(${JSON.stringify(TYPE)}, ${JSON.stringify(JSON.stringify(REQUEST))}))`,
  );
  return call;
}

/** The properties that the console shows of an object that is expanded: own, private, internal, and accessors. */
async function expanded(session: CDPSession, objectId: string): Promise<readonly RemoteProperty[]> {
  const own = await session.send("Runtime.getProperties", {
    objectId,
    ownProperties: true,
    generatePreview: true,
  });
  const accessors = await session.send("Runtime.getProperties", { objectId, accessorPropertiesOnly: true });
  return [
    ...own.result,
    ...(own.internalProperties ?? []),
    ...(own.privateProperties ?? []),
    ...accessors.result,
  ];
}

/** All that the console shows of a value that is expanded again and again, and how many objects that are. */
async function everything(session: CDPSession, remote: Remote): Promise<{ shown: string; objects: number }> {
  const seen = new Set<string>();
  let next: readonly string[] = [remote.objectId ?? ""];
  let shown = JSON.stringify(remote);
  for (let depth = 0; depth < 5; depth += 1) {
    const found: string[] = [];
    for (const objectId of next) {
      for (const property of await expanded(session, objectId)) {
        shown += JSON.stringify(property);
        const { value } = property;
        const identity = JSON.stringify([property.name, value?.description, value?.preview]);
        // What the whole page shares is no part of the value.
        if (value?.objectId === undefined || seen.has(identity) || /^\["(?:window|globalThis)/.test(identity))
          continue;
        if (value.description === "Window" || value.description === "Global") continue;
        seen.add(identity);
        found.push(value.objectId);
      }
    }
    next = found;
  }
  return { shown, objects: seen.size };
}

describe("a stripped value in the console of Chromium", () => {
  it("shows its text at a click", async () => {
    const opened = await openPage();
    const { objectId = "" } = await logged(opened);
    const { session } = opened;
    const names = (await expanded(session, objectId)).map(({ name }) => name);
    expect(names).toContain("text");
    // This is what a click on the accessor does.
    const shown = await session.send("Runtime.callFunctionOn", {
      objectId,
      functionDeclaration: "function () { return this.text; }",
    });
    expect(shown.result.value).toBe('{"secrets":"***stripped***","volume_id":"vol-1"}');
  });

  it("has the message nowhere, however far it is expanded", async () => {
    const opened = await openPage();
    const { shown, objects } = await everything(opened.session, await logged(opened));
    expect(objects).toBeGreaterThan(50);
    expect(shown).not.toContain(SECRET);
  });

  it("is safer than a private field, whose content the console shows", async () => {
    const opened = await openPage();
    const careless = `new (class Careless { #held; constructor(held) { this.#held = held; } })(JSON.parse(request))`;
    await opened.page.evaluate(`window.strip = (type, request) => ${careless}`);
    const { shown } = await everything(opened.session, await logged(opened));
    expect(shown).toContain(SECRET);
  });

  it("is its text with a custom formatter, and cannot be expanded", async () => {
    const opened = await openPage();
    await opened.session.send("Runtime.enable");
    await opened.session.send("Runtime.setCustomObjectFormatterEnabled", { enabled: true });
    const { customPreview } = await logged(opened);
    expect(customPreview?.header).toContain("***stripped***");
    expect(customPreview?.header).not.toContain(SECRET);
    expect(customPreview?.bodyGetterId).toBeUndefined();
  });
});
