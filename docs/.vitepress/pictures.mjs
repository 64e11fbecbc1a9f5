// Pictures come in two: for light and for dark. Documents choose by what the system asks for; the site has a switch.

/**
 * A plugin for markdown-it: makes both pictures of a `<picture>` images of the page. Its style shows the one that fits.
 *
 * @param {import("vitepress").MarkdownRenderer} md
 */
export function pictures(md) {
  md.core.ruler.push("pictures", (state) => {
    for (const token of state.tokens) {
      if (token.type !== "html_block") continue;
      token.content = token.content.replace(/<picture>(.*?)<\/picture>/gs, (_, inner) => {
        const dark = /srcset="([^"]+)"/.exec(inner)?.[1] ?? "";
        const [, alt = "", light = ""] = /<img alt="([^"]*)" src="([^"]+)"/.exec(inner) ?? [];
        return `<div class="picture" tabindex="0">${image(light, alt, "in-light")}${image(dark, alt, "in-dark")}</div>`;
      });
    }
  });
}

/**
 * @param {string} path
 * @param {string} alt
 * @param {string} style
 */
function image(path, alt, style) {
  const source = path.startsWith(".") ? path : `./${path}`;
  return `<img alt="${alt}" src="${source}" class="${style}" loading="lazy">`;
}
