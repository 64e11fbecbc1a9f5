import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { cli } from "../run-cli.js";
import { LOGIN, protoFolder } from "./proto-folder.js";

const folder = protoFolder();
const HOSTILE = [
  "<script>alert(1)</script>password",
  '" onmouseover="alert(1) password',
  "' onfocus='x password",
  "</style></title><img src=https://x.y/password>",
  "&lt;b&gt;password &#60;",
  "password\u202e\u0000\u009b31m\n<b>",
];

/** The JSON of protobufjs, with names that are no names: such a file comes from anybody. */
function hostileTypes(): string {
  const fields = Object.fromEntries(HOSTILE.map((name, index) => [name, { type: "string", id: index + 1 }]));
  return folder.write("<s>.json", JSON.stringify({ nested: { "M<u>": { fields } } }));
}

async function page(...args: readonly string[]): Promise<string> {
  const { status, stdout } = await cli(["audit", "--html", ...args]);
  expect(status).toBe(0);
  return stdout;
}

/** The tags of a page with their attributes, and what is between them. */
function parts(html: string): { readonly tags: readonly string[]; readonly text: string } {
  const plain = html.replace(/(<(script|style)>)[\s\S]*?(<\/\2>)/g, "$1$3");
  return { tags: plain.match(/<[^>]*>/g) ?? [], text: plain.replace(/<[^>]*>/g, "") };
}

describe("audit --html", () => {
  it("is one page that allows its own script and style only, by their hashes", async () => {
    const html = await page("--proto", folder.write("login.proto", LOGIN));
    const csp = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
    expect(csp.split("; ")).toEqual([
      "default-src 'none'",
      `style-src '${hashOf(html, "style")}'`,
      `script-src '${hashOf(html, "script")}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(html.match(/<(?:script|style)\b/g)).toHaveLength(2);
    expect(html).not.toMatch(/https?:|url\(|@import|<link|<iframe|<img|\bsrc=|\bstyle=/i);
    expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.indexOf("<style>"));
  });

  it("escapes every text: names of types make no tag and no attribute", async () => {
    const { tags, text } = parts(await page("--proto", hostileTypes()));
    const { tags: usual } = parts(await page("--proto", folder.write("login.proto", LOGIN)));
    const kind = (tag: string): string => /^<[!/]?[a-z0-9]*/.exec(tag)?.[0] ?? tag;
    const kinds = new Set([...usual.map(kind), "<option"]);
    expect(tags.map(kind).filter((one) => !kinds.has(one))).toEqual([]);
    for (const tag of tags) {
      const attributes = [...tag.replace(/"[^"]*"/g, '""').matchAll(/\s([\w-]+)(?==|[\s>])/g)].map(
        ([, name]) => name,
      );
      expect(attributes.filter((name) => /^on|^src$|^style$/.test(name ?? ""))).toEqual([]);
    }
    expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;password");
    expect(text).toContain("&amp;lt;b&amp;gt;password");
    expect(text).toContain("password\\u202e\\x00\\x9b31m\\n&lt;b&gt;");
    expect(text).not.toMatch(/["']/);
  });

  it("marks each row for the filter, and names the place of each field", async () => {
    const html = await page("--proto", folder.write("login.proto", LOGIN));
    expect(html.match(/data-verdict="secret"/g)).toHaveLength(1);
    expect(html.match(/data-suspect/g)).toHaveLength(5);
    expect(html).toContain('<td data-label="declared at">login.proto:8</td>');
    expect(html.match(/<h3>/g)).toHaveLength(3);
  });
});

function hashOf(html: string, tag: "script" | "style"): string {
  const content = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html)?.[1] ?? "";
  expect(content.length).toBeGreaterThan(500);
  return `sha256-${createHash("sha256").update(content).digest("base64")}`;
}
