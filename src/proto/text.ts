/**
 * Whether the text has a UTF-8 form. Half of a surrogate pair has none, and a receiver refuses the whole message for
 * it.
 */
export function isEncodable(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/**
 * Orders texts by their UTF-8 bytes, as Go does. JavaScript's own order is by UTF-16 units, which puts U+10000 and up
 * before U+E000.
 */
export function compareUtf8(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  for (let index = 0; index < end; index += 1) {
    const x = a.charCodeAt(index);
    const y = b.charCodeAt(index);
    // A unit of a pair stands for a code point beyond all single units.
    if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
