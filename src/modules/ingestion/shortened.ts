/** Room for the mark, so that a text that was cut is not cut again. */
const MARK_CHARS = 100;

/** A text, or its beginning with a mark that tells how long it was. */
export function shortened(text: string, chars = 1_000): string {
  if (text.length <= chars + MARK_CHARS) return text;
  // half a character would be no text
  const beginning = text.slice(0, chars).replace(/[\uD800-\uDBFF]$/, '');
  return `${beginning}… (cut, ${text.length} characters)`;
}
