import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { commitSha, type Event, type Finding, type TypeUrl } from "../../../src/model/index.js";
import { createEventLog, createLog, grpcLogger, type Log, logListening } from "../../../src/util/log.js";
import { FakeClock } from "../../support/xds/fake-clock.js";

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly time: string;
  readonly [field: string]: unknown;
}

/** A log that keeps its lines. */
function capture(level?: string): { log: Log; lines: () => Line[] } {
  const written: string[] = [];
  const log = createLog({ destination: { write: (line) => written.push(line) }, pretty: false, level });
  return { log, lines: () => written.map((line) => JSON.parse(line) as Line) };
}

/** The lines of one event without their time. */
function linesOf(event: Event, level?: string): Omit<Line, "time">[] {
  const { log, lines } = capture(level);
  createEventLog(log, new FakeClock()).write(event);
  return lines().map(({ time: _, ...rest }) => rest as Omit<Line, "time">);
}

const commit = commitSha("a".repeat(40));
const source = "mesh";
const typeUrl = "networking.istio.io/v1/VirtualService" as TypeUrl;

function findingAt(line: number, severity: Finding["severity"] = "error"): Finding {
  return {
    code: "GX201",
    severity,
    file: "routes/a.yaml",
    line,
    column: 3,
    kind: "VirtualService",
    namespace: "default",
    name: "a",
    message: "unknown field hots",
    remedy: "write hosts",
  };
}

test("a line is one JSON object with level, time in UTC and message", () => {
  const { log, lines } = capture();
  logListening(log, { xds: ["127.0.0.1:18000", "127.0.0.1:18001"], admin: "127.0.0.1:18080" });
  const [line] = lines();
  assert.match(line?.time ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.deepEqual(
    { ...line, time: "" },
    { level: "info", time: "", xds: "127.0.0.1:18000, 127.0.0.1:18001", admin: "127.0.0.1:18080", msg: "listening" },
  );
});

test("a webhook is a line with its source, forge and ref; refused ones are a line with their number", () => {
  const ref = `refs/heads/${"x".repeat(600)}`;
  assert.deepEqual(linesOf({ type: "webhook-accepted", source, forge: "gitea", ref }), [
    { level: "info", source, forge: "gitea", ref: `${ref.slice(0, 500)}…`, msg: "webhook: looking at the remote now" },
  ]);
  const refused = { forge: "gitlab", code: "GX072", remedy: "sign it", count: 7 };
  assert.deepEqual(linesOf({ type: "webhooks-refused", reason: "not signed", ...refused }), [
    { level: "warn", ...refused, msg: "webhook refused: not signed" },
  ]);
});

test("what a listener turns away, and what becomes of its certificate, is told with code, place and remedy", () => {
  const listener = "127.0.0.1:18000";
  const refused = { listener, code: "GX082", peer: "10.0.0.9:4711", remedy: "mode: SIMPLE", count: 7 };
  assert.deepEqual(linesOf({ type: "connections-refused", reason: "plaintext", ...refused }), [
    { level: "warn", ...refused, msg: "connection refused: plaintext" },
  ]);
  const kept = { listener, code: "GX080", remedy: "write it anew" };
  assert.deepEqual(linesOf({ type: "certificate-refused", message: "/tls.key is not the key", ...kept }), [
    {
      level: "error",
      ...kept,
      msg: "the certificate is not taken, the one before stays in use: /tls.key is not the key",
    },
  ]);
  const notAfter = new Date(0);
  const file = "/tls.crt";
  assert.deepEqual(linesOf({ type: "certificate-loaded", listener, file, names: "DNS:a", notAfter }), [
    {
      level: "info",
      listener,
      file,
      names: "DNS:a",
      notAfter: notAfter.toISOString(),
      msg: "new connections get this certificate",
    },
  ]);
  const levels = [false, true].map(
    (ended) => linesOf({ type: "certificate-ending", file, notAfter, ended, ...kept })[0]?.level,
  );
  assert.deepEqual(levels, ["warn", "error"]);
});

test("credentials of URLs and control characters are gone from every text, wherever it stands", () => {
  const { log, lines } = capture();
  const url = "https://user:s3cret@example.com/mesh.git";
  log.info({ url, nested: { list: [url, { url }] } }, `cannot read ${url}\u001b[2J\n  [12:00:00] INFO: all is well`);
  log.warn(url);
  log.error(new Error(`failed: ${url}`, { cause: new Error(url) }));
  log.error(new Error(`failed: ${url}`), "with an error");
  grpcLogger(log).error("E", url);
  const all = JSON.stringify(lines());
  assert.equal(lines().length, 5);
  assert.doesNotMatch(all, /s3cret|\\u001b/);
  assert.equal(lines()[0]?.msg, "cannot read https://***@example.com/mesh.git[2J [12:00:00] INFO: all is well");
  assert.equal(lines()[2]?.msg, "failed: https://***@example.com/mesh.git");
  assert.equal(lines()[3]?.msg, "with an error");
  assert.match(String((lines()[3]?.err as { stack?: string } | undefined)?.stack), /^Error: failed: https:\/\/\*\*\*@/);
});

test("texts beyond all reason and endless objects are cut", () => {
  const { log, lines } = capture();
  const ring: Record<string, unknown> = {};
  ring.ring = ring;
  log.info({ ring, text: "x".repeat(100_000) }, "large");
  assert.ok(JSON.stringify(lines()).length < 10_000);
});

test("GITXDS_LOG_LEVEL sets the level, and a wrong one names the right ones", () => {
  const quiet = capture("warn");
  quiet.log.info("not written");
  quiet.log.warn("written");
  assert.deepEqual(
    quiet.lines().map(({ msg }) => msg),
    ["written"],
  );
  assert.throws(() => capture("loud"), {
    name: "UsageError",
    message: 'GITXDS_LOG_LEVEL: "loud" is not a level',
    remedy: "use one of silent, error, warn, info, debug; without the variable it is info",
  });
});

test("on a terminal a line is readable text", () => {
  const written: string[] = [];
  const log = createLog({ destination: { write: (line) => written.push(line) }, pretty: true });
  log.info({ commit: "abc" }, "published");
  assert.equal(written.length, 1);
  const text = stripVTControlCharacters(written.join(""));
  assert.match(text, /^\[\d\d:\d\d:\d\d\] INFO: published \{"commit":"abc"\}\n$/);
});

const cost = {
  fetchMs: 12.4,
  listMs: 1.2,
  parseMs: 30.6,
  analyzeMs: 5.4,
  buildMs: 2.5,
  files: 12,
  blobsRead: 1,
  changedCollections: ["VirtualService"],
};

test("a publication is one line with commit, counts and times, and one line for each warning", () => {
  const event: Event = {
    type: "published",
    source,
    commit,
    subject: "Shift traffic",
    resources: 14,
    lookedAt: new Date(0),
    cost,
    warnings: [findingAt(3, "warning")],
  };
  assert.deepEqual(linesOf(event), [
    {
      level: "info",
      source,
      commit,
      subject: "Shift traffic",
      resources: 14,
      files: 12,
      blobsRead: 1,
      changedCollections: ["VirtualService"],
      fetchMs: 12,
      listMs: 1,
      parseMs: 31,
      analyzeMs: 5,
      buildMs: 3,
      warnings: 1,
      msg: "published",
    },
    {
      level: "warn",
      source,
      code: "GX201",
      file: "routes/a.yaml",
      line: 3,
      column: 3,
      msg: "routes/a.yaml:3:3: GX201 unknown field hots (write hosts)",
    },
  ]);
});

test("files of a publication that are not served as they are have a line of their own, and errors come first", () => {
  const partial = { kept: 2, waiting: 1 };
  const warnings = [findingAt(1, "warning"), findingAt(2)];
  const [published, told, ...findings] = linesOf({
    ...{
      type: "published",
      source,
      commit,
      subject: "Shift traffic",
      resources: 14,
      lookedAt: new Date(0),
      cost,
      warnings,
      partial,
    },
  });
  assert.equal(published?.warnings, 1);
  assert.deepEqual([told?.level, told?.kept, told?.waiting], ["error", 2, 1]);
  assert.deepEqual(
    findings.map(({ level }) => level),
    ["error", "warn"],
  );
});

test("a rejected commit is one line and one for each of the first 20 findings, errors before warnings", () => {
  const findings = [findingAt(1, "warning"), ...Array.from({ length: 30 }, (_, index) => findingAt(index + 2))];
  const lines = linesOf({ type: "rejected", source, commit, findings });
  assert.equal(lines.length, 22);
  assert.deepEqual(lines[0], {
    level: "error",
    source,
    commit,
    errors: 30,
    warnings: 1,
    msg: "commit rejected: 30 errors; what was served before stays",
  });
  assert.equal(lines[1]?.msg, "routes/a.yaml:2:3: GX201 unknown field hots (write hosts)");
  assert.equal(lines[21]?.msg, "11 more findings: see GET /api/v1/status, or run gitxds validate");
});

test("a finding about the whole has no place in its line", () => {
  const finding = { ...findingAt(1), file: null, line: null, column: null };
  assert.equal(
    linesOf({ type: "rejected", source, commit, findings: [finding] })[1]?.msg,
    "GX201 unknown field hots (write hosts)",
  );
});

test("every other event is one line at its level, and progress and looks are none", () => {
  const at = "2026-01-01T00:00:00.000Z";
  const error = { code: "GX001", message: "no such branch", remedy: "use main", at };
  const long = "x".repeat(10_000);
  const cut = `${"x".repeat(500)}…`;
  for (const [event, expected] of [
    [{ type: "progress", source, phase: "validate", done: 1, total: 2 }, undefined],
    [{ type: "looked", source, state: "failing", code: "GX001", ms: 2 }, undefined],
    [
      { type: "look-failed", source, error, retryInMs: 1000.5 },
      {
        level: "warn",
        source,
        code: "GX001",
        remedy: "use main",
        retryInMs: 1001,
        msg: "cannot follow the source: no such branch",
      },
    ],
    [
      { type: "held", source, commit, code: "GX090", message: "nothing to serve", remedy: "pass --allow-empty" },
      {
        level: "warn",
        source,
        commit,
        code: "GX090",
        remedy: "pass --allow-empty",
        msg: "commit held: nothing to serve",
      },
    ],
    [
      { type: "stream-opened", stream: 1, peer: "127.0.0.1:5", listener: "127.0.0.1:9", method: "sotw" },
      {
        level: "info",
        stream: 1,
        peer: "127.0.0.1:5",
        listener: "127.0.0.1:9",
        method: "sotw",
        msg: "stream opened",
      },
    ],
    [
      { type: "stream-identified", stream: 1, node: "sidecar~1" },
      { level: "info", stream: 1, node: "sidecar~1", msg: "client identified" },
    ],
    [
      { type: "stream-closed", stream: 1, status: "CANCELLED", reason: long },
      { level: "info", stream: 1, status: "CANCELLED", reason: cut, msg: "stream closed" },
    ],
    [
      { type: "pushed", stream: 1, typeUrl, version: "v", resources: 2, bytes: 3 },
      { level: "debug", stream: 1, typeUrl, version: "v", resources: 2, bytes: 3, msg: "pushed" },
    ],
    [
      { type: "acked", stream: 1, typeUrl, version: "v" },
      { level: "debug", stream: 1, typeUrl, version: "v", msg: "acked" },
    ],
    [
      { type: "nacked", stream: 1, typeUrl, version: "v", message: long },
      { level: "warn", stream: 1, typeUrl, version: "v", msg: `client refused a response: ${cut}` },
    ],
    [
      { type: "caught-up", stream: 1, commits: [{ source, commit }], publishedAt: new Date(0) },
      { level: "debug", stream: 1, commits: [{ source, commit }], msg: "caught up" },
    ],
  ] satisfies readonly (readonly [Event, unknown])[]) {
    assert.deepEqual(linesOf(event, "debug"), expected === undefined ? [] : [expected]);
  }
});

test("grpc-js's lines keep their level, except that its errors are warnings", () => {
  const { log, lines } = capture("debug");
  const logger = grpcLogger(log);
  logger.error("E", 1);
  logger.info("I");
  logger.debug("D");
  assert.deepEqual(
    lines().map(({ level, from, msg }) => [level, from, msg]),
    [
      ["warn", "grpc-js", "E 1"],
      ["info", "grpc-js", "I"],
      ["debug", "grpc-js", "D"],
    ],
  );
});
