import { type SecretScope, STRIPPED } from "protosanitizer";
import { type KnownSecret, type WrittenForm, writtenForm } from "./written-form.js";

/** A piece of a text. */
export interface TextPart {
  readonly text: string;
  /** What was found there. Undefined for the text around it. */
  readonly hit: WrittenForm | undefined;
}

/**
 * Cuts a text at the secrets in it.
 *
 * @param scopes find the secrets.
 * @param secrets the values of the message, to say which one was found.
 */
export function findHits(
  text: string,
  scopes: readonly Pick<SecretScope, "scrub">[],
  secrets: readonly KnownSecret[],
): readonly TextPart[] {
  const scrub = (whole: string): string => scopes.reduce((rest, scope) => scope.scrub(rest), whole);
  const scrubbed = scrub(text);
  if (scrubbed === text) return [{ text, hit: undefined }];
  return spansOf(text, scrubbed.split(STRIPPED), scrub).map((part) =>
    part.isHit && part.text !== STRIPPED
      ? { text: part.text, hit: writtenForm(part.text, secrets) }
      : { text: part.text, hit: undefined },
  );
}

interface Span {
  readonly text: string;
  readonly isHit: boolean;
}

/**
 * Finds the places of the markers in a scrubbed text: a scope returns texts, no places.
 *
 * @param open the text between the markers.
 */
function spansOf(text: string, open: readonly string[], scrub: (text: string) => string): readonly Span[] {
  const [first = "", ...others] = open;
  const spans: Span[] = [{ text: first, isHit: false }];
  let position = first.length;
  others.forEach((literal, index) => {
    const isLast = index === others.length - 1;
    const end = isLast ? text.length - literal.length : endOfSecret(text, position, literal, scrub);
    if (end > position) spans.push({ text: text.slice(position, end), isHit: true });
    spans.push({ text: text.slice(end, end + literal.length), isHit: false });
    position = Math.max(position, end + literal.length);
  });
  return spans.filter((span) => span.text !== "");
}

/** How many places are tried. A secret may contain the text that follows it. */
const MAX_TRIES = 64;

function endOfSecret(text: string, start: number, literal: string, scrub: (text: string) => string): number {
  // Two secrets side by side: the first span takes both.
  if (literal === "") return start;
  const first = text.indexOf(literal, start + 1);
  let end = first;
  for (let tries = 0; end !== -1 && tries < MAX_TRIES; tries += 1) {
    if (scrub(text.slice(start, end)) === STRIPPED) return end;
    end = text.indexOf(literal, end + 1);
  }
  return first === -1 ? text.length : first;
}
