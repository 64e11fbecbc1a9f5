import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** What to do if there is no Chromium. */
export const CHROMIUM_HINT = "install it (Debian: apt-get install chromium), or set CHROMIUM to its path";

/** Chromium opens pages of ours, and has no reason to talk to anybody. */
export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The path of Chromium. Undefined if there is none. */
export function findChromium() {
  return (
    process.env["CHROMIUM"] ?? onPath("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
  );
}

/** @param {readonly string[]} names */
function onPath(...names) {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}
