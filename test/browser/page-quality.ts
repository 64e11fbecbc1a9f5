import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What keeps people with disabilities from using the page as it is now: serious findings of axe-core, each with its elements.
 *
 * @param part a CSS selector of the part that is looked at. Default: the whole page.
 */
export async function barriers(page: Page, part = "html"): Promise<string[]> {
  await page.evaluate(axe);
  const results: AxeResults = await page.evaluate(
    `axe.run(${JSON.stringify(part)}, { resultTypes: ["violations"] })`,
  );
  return results.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(", ")}`);
}

/** How much has moved since the page began to load: the sum of its layout shifts, 0 if nothing moved. */
export function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          // The type of these entries is not among those of the compiler.
          for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
        }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => resolve(sum), 300);
      }),
  );
}
