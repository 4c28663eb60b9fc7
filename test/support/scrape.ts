import { formatAddress } from "../../src/util/address.js";
import { poll } from "./poll.js";
import { parseExposition, type Sample, valuesOf } from "./prometheus.js";
import type { Service } from "./service.js";

/** What a service's metrics said. */
export interface Scrape {
  readonly text: string;
  /** The values of a metric in the series that have these labels. */
  value(name: string, labels?: Readonly<Record<string, string>>): readonly number[];
}

/** Asks for a service's metrics until the condition holds of them. */
export async function scrape(
  { admin }: Service,
  condition: (samples: readonly Sample[]) => boolean,
  what: string,
): Promise<Scrape> {
  let text = "";
  const samples = await poll(
    async () => {
      text = await (await fetch(`http://${formatAddress(admin)}/metrics`)).text();
      const parsed = parseExposition(text);
      return condition(parsed) ? parsed : undefined;
    },
    20_000,
    () => `${what} is not told:\n${text}`,
  );
  return { text, value: (name, labels = {}) => valuesOf(samples, name, labels) };
}
