import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { expect, inject, onTestFinished } from "vitest";

let connected: Promise<Browser> | undefined;

/** The browser of all tests. */
export function browser(): Promise<Browser> {
  connected ??= chromium.connect(inject("browser"));
  return connected;
}

/** Milliseconds until an element must be there. */
const TIMEOUT = 10_000;

/** How the playground is opened. */
export interface Opening extends BrowserContextOptions {
  /** The fragment of the address. Default: none. */
  readonly fragment?: string;
  /** Where the page is. Default: the file that was built. */
  readonly address?: string;
}

/**
 * Opens the playground, from its file, and waits until it has shown something. The test fails if the page writes to its
 * console, throws, or asks for anything else than itself.
 */
export async function openPlayground({ fragment = "", address, ...options }: Opening = {}): Promise<Page> {
  const page = await newPage(options);
  const url = address ?? pathToFileURL(inject("playground")).href;
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith("data:")) complaints.push(request.url());
  });
  await page.goto(url + (fragment === "" ? "" : `#${fragment}`));
  await page.locator("main:not(.loading)").waitFor();
  onTestFinished(() => expect(complaints).toEqual([]));
  return page;
}

/** Opens an empty page, which is closed when the test ends. */
export async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await (await browser()).newContext({ viewport: { width: 1280, height: 900 }, ...options });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(TIMEOUT);
  return context.newPage();
}

/** Keeps a picture of the whole page, for people to look at. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${inject("screenshots")}${name}.png`, fullPage: true });
}

/** Writes a text into a field of the page, and waits until the page has read it. */
export async function write(page: Page, selector: string, text: string): Promise<void> {
  await page.locator(selector).fill(text);
  // The page waits for the end of the typing.
  await page.waitForTimeout(200);
}
