import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { keepPicture, openPlayground } from "./open-playground.js";
import { barriers, layoutShift } from "./page-quality.js";

const TABS = ["Policy", "What others print", "Free text", "Two runs"];

/** Moves on with the Tab key until the focus is on what is sought. */
async function tabTo(page: Page, what: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    const name = await page.evaluate(() => {
      const { activeElement: focused } = document;
      return focused?.getAttribute("aria-label") ?? (focused?.textContent || focused?.id);
    });
    if (name?.startsWith(what)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the Tab key does not reach ${what}`);
}

describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
  it("every tab can be read and used by everybody", async () => {
    const page = await openPlayground({ colorScheme, bypassCSP: true });
    await page.getByRole("button", { name: /serviceAccount.tokens: shown/ }).click();
    await page.getByRole("button", { name: "Values under this key are secret" }).click();
    await page.getByRole("button", { name: /^volume_id/ }).click();
    for (const tab of TABS) {
      await page.getByRole("tab", { name: tab }).click();
      if (tab === "Free text") await page.getByRole("button", { name: "Lines that leak" }).click();
      if (tab === "Two runs") {
        await page.locator("#printer").selectOption("toJsonString");
        await page.getByRole("button", { name: "Compare 1,000 pairs" }).click();
        await page.locator("#counterexample pre").first().waitFor();
      }
      expect(await barriers(page), tab).toEqual([]);
      await keepPicture(page, `${colorScheme}-${tab.toLowerCase().replaceAll(" ", "-")}`);
    }
  });
});

describe("at a width of 360 pixels", () => {
  it("nothing is cut off, in any tab", async () => {
    const page = await openPlayground({
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    await page.getByRole("button", { name: /serviceAccount.tokens: shown/ }).tap();
    for (const tab of TABS) {
      await page.getByRole("tab", { name: tab }).tap();
      if (tab === "Free text") await page.getByRole("button", { name: "Lines that leak" }).tap();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, tab).toBeLessThanOrEqual(360);
      await keepPicture(page, `narrow-${tab.toLowerCase().replaceAll(" ", "-")}`);
    }
  });
});

describe("with the keyboard alone", () => {
  it("a field is classified, and the focus comes back to it", async () => {
    const page = await openPlayground();
    await tabTo(page, "csi.storage.k8s.io/serviceAccount.tokens");
    expect(await page.locator("#verdict").textContent()).toContain("volume_context");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await tabTo(page, "csi.storage.k8s.io/serviceAccount.tokens");
    await page.keyboard.press("Enter");
    await tabTo(page, "Values under this key are secret");
    await page.keyboard.press("Enter");
    expect(await page.locator("#fields").textContent()).toContain('serviceAccount.tokens": "***stripped***"');
    const focused = await page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    expect(focused).toBe("csi.storage.k8s.io/serviceAccount.tokens: hidden");
  });

  it("the tabs are reached with the arrow keys", async () => {
    const page = await openPlayground();
    await tabTo(page, "Policy");
    for (const name of ["What others print", "Free text", "Two runs", "Policy"]) {
      await page.keyboard.press("ArrowRight");
      expect(await page.getByRole("tab", { selected: true }).textContent()).toContain(name);
    }
  });

  it("a rule is set and dropped", async () => {
    const page = await openPlayground();
    await tabTo(page, "Policy");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    expect(await page.locator("#fields").textContent()).toContain('serviceAccount.tokens": "***stripped***"');
    await page.keyboard.press("Space");
    expect(await page.locator("#fields").textContent()).toContain("eyJ");
  });
});

describe("while it loads", () => {
  it("nothing moves", async () => {
    const page = await openPlayground();
    expect(await layoutShift(page)).toBeLessThan(0.1);
  });
});
