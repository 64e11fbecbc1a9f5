import { inflateRawSync } from "node:zlib";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { keepPicture, openPlayground, write } from "./open-playground.js";
import { barriers } from "./page-quality.js";

const PROTO = `// file: logger/options.proto
syntax = "proto3";
package logger;
import "google/protobuf/descriptor.proto";
enum Sensitivity { SENSITIVITY_UNSPECIFIED = 0; SENSITIVITY_PII = 1; SENSITIVITY_SECRET = 2; }
extend google.protobuf.FieldOptions { Sensitivity sensitivity = 50010; }
// file: acme/v1/user.proto
syntax = "proto3";
package acme.v1;
import "logger/options.proto";
message User {
  string email = 1 [(logger.sensitivity) = SENSITIVITY_PII];
  string pin = 2 [(logger.sensitivity) = SENSITIVITY_SECRET];
  string settings = 3;
}
`;
const USER = JSON.stringify({
  email: "jane@acme.example",
  pin: "2580",
  settings: '{"theme":"dark","smtpPassword":"hunter2"}',
});

/** Opens the page with the types and the message above, with rules by the dialect of their options. */
async function openUser(): Promise<Page> {
  const page = await openPlayground({ bypassCSP: true });
  await write(page, "#proto", PROTO);
  await write(page, "#message", USER);
  await page.getByText("Known annotations").click();
  await page.getByLabel("livekit", { exact: true }).check();
  return page;
}

const shown = async (page: Page): Promise<string> => (await page.locator("#fields").textContent()) ?? "";

describe("dialects", () => {
  it("are chosen by their names, and classify fields", async () => {
    const page = await openUser();
    expect(await shown(page)).toContain('"pin": "***stripped***"');
    expect(await shown(page)).toMatch(/"email": "[^"]*mple/);
    expect(await page.locator("#policy-text").textContent()).toContain("livekit,");
    expect(await barriers(page)).toEqual([]);
    await keepPicture(page, "classes");
  });

  it("that no pasted file has are said to be wrong", async () => {
    const page = await openPlayground();
    await page.getByText("Known annotations").click();
    await page.getByLabel("livekit", { exact: true }).check();
    expect(await page.locator("#policy-problem").textContent()).toContain("logger.sensitivity");
    expect(await shown(page)).toBe("");
  });
});

describe("keys of JSON", () => {
  it("are added with the keyboard, and hide values in a string", async () => {
    const page = await openUser();
    await page.getByRole("button", { name: "settings: shown" }).focus();
    await page.keyboard.press("Enter");
    const input = page.getByLabel("Secret key of the JSON in it");
    await input.focus();
    await page.keyboard.type("/password$/i");
    await page.keyboard.press("Enter");
    expect(await shown(page)).toContain("dark");
    expect(await shown(page)).not.toContain("hunter2");
    expect(await page.locator("#policy-text").textContent()).toContain("keys: [/password$/i]");
    await page.getByRole("button", { name: /^Drop: secret in JSON/ }).click();
    expect(await shown(page)).toContain("hunter2");
  });
});

describe("audiences", () => {
  it("see what the policy has for them", async () => {
    const page = await openUser();
    await page.locator("#pii-action").selectOption("strip");
    await page.locator("#support-action").selectOption("show");
    expect(await shown(page)).not.toContain("jane");
    await page.locator("#audience").selectOption("support");
    expect(await shown(page)).toContain("jane@acme.example");
    expect(await shown(page)).toContain('"pin": "***stripped***"');
  });
});

describe("pseudonyms", () => {
  it("are made with a key that is random, or typed, and in no link", async () => {
    const page = await openUser();
    expect(await page.locator("#pseudonym-key").isVisible()).toBe(false);
    await page.locator("#pii-action").selectOption("pseudonym");
    const pseudonym = async (): Promise<string> =>
      /"\*\*\*k1:\w+\*\*\*"/.exec(await shown(page))?.[0] ?? "none";
    const key = page.locator("#pseudonym-key");
    const [random, first] = [await key.inputValue(), await pseudonym()];
    expect(random).toMatch(/^[0-9a-f]{32}$/);
    await key.fill("a typed key of at least 32 bytes!");
    const typed = await pseudonym();
    expect(new Set(["none", first, typed]).size).toBe(3);
    await key.fill("short");
    expect(await page.locator("#pseudonym-problem").textContent()).toContain("32 bytes");
    expect(await pseudonym()).toBe(typed);
    expect(await barriers(page)).toEqual([]);
    await page.waitForTimeout(100);
    const fragment = new URL(page.url()).hash.replace("#1.", "");
    const content = inflateRawSync(Buffer.from(fragment, "base64url")).toString();
    expect(content).toContain("pseudonym");
    expect(content).not.toMatch(/typed key|short"/);
    expect(content).not.toContain(random);
    await page.getByRole("button", { name: "Random key" }).click();
    expect(await pseudonym()).not.toBe(typed);
    await keepPicture(page, "pseudonyms");
  });
});
