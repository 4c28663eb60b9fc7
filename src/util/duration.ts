/** A span of time as protobuf holds it: both parts have the same sign. */
export interface Span {
  readonly seconds: number;
  readonly nanos: number;
}

const nanosPerUnit: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  "\u00b5s": 1e3,
  "\u03bcs": 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

const term = "(\\d*)(?:\\.(\\d*))?(ns|us|\u00b5s|\u03bcs|ms|s|m|h)";
const whole = new RegExp(`^[-+]?(?:(?=\\.?\\d)${term})+$`);
/** What most durations are; few enough digits to be counted in doubles. */
const oneTerm = /^(\d{1,3})(ms|s|m|h)$/;
const terms = new RegExp(term, "g");
const limit = 2n ** 63n;

/** A duration as parseNanoseconds reads it, in two parts. */
export function parseDuration(text: string): Span | undefined {
  const total = parseNanoseconds(text);
  if (total === undefined) return undefined;
  return { seconds: Number(total / 1_000_000_000n), nanos: Number(total % 1_000_000_000n) };
}

/**
 * Reads a duration as Go's time.ParseDuration does, which is what Istio and CEL read with: `1h30m`, `.5s`, `-100us`, and
 * `0` without a unit. Undefined where Go refuses, beyond the 64 bits of nanoseconds (292 years) included.
 */
export function parseNanoseconds(text: string): bigint | undefined {
  const [, count, only = ""] = oneTerm.exec(text) ?? [];
  if (count !== undefined) return BigInt(Number(count) * (nanosPerUnit[only] ?? 0));
  if (/^[-+]?0$/.test(text)) return 0n;
  if (!whole.test(text)) return undefined;
  let total = 0n;
  for (const [, integer = "", fraction = "", unit = ""] of text.matchAll(terms)) {
    const nanos = nanosPerUnit[unit] ?? 0;
    const digits = integer.replace(/^0+/, "");
    if (digits.length > 19) return undefined;
    total += BigInt(digits) * BigInt(nanos) + fractionOf(nanos, fraction);
    if (total > limit) return undefined;
  }
  const negative = text.startsWith("-");
  if (!negative && total === limit) return undefined;
  return negative ? -total : total;
}

/** In doubles and cut off, digit for digit as Go computes it, so that the last nanosecond agrees. */
function fractionOf(nanos: number, digits: string): bigint {
  let value = 0n;
  let scale = 1;
  for (const digit of digits) {
    const next = value * 10n + BigInt(digit);
    if (next > limit) break;
    value = next;
    scale *= 10;
  }
  return BigInt(Math.trunc(Number(value) * (nanos / scale)));
}
