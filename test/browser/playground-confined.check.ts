import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inflateRawSync } from "node:zlib";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { openPlayground, write } from "./open-playground.js";

/** Serves the playground, and notes what is asked for. */
async function serve(): Promise<{ address: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.setHeader("content-type", "text/html").end(readFileSync(inject("playground")));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/`, asked };
}

/** What a link holds. */
function contentOf(fragment: string): string {
  return inflateRawSync(Buffer.from(fragment.replace(/^#1\./, ""), "base64url")).toString();
}

describe("the page", () => {
  it("can send nothing, by whatever means code has", async () => {
    const { address, asked } = await serve();
    const page = await openPlayground({ address });
    // What is refused is said in the console.
    page.removeAllListeners("console");
    page.removeAllListeners("request");
    const blocked = await page.evaluate(async (to) => {
      const violations: string[] = [];
      document.addEventListener("securitypolicyviolation", (event) =>
        violations.push(event.effectiveDirective),
      );
      const attempts: (() => unknown)[] = [
        () => fetch(`${to}fetch`),
        () => {
          const request = new XMLHttpRequest();
          request.open("GET", `${to}xhr`);
          request.send();
        },
        () => navigator.sendBeacon(`${to}beacon`, "text"),
        () => new WebSocket(`${to.replace("http", "ws")}socket`),
        () => new EventSource(`${to}events`),
        () => {
          new Image().src = `${to}image`;
        },
        () => {
          const script = document.createElement("script");
          script.src = `${to}script`;
          document.body.append(script);
        },
        () => {
          const inline = document.createElement("script");
          inline.textContent = "document.title = 'ran'";
          document.body.append(inline);
        },
        () => {
          const frame = document.createElement("iframe");
          frame.src = `${to}frame`;
          document.body.append(frame);
        },
        () => {
          const link = document.createElement("link");
          link.rel = "stylesheet";
          link.href = `${to}style`;
          document.head.append(link);
        },
        () => {
          const form = document.createElement("form");
          form.action = `${to}form`;
          document.body.append(form);
          form.submit();
        },
        () => new Worker(`${to}worker`),
        () => import(`${to}module`),
        () => document.fonts.add(new FontFace("x", `url(${to}font)`)) && document.fonts.load("1em x"),
        // biome-ignore lint/security/noGlobalEval: this is what must not work.
        () => globalThis.eval("document.title = 'ran'"),
      ];
      // In a timer, because the browser lets its own tools do more.
      for (const attempt of attempts) {
        setTimeout(async () => {
          try {
            await attempt();
          } catch {
            // Refused at once.
          }
        });
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
      return { violations, title: document.title };
    }, address);
    expect(asked).toEqual(["/"]);
    expect(blocked.title).toContain("Playground");
    expect(new Set(blocked.violations)).toEqual(
      new Set([
        "connect-src",
        "img-src",
        "script-src-elem",
        "frame-src",
        "style-src-elem",
        "form-action",
        "worker-src",
        "font-src",
        "script-src",
      ]),
    );
  });

  it("asks for nothing while it is used, and works without a network", async () => {
    const { address, asked } = await serve();
    const page = await openPlayground({ address });
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "Random message" }).click();
    await page.getByLabel("CSI, with service account tokens").check();
    expect(await page.locator("#fields").textContent()).toContain("***stripped***");
    for (const tab of ["What others print", "Free text", "Two runs", "Policy"])
      await page.getByRole("tab", { name: tab }).click();
    await page.getByRole("tab", { name: "Two runs" }).click();
    await page.getByRole("button", { name: "Compare 1,000 pairs" }).click();
    await page.getByText("1,000 pairs, 0 differences.").waitFor();
    expect(asked).toEqual(["/"]);
  });
});

describe("a link", () => {
  it("holds the types and the policy, and nothing of the message", async () => {
    const page = await openPlayground();
    await write(
      page,
      "#message",
      '{"volumeId": "vol-of-jane", "secrets": {"hidden-name": "hunter2-of-jane"}}',
    );
    await page.getByRole("tab", { name: "Free text" }).click();
    await write(page, "#free-text", "a line with hunter2-of-jane");
    await page.locator("#seed").fill("4711");
    await page.getByRole("button", { name: /^volume_id/ }).click();
    await page.getByRole("button", { name: "It is secret" }).click();
    await page.waitForTimeout(100);
    const fragment = new URL(page.url()).hash;
    const content = contentOf(fragment);
    expect(content).not.toMatch(/hunter2|jane|hidden-name|4711/);
    expect(content).toContain("NodePublishVolumeRequest");
    const storage = await page.evaluate(() =>
      JSON.stringify([localStorage, sessionStorage, document.cookie, history.state]),
    );
    expect(storage).toBe('[{},{},"",null]');

    const other = await openPlayground({ fragment: fragment.slice(1) });
    expect(await other.locator("#policy-text").textContent()).toContain(
      "csi.v1.NodePublishVolumeRequest.volume_id",
    );
    expect(await other.locator("#message").inputValue()).not.toContain("jane");
  });

  it.each([
    ["no link", "whatever"],
    ["cut", "1.q1YqSy0qzszPU7JSKkotLs3JLFGyUkrMyS9LTVGyMtJRKihKLcpMzEvJTFayUkrL"],
    ["empty", "1."],
  ])("that is %s shows the example", async (_, fragment) => {
    const page = await openPlayground({ fragment });
    expect(await page.locator("#type").inputValue()).toBe("csi.v1.NodePublishVolumeRequest");
  });
});
