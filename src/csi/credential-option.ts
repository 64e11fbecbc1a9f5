import { nameEvidence } from "../policy/credential-names.js";

/**
 * Detector of credentials among mount options: `username=jane,password=hunter2`, `-o secret=AQ..==`,
 * `--account-key hunter2`, and the password of a URL. A part counts if the name before the `=`, or the name of the flag before
 * a space, speaks of a credential, as for a field of that name. It reads the text once.
 *
 * It sees one item of `mount_flags` at a time. It does not find a password that stands alone in the item behind `--password`.
 */
export function hasCredentialOption(text: string): boolean {
  if (openOptions.has(text)) return false;
  if (holdsCredential(text)) return true;
  if (text.length <= LONGEST_KNOWN) {
    if (openOptions.size === MOST_KNOWN) openOptions.clear();
    openOptions.add(text);
  }
  return false;
}

/**
 * Options without credentials. The volumes of a driver have the same options again and again (measured: a request with four
 * of them prints in a tenth less time). It holds only options that were shown.
 */
const openOptions = new Set<string>();
const MOST_KNOWN = 256;
const LONGEST_KNOWN = 64;

function holdsCredential(text: string): boolean {
  // Most options are one word, such as `noatime`.
  if (!/[=:-]/.test(text)) return false;
  if (URL_PASSWORD.test(text)) return true;
  const words = text.split(/[\s,;&]+/);
  return words.some((word, index) => {
    // In `-o=opt=password=x`, each part but the last is a name.
    const parts = word.split("=");
    if (parts.slice(0, -1).some(isCredentialName)) return true;
    const next = words[index + 1];
    return word.startsWith("-") && next !== undefined && !next.startsWith("-") && isCredentialName(word);
  });
}

const URL_PASSWORD = /:\/\/[^\s/:@]{0,256}:[^\s/@]{1,1024}@/;

/** Longer than any name of an option. Only the end of a longer text is looked at. */
const MAX_LENGTH = 64;

/** In mount options, "key" alone is the key of Ceph and the like, and not that of a map. */
function isCredentialName(given: string): boolean {
  const name = given.slice(-MAX_LENGTH).replace(/\d+$/, "");
  return nameEvidence(name)?.severity === "likely" || /^\W*key\W*$/i.test(name);
}
