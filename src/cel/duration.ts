/** Nanoseconds per unit. Both signs for micro are taken, U+00B5 and U+03BC. */
const units: ReadonlyMap<string, bigint> = new Map([
  ["ns", 1n],
  ["us", 1_000n],
  ["\u00b5s", 1_000n],
  ["\u03bcs", 1_000n],
  ["ms", 1_000_000n],
  ["s", 1_000_000_000n],
  ["m", 60_000_000_000n],
  ["h", 3_600_000_000_000n],
]);

const form = /^[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+$/;
const part = /(\d*)(?:\.(\d*))?([^\d.]+)/g;

const maxNanoseconds = 2n ** 63n - 1n;
/** Digits that fit 64 bits, of whole numbers and of fractions. */
const maxDigits = { whole: 19, fraction: 18 };

/**
 * A duration in the syntax of Go's time.ParseDuration, such as `1h30m`, `-1.5s` or `0`, in nanoseconds; undefined where
 * it is none or leaves 64 bits. Fractions of a nanosecond are dropped.
 */
export function parseDuration(text: string): bigint | undefined {
  if (text === "0" || text === "+0" || text === "-0") return 0n;
  if (!form.test(text)) return undefined;
  let total = 0n;
  for (const [, whole = "", fraction = "", unit = ""] of text.replace(/^[+-]/, "").matchAll(part)) {
    const count = whole.replace(/^0+/, "");
    if (count.length > maxDigits.whole) return undefined;
    const size = units.get(unit) ?? 0n;
    total += BigInt(count) * size + fractionOf(size, fraction);
  }
  const signed = text.startsWith("-") ? -total : total;
  return signed > maxNanoseconds || signed < -maxNanoseconds - 1n ? undefined : signed;
}

/** In floating point as Go does it, so that both round to the same nanosecond. */
function fractionOf(size: bigint, digits: string): bigint {
  const used = digits.slice(0, maxDigits.fraction);
  return BigInt(Math.trunc(Number(used) * (Number(size) / 10 ** used.length)));
}
