/** The words of a name in any case convention, in small letters: `volume_context`, `volumeContext`, `VOLUME-CONTEXT`. */
export function wordsOf(name: string): readonly string[] {
  const words = name.match(/[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]*|\d+/g) ?? [];
  return words.map((word) => word.toLowerCase());
}
