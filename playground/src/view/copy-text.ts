/**
 * Copies the text of an element.
 *
 * @returns whether it is copied. Otherwise it is selected, for the reader to copy.
 */
export async function copyText(shown: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(shown.textContent ?? "");
    return true;
  } catch {
    // The browser does not allow it here.
    getSelection()?.selectAllChildren(shown);
    return false;
  }
}
