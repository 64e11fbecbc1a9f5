import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { keepPicture, newPage } from "./open-playground.js";
import { barriers, layoutShift } from "./page-quality.js";

const site = fileURLToPath(new URL("../../docs/.vitepress/dist", import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
const PAGES = ["", "own-types", "policy", "loggers/pino", "museum/cve-2023-2878", "reference/csi"];

let server: Server;
let address: string;

beforeAll(async () => {
  if (!existsSync(`${site}/index.html`)) throw new Error("There is no site: npm run docs");
  server = createServer(({ url = "/" }, response) => {
    const path = url.replace(/[?#].*$/, "").replace(/\/$/, "/index.html");
    if (path.includes("..") || !existsSync(site + path)) response.writeHead(404).end();
    else {
      response.setHeader("content-type", TYPES[extname(path)] ?? "application/octet-stream");
      response.end(readFileSync(site + path));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => server.close());

/** Opens a page of the site. The test fails if it writes to its console, throws, or loads something from elsewhere. */
async function openSite(page: Page, path: string): Promise<void> {
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith("data:"))
      complaints.push(request.url());
  });
  await page.goto(`${address}${path === "" ? "" : `${path}.html`}`, { waitUntil: "networkidle" });
  onTestFinished(() => expect(complaints).toEqual([]));
}

describe.each(["light", "dark"] as const)("the site in %s colours", (colorScheme) => {
  it.each(PAGES)("/%s can be read by everybody", async (path) => {
    const page = await newPage({ colorScheme });
    await openSite(page, path);
    expect(await barriers(page, "main")).toEqual([]);
    await keepPicture(page, `site-${colorScheme}-${path === "" ? "first" : path.replaceAll("/", "-")}`);
  });
});

describe("the site at a width of 360 pixels", () => {
  it.each(PAGES)("/%s does not move sideways", async (path) => {
    const page = await newPage({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    await openSite(page, path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await keepPicture(page, `site-360-${path === "" ? "first" : path.replaceAll("/", "-")}`);
  });
});

describe("the site", () => {
  it("is searched without a network", async () => {
    const page = await newPage();
    await openSite(page, "");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("service account tokens");
    const first = page.locator(".result").first();
    await first.waitFor();
    await first.click();
    await page.waitForURL(/service-account-tokens|csi|museum/);
  });

  it("moves nothing while it loads", async () => {
    const page = await newPage();
    await openSite(page, "");
    expect(await layoutShift(page)).toBeLessThan(0.05);
  });

  it.each([
    ["the menu", "", "Playground"],
    ["its page", "playground.html", "Open the playground"],
  ])("opens the playground from %s", async (_, from, name) => {
    const page = await newPage();
    await page.goto(address + from);
    await page.getByRole("link", { name }).first().click();
    await page.locator("main:not(.loading)").waitFor();
    expect(page.url()).toContain(`${address}playground/`);
  });
});
