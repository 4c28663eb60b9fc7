/**
 * Finds where a stream of pkt-lines has its first flush packet. It is fed piece by piece, and answers with the offset behind
 * it in the piece at hand, or "none" so far, or "garbage" where the stream is not made of pkt-lines.
 */
export function makeFlushFinder(): (chunk: Buffer) => number | "none" | "garbage" {
  let skip = 0;
  let digits = "";
  return (chunk) => {
    for (let at = 0; at < chunk.length; ) {
      if (skip > 0) {
        const step = Math.min(skip, chunk.length - at);
        at += step;
        skip -= step;
        continue;
      }
      const more = chunk.toString("latin1", at, at + 4 - digits.length);
      digits += more;
      at += more.length;
      if (digits.length < 4) return "none";
      if (!/^[0-9a-f]{4}$/i.test(digits)) return "garbage";
      const length = Number.parseInt(digits, 16);
      digits = "";
      if (length === 0) return at;
      // 1 and 2 are packets without bytes, 3 is none at all and is found when the packets are read.
      skip = Math.max(0, length - 4);
    }
    return "none";
  };
}
