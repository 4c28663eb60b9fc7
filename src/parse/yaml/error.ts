/** What sort of rule a text breaks: it is no YAML, repeats a key, holds what JSON cannot, or is too big. */
export type YamlProblem = "syntax" | "duplicate-key" | "value" | "bounds";

/** Why a text cannot be read. The reason is a clause without a capital and without a place. */
export class YamlError extends Error {
  override readonly name = "YamlError";

  constructor(
    readonly problem: YamlProblem,
    readonly reason: string,
    readonly remedy: string,
    /** Into the text that was read, in UTF-16 units. */
    readonly offset: number,
  ) {
    super(reason);
  }
}

/** Shows a piece of a file in a message: quoted, escaped and short. */
export function show(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}

/** YAML 1.1 has no tabs in indentation, and what counts as such is wider than in YAML 1.2. */
export function tabAt(offset: number): YamlError {
  return new YamlError("syntax", "a tab stands where indentation is", "use spaces", offset);
}
