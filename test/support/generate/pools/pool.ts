/**
 * Texts for a field: `good` ones are mostly taken, `odd` ones lie at the edges of what a rule asks for, on either side.
 */
export interface Pool {
  readonly good: readonly string[];
  readonly odd: readonly string[];
}

/** A pool of words set apart by blanks, and of more odd texts that are no words. */
export function pool(good: string, odd: string, oddTexts: readonly string[] = []): Pool {
  return { good: words(good), odd: [...words(odd), ...oddTexts] };
}

export function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

export function long(length: number, piece = "a"): string {
  return piece.repeat(length);
}
