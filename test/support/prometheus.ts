import assert from "node:assert/strict";

/** One line of a scrape. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The samples of an exposition in Prometheus' text format; fails on a line that is none. */
export function parseExposition(text: string): readonly Sample[] {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => {
    const [, name = "", , pairs = "", value] = /^([a-z_][a-z0-9_]*)(\{(.*)\})? (\S+)$/.exec(line) ?? assert.fail(line);
    const labels = [...pairs.matchAll(/([a-z_][a-z0-9_]*)="((?:[^"\\]|\\.)*)",?/g)];
    assert.equal(labels.map(([pair]) => pair).join(""), pairs, line);
    return { name, labels: Object.fromEntries(labels.map(([, label, text]) => [label, text])), value: toNumber(value) };
  });
}

/** The values of a metric in the samples that have these labels, and perhaps others. */
export function valuesOf(
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): readonly number[] {
  return samples
    .filter((sample) => sample.name === name)
    .filter((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value))
    .map(({ value }) => value);
}

/** prom-client writes Nan; of a number that cannot be told, as a mean of nothing. */
function toNumber(text = ""): number {
  if (text === "Nan") return Number.NaN;
  const number = text === "+Inf" ? Number.POSITIVE_INFINITY : Number(text);
  assert.ok(!Number.isNaN(number), text);
  return number;
}
