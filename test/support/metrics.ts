import type { ServedListener } from "../../src/admin/index.js";
import { createMetrics } from "../../src/admin/metrics/metrics.js";
import { commitSha, type Event, type Finding, type TypeUrl } from "../../src/model/index.js";
import { parseExposition, valuesOf } from "./prometheus.js";
import { FakeClock } from "./xds/fake-clock.js";
import { virtualServices } from "./xds/urls.js";

export const source = "mesh";
export const listener = "127.0.0.1:18000";
const commit = commitSha("a".repeat(40));
export const typeUrl = virtualServices as TypeUrl;
const cost = {
  fetchMs: 200,
  listMs: 10,
  parseMs: 30,
  analyzeMs: 5,
  buildMs: 2,
  files: 12,
  blobsRead: 1,
  changedCollections: ["VirtualService"],
};

/** A finding of which only that counts. */
export function findingOf(code: Finding["code"], severity: Finding["severity"]): Finding {
  const nowhere = { file: null, line: null, column: null, kind: null, namespace: null, name: null };
  return { code, severity, ...nowhere, message: "", remedy: "" };
}

/** Metrics whose time is in the test's hand. */
export function startMetrics(options: { snapshot?: ServedListener["snapshot"]; sources?: readonly string[] } = {}) {
  const clock = new FakeClock();
  const metrics = createMetrics({
    version: "1.2.3",
    sources: options.sources ?? [source],
    served: () => [{ address: listener, snapshot: options.snapshot, certificate: null }],
    clock,
  });
  /** What a scrape tells of gitxds itself. */
  const scrape = async () => {
    const { text } = await metrics.scrape();
    return parseExposition(text).filter(({ name }) => name.startsWith("gitxds_"));
  };
  const values = async (name: string, labels: Readonly<Record<string, string>> = {}) =>
    valuesOf(await scrape(), name, labels);
  return { clock, metrics, scrape, values, observe: (event: Event) => metrics.observe(event, clock.now()) };
}

/** One of each type. */
export const sampleEvents: { readonly [Type in Event["type"]]: Extract<Event, { readonly type: Type }> } = {
  looked: { type: "looked", source, state: "following", code: null, ms: 40 },
  "look-failed": {
    type: "look-failed",
    source,
    error: { code: "GX002", message: "", remedy: "", at: "" },
    retryInMs: 1_000,
  },
  progress: { type: "progress", source, phase: "parse", done: 1, total: 2 },
  restored: { type: "restored", source, commit, resources: 3, publishedAt: new Date(0) },
  "last-good-unusable": { type: "last-good-unusable", source, code: "GX097", reason: "", movedTo: "" },
  "last-good-unsaved": { type: "last-good-unsaved", source, code: "GX098", reason: "" },
  unlocked: { type: "unlocked", source, code: "GX050", folder: "", reason: "" },
  published: {
    type: "published",
    source,
    commit,
    subject: "",
    resources: 3,
    lookedAt: new Date(0),
    cost,
    warnings: [],
  },
  rejected: { type: "rejected", source, commit, findings: [findingOf("GX202", "error")] },
  held: { type: "held", source, commit, code: "GX091", message: "", remedy: "" },
  "webhook-accepted": { type: "webhook-accepted", source, forge: "github", ref: null },
  "webhooks-refused": { type: "webhooks-refused", forge: "github", code: "GX071", reason: "", remedy: "", count: 7 },
  "config-loaded": { type: "config-loaded", file: "gitxds.yaml", applied: [], restart: [] },
  "config-refused": { type: "config-refused", file: "gitxds.yaml", message: "", remedy: "" },
  "certificate-loaded": {
    type: "certificate-loaded",
    listener,
    file: "tls.crt",
    names: "DNS:gitxds",
    notAfter: new Date(9_000),
  },
  "certificate-refused": { type: "certificate-refused", listener, code: "GX080", message: "", remedy: "" },
  "certificate-ending": {
    type: "certificate-ending",
    listener,
    code: "GX080",
    file: "tls.crt",
    notAfter: new Date(9_000),
    ended: false,
    remedy: "",
  },
  "connections-refused": {
    type: "connections-refused",
    listener,
    code: "GX084",
    reason: "",
    remedy: "",
    peer: "127.0.0.1:6",
    count: 5,
  },
  "stream-opened": { type: "stream-opened", stream: 1, peer: "127.0.0.1:5", listener, method: "sotw" },
  "stream-held": { type: "stream-held", stream: 1, code: "GX087", limit: 2_000 },
  "stream-slowed": { type: "stream-slowed", stream: 1, code: "GX088", perSecond: 100 },
  "stale-look": { type: "stale-look", listener, reason: "timeout", streams: 3, action: "serve-last-good" },
  "stream-identified": { type: "stream-identified", stream: 1, node: "sidecar~1" },
  "stream-closed": { type: "stream-closed", stream: 1, status: "CANCELLED", reason: "" },
  pushed: { type: "pushed", stream: 1, typeUrl, version: "v", resources: 2, bytes: 300 },
  acked: { type: "acked", stream: 1, typeUrl, version: "v" },
  nacked: { type: "nacked", stream: 1, typeUrl, version: "v", message: "" },
  "caught-up": { type: "caught-up", stream: 1, commits: [{ source, commit }], publishedAt: new Date(2_000) },
};
