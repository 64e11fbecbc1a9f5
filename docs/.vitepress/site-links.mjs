// Some links lead to what only the site has. Documents have them as comments, so nothing is broken elsewhere:
// <!-- link on the site: playground/index.html, Open the playground -->

/**
 * A plugin for markdown-it: turns such comments into links.
 *
 * @param {import("vitepress").MarkdownRenderer} md
 */
export function siteLinks(md) {
  md.core.ruler.push("links of the site", (state) => {
    for (const token of state.tokens) {
      if (token.type !== "html_block") continue;
      token.content = token.content.replace(
        /<!-- link on the site: (\S+), (.+?) -->/g,
        // Without the target, VitePress would look for a page of its own.
        (_, address, text) =>
          `<p><a href="${md.utils.escapeHtml(address)}" target="_self">${md.utils.escapeHtml(text)}</a></p>`,
      );
    }
  });
}
