// Letters as a person counts them: कि is one, and so is a flag.

/** The beginning of `text`, no longer than `most` letters. A browser without a segmenter counts code points, which are never fewer. */
export function firstLetters(text: string, most: number): string {
  if (text.length <= most) return text;
  if (!("Segmenter" in Intl)) return [...text].slice(0, most).join("");
  let n = 0;
  for (const { index } of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text))
    if (n++ === most) return text.slice(0, index);
  return text;
}
