import { byId } from "./elements.js";

/** The tabs at the bottom: arrow keys move between them, as the pattern for tabs says. */
export function setUpTabs(): void {
  const tabs = [...byId("tabs", HTMLElement).querySelectorAll<HTMLButtonElement>('[role="tab"]')];
  const select = (chosen: HTMLButtonElement): void => {
    for (const tab of tabs) {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      byId(tab.getAttribute("aria-controls") ?? "", HTMLElement).hidden = !isChosen;
    }
  };
  tabs.forEach((tab, index) => {
    tab.addEventListener("click", () => select(tab));
    tab.addEventListener("keydown", ({ key }) => {
      const next = nextIndex(key, index, tabs.length);
      const target = next === undefined ? undefined : tabs[next];
      if (target === undefined) return;
      select(target);
      target.focus();
    });
  });
  const first = tabs[0];
  if (first !== undefined) select(first);
}

function nextIndex(key: string, index: number, count: number): number | undefined {
  if (key === "ArrowRight") return (index + 1) % count;
  if (key === "ArrowLeft") return (index + count - 1) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : undefined;
}
