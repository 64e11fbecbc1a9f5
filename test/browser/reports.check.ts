import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from "vitest";
import { newPage } from "./open-playground.js";
import { barriers, layoutShift } from "./page-quality.js";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const PAGES = ["audit", "radar"] as const;
type Report = (typeof PAGES)[number];

const folder = mkdtempSync(join(tmpdir(), "protosanitizer-reports-"));
const fileOf = (report: Report): string => join(folder, `${report}.html`);

beforeAll(() => {
  const allow = join(folder, "allow.txt");
  writeFileSync(allow, "acme.v1.Login.labels # names of teams\n");
  const audit = cli(
    "audit",
    "--proto",
    "proto/test/acme/v1/login.proto",
    "proto/csi/v1/csi.proto",
    "--allow",
    allow,
    "--html",
  );
  writeFileSync(fileOf("audit"), audit);
  const known = join(folder, "known.txt");
  writeFileSync(known, "csi.v1.NodeStageVolumeRequest.secrets @ stdout # the driver of this test\n");
  cli(
    "radar",
    "--html",
    fileOf("radar"),
    "--allow",
    known,
    "--",
    process.execPath,
    "test/radar/planted/stage.mjs",
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a command prints. Its exit code says that something was found. */
function cli(...args: readonly string[]): string {
  const env = { ...process.env, SOURCE_DATE_EPOCH: "1767225600" };
  return spawnSync(process.execPath, ["dist/cli/main.js", ...args], {
    cwd: repository,
    encoding: "utf8",
    env,
    maxBuffer: 1 << 26,
  }).stdout;
}

/** Opens a report. The test fails if the page writes to its console, throws, or asks for anything else than itself. */
async function open(report: Report, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await newPage(options);
  const url = pathToFileURL(fileOf(report)).href;
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(url)) complaints.push(request.url());
  });
  await page.goto(url);
  onTestFinished(() => expect(complaints).toEqual([]));
  return page;
}

/** Keeps a picture of the beginning of a report, for people to look at. All of it would be too long. */
async function keepTop(page: Page, name: string): Promise<void> {
  const width = page.viewportSize()?.width ?? 1280;
  await page.setViewportSize({ width, height: 2400 });
  await page.screenshot({ path: `${inject("screenshots")}${name}.png` });
}

describe.each(PAGES)("the page of %s", (report) => {
  it.each(["light", "dark"] as const)("can be read by everybody in %s colours", async (colorScheme) => {
    const page = await open(report, { colorScheme, bypassCSP: true });
    for (const details of await page.locator("details").all())
      await details.evaluate((one) => one.setAttribute("open", ""));
    expect(await barriers(page)).toEqual([]);
    await keepTop(page, `report-${report}-${colorScheme}`);
  });

  it("does not move sideways at a width of 360 pixels", async () => {
    const page = await open(report, {
      viewport: { width: 360, height: 740 },
      isMobile: true,
      hasTouch: true,
    });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await keepTop(page, `report-${report}-360`);
  });

  it("prints in dark letters on white, without what only a screen can do", async () => {
    const page = await open(report, { colorScheme: "dark" });
    await page.emulateMedia({ media: "print" });
    const [color, background] = await page.evaluate(() => {
      const style = getComputedStyle(document.body);
      return [style.color, style.backgroundColor];
    });
    expect([color, background]).toEqual(["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
    expect(await page.locator("form:visible").count()).toBe(0);
    await keepTop(page, `report-${report}-print`);
  });

  it("moves nothing while it loads", async () => {
    expect(await layoutShift(await open(report))).toBeLessThan(0.05);
  });
});

describe("the page of audit", () => {
  it("is searched and filtered with the keyboard alone", async () => {
    const page = await open("audit");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to all fields");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.type("acme.v1.Login");
    const fields = page.locator("tbody tr:visible");
    await expect.poll(() => page.locator("#shown").textContent()).toMatch(/^\d+ fields$/);
    expect(await fields.count()).toBeGreaterThan(4);
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    expect(await fields.count()).toBe(1);
    expect(await fields.first().textContent()).toContain("password = 2");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Escape");
    expect(await fields.count()).toBeGreaterThan(4);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("/");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("text");
  });

  it("has everything without its script", async () => {
    const page = await open("audit", { javaScriptEnabled: false });
    expect(await page.locator("form:visible").count()).toBe(0);
    expect(await page.locator("tbody tr:visible").count()).toBeGreaterThan(100);
  });
});

describe("the page of radar", () => {
  it("is read with the keyboard alone", async () => {
    const page = await open("radar");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("SUMMARY");
    await page.keyboard.press("Enter");
    expect(await page.locator("details[open] pre").first().isVisible()).toBe(true);
  });
});
