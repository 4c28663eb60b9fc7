import { Gauge, Histogram, type Registry } from "prom-client";
import { kindOfTypeUrl } from "../../collections/kinds.js";
import type { SourceCommit } from "../../model/index.js";
import { durationBuckets, type MetricGroup, type MetricsContext, secondsBetween } from "./context.js";

/** How far one client has come. */
interface Client {
  readonly listener: string;
  /** When it was sent the first response that it has not made up for; undefined where it has everything. */
  behindSince: Date | undefined;
  /** What was published before this is nothing that it has waited for. */
  after: Date;
}

/** A commit as it was published, and when the look that found it began. */
interface Published {
  readonly source: string;
  readonly lookedAt: Date;
}

/** Commits that clients may still be on the way to; one that was merged with a later one is never arrived at. */
const maxPublished = 64;

/** How commits reach clients. Only sums are told: clients come and go under names of their own choice. */
export const rolloutMetrics: MetricGroup = (registry, { served, clock }) => {
  const registers = [registry];
  const clients = new Map<number, Client>();
  const published = new Map<string, Published>();
  addBehind(registers, clients, { served, clock });
  const histogram = (name: string, help: string) =>
    new Histogram({ name, help, labelNames: ["source"], buckets: durationBuckets, registers });
  const fromPublish = histogram(
    "gitxds_commit_publish_to_ack_seconds",
    "Time from publishing a commit to a client's ACK of the last of its types. Merged commits count as the newest, and the first answers of a stream not at all.",
  );
  const fromLook = histogram(
    "gitxds_commit_look_to_ack_seconds",
    "The same from the beginning of the look at the remote that found the commit.",
  );
  return {
    published({ source, commit, lookedAt }) {
      // Set anew at the end: the newest comes last.
      published.delete(keyOf({ source, commit }));
      published.set(keyOf({ source, commit }), { source, lookedAt });
      for (const key of published.keys()) {
        if (published.size <= maxPublished) break;
        published.delete(key);
      }
    },
    "stream-opened": ({ stream, listener }, at) => clients.set(stream, { listener, behindSince: undefined, after: at }),
    pushed({ stream, typeUrl }, at) {
      const client = clients.get(stream);
      // Clients need not ACK what is not served.
      if (client !== undefined && kindOfTypeUrl(typeUrl) !== undefined) client.behindSince ??= at;
    },
    "caught-up"({ stream, commits, publishedAt }, at) {
      const client = clients.get(stream);
      if (client === undefined) return;
      client.behindSince = undefined;
      if (publishedAt <= client.after) return;
      client.after = publishedAt;
      const newest = newestOf(commits, published);
      if (newest === undefined) return;
      const { source, lookedAt } = newest;
      fromPublish.observe({ source }, secondsBetween(publishedAt, at));
      fromLook.observe({ source }, secondsBetween(lookedAt, at));
    },
    "stream-closed": ({ stream }) => clients.delete(stream),
  };
};

/** Read at each scrape from what is known of the clients. */
function addBehind(
  registers: Registry[],
  clients: ReadonlyMap<number, Client>,
  { served, clock }: Pick<MetricsContext, "served" | "clock">,
): void {
  const lags = () => [...clients.values()].filter(({ behindSince }) => behindSince !== undefined);
  new Gauge({
    name: "gitxds_xds_clients_behind",
    help: "Clients that have not ACKed all that they were sent, those that refuse a response included.",
    labelNames: ["listener"],
    registers,
    collect() {
      for (const { address: listener } of served()) this.set({ listener }, 0);
      for (const { listener } of lags()) this.inc({ listener });
    },
  });
  new Gauge({
    name: "gitxds_xds_client_lag_max_seconds",
    help: "For how long the client that is behind for longest has been; 0 where none is.",
    labelNames: ["listener"],
    registers,
    collect() {
      const longest = new Map(served().map(({ address }) => [address, 0]));
      for (const { listener, behindSince = clock.now() } of lags()) {
        longest.set(listener, Math.max(longest.get(listener) ?? 0, secondsBetween(behindSince, clock.now())));
      }
      for (const [listener, seconds] of longest) this.set({ listener }, seconds);
    },
  });
}

/** Of a snapshot's commits the one that was published last. */
function newestOf(commits: readonly SourceCommit[], published: ReadonlyMap<string, Published>): Published | undefined {
  const keys = new Set(commits.map(keyOf));
  return [...published].findLast(([key]) => keys.has(key))?.[1];
}

function keyOf({ source, commit }: SourceCommit): string {
  return `${source}@${commit}`;
}
