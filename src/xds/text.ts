const printable = /^[\x21-\x7e]{1,256}$/;

/** Whether the text can be a type URL at all: short, ASCII, no spaces. */
export function isTypeUrl(text: string): boolean {
  return printable.test(text);
}

/** A client's words as they may stand in logs and in the status: bounded, nothing that moves a cursor or turns text round. */
export function clientText(text: string, length: number): string {
  return text.slice(0, length).replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Surrogate}]/gu, " ");
}
