import type { Event, Finding } from "../../model/index.js";
import type { Log } from "./create.js";
import { logServing } from "./serving.js";

/** Findings of one commit that get a line each; all of them are in the status. */
const maxFindings = 20;

/** Longer words of a client are cut. */
const maxClientText = 500;

/** Says that both ports are open. Tests and scripts wait for this line and read the addresses from it. */
export function logListening(log: Log, addresses: { readonly xds: readonly string[]; readonly admin: string }): void {
  log.info({ ...addresses, xds: addresses.xds.join(", ") }, "listening");
}

/**
 * Writes what happened: one line an event, and one for each finding. Progress is for the terminal, and what
 * comes with every look, for those who count. A count says of how many events of this type the line is.
 */
export function logEvent(log: Log, event: Event, count = 1): void {
  switch (event.type) {
    case "progress":
    case "looked":
      return;
    case "look-failed":
      logLookFailed(log, event);
      return;
    case "restored":
    case "last-good-unusable":
    case "last-good-unsaved":
    case "unlocked":
      logStateFolder(log, event);
      return;
    case "published":
      logPublished(log, event);
      return;
    case "rejected":
      logRejected(log, event);
      return;
    case "held": {
      const { source, commit, code, message, remedy } = event;
      log.warn({ source, commit, code, remedy }, `commit held: ${message}`);
      return;
    }
    case "webhook-accepted": {
      const { source, forge, ref } = event;
      log.info({ source, forge, ref: ref === null ? null : cutText(ref) }, "webhook: looking at the remote now");
      return;
    }
    case "webhooks-refused": {
      const { forge, code, reason, remedy, count } = event;
      log.warn({ forge, code, remedy, count }, `webhook refused: ${reason}`);
      return;
    }
    case "stale-look":
      logStaleLook(log, event, count);
      return;
    case "config-loaded":
      logConfigLoaded(log, event);
      return;
    case "config-refused": {
      const { file, message, remedy } = event;
      log.error({ file, remedy }, `the configuration is not taken, the one before stays in force: ${message}`);
      return;
    }
    case "certificate-loaded":
    case "certificate-refused":
    case "certificate-ending":
    case "connections-refused":
      logServing(log, event);
      return;
    default:
      logStream(log, event, count);
  }
}

type EventOf<Type extends Event["type"]> = Extract<Event, { readonly type: Type }>;
type StreamEvent = Extract<Event, { readonly stream: number }>;

function logStateFolder(
  log: Log,
  event: EventOf<"restored" | "last-good-unusable" | "last-good-unsaved" | "unlocked">,
): void {
  switch (event.type) {
    case "restored": {
      const { source, commit, resources, publishedAt } = event;
      log.info(
        { source, commit, resources, publishedAt: publishedAt.toISOString() },
        "serving the last good commit again",
      );
      return;
    }
    case "last-good-unusable": {
      const { source, code, reason, movedTo } = event;
      log.warn({ source, code, movedTo }, `the last good snapshot on disk cannot be used: ${reason}`);
      return;
    }
    case "last-good-unsaved": {
      const { source, code, reason } = event;
      log.warn(
        { source, code },
        `the last good snapshot cannot be saved, so a restart would wait for the remote: ${reason}`,
      );
      return;
    }
    case "unlocked": {
      const { source, code, folder, reason } = event;
      log.warn(
        { source, code, folder },
        `the folder's lock cannot be written, so make sure that no gitxds on another machine uses it: ${reason}`,
      );
      return;
    }
  }
}

function logLookFailed(log: Log, { source, error, retryInMs }: EventOf<"look-failed">): void {
  const { code, message, remedy } = error;
  log.warn({ source, code, remedy, retryInMs: Math.round(retryInMs) }, `cannot follow the source: ${message}`);
}

function logConfigLoaded(log: Log, { file, applied, restart }: EventOf<"config-loaded">): void {
  log.info(
    { file, applied },
    applied.length === 0 ? "configuration read again: nothing to apply" : "configuration applied",
  );
  if (restart.length === 0) return;
  log.warn({ file, restart }, `restart to apply what differs in the configuration: ${restart.join(", ")}`);
}

function logPublished(log: Log, event: EventOf<"published">): void {
  const { source, commit, subject, resources, cost, warnings, partial } = event;
  const { fetchMs, listMs, parseMs, analyzeMs, buildMs, files, blobsRead, changedCollections } = cost;
  log.info(
    {
      source,
      commit,
      subject,
      resources,
      files,
      blobsRead,
      changedCollections,
      fetchMs: Math.round(fetchMs),
      listMs: Math.round(listMs),
      parseMs: Math.round(parseMs),
      analyzeMs: Math.round(analyzeMs),
      buildMs: Math.round(buildMs),
      warnings: warnings.filter(({ severity }) => severity !== "error").length,
    },
    "published",
  );
  if (partial !== undefined) {
    log.error(
      { source, commit, ...partial },
      "some files of the commit have errors: what they define stays as it was before, and what is new in them is not served",
    );
  }
  logFindings(log, source, gravestFirst(warnings));
}

function logStaleLook(log: Log, event: EventOf<"stale-look">, count: number): void {
  const { listener, reason, streams, action } = event;
  const why = reason === "timeout" ? "no look at the remote was decided in time" : "the remote cannot be looked at";
  const what = action === "wait" ? "they wait until it can be" : "they get the last good, which may be a step back";
  log.warn({ listener, streams, ...countOf(count) }, `new clients: ${why}; ${what}`);
}

function logRejected(log: Log, { source, commit, findings }: EventOf<"rejected">): void {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const count = `${errors} ${errors === 1 ? "error" : "errors"}`;
  log.error(
    { source, commit, errors, warnings: findings.length - errors },
    `commit rejected: ${count}; what was served before stays`,
  );
  logFindings(log, source, gravestFirst(findings));
}

function gravestFirst(findings: readonly Finding[]): readonly Finding[] {
  const errors = findings.filter(({ severity }) => severity === "error");
  return [...errors, ...findings.filter(({ severity }) => severity !== "error")];
}

function logFindings(log: Log, source: string, findings: readonly Finding[]): void {
  for (const finding of findings.slice(0, maxFindings)) {
    const { severity, code, file, line, column } = finding;
    const level = severity === "warning" ? "warn" : severity;
    log[level]({ source, code, file, line, column }, findingText(finding));
  }
  const left = findings.length - maxFindings;
  if (left > 0) log.warn({ source, left }, `${left} more findings: see GET /api/v1/status, or run gitxds validate`);
}

/** `file:line:column: CODE message (remedy)`, the form that editors and terminals turn into links. */
function findingText({ code, file, line, column, message, remedy }: Finding): string {
  const place = [file, line, column].filter((part) => part !== null).join(":");
  return `${place === "" ? "" : `${place}: `}${code} ${message} (${remedy})`;
}

function logStream(log: Log, event: StreamEvent, count: number): void {
  const about = { stream: event.stream, ...countOf(count) };
  switch (event.type) {
    case "stream-opened":
      log.info({ ...about, peer: event.peer, listener: event.listener, method: event.method }, "stream opened");
      return;
    case "stream-held": {
      const { code, limit } = event;
      log.warn({ ...about, code }, `stream held: ${limit} are open, and it is answered once one of them has ended`);
      return;
    }
    case "stream-slowed": {
      const { code, perSecond } = event;
      log.warn({ ...about, code }, `stream slowed down: it sends more than ${perSecond} requests a second`);
      return;
    }
    case "stream-identified":
      log.info({ ...about, node: cutText(event.node) }, "client identified");
      return;
    case "stream-closed":
      log.info({ ...about, status: event.status, reason: cutText(event.reason) }, "stream closed");
      return;
    case "pushed": {
      const { typeUrl, version, resources, bytes } = event;
      log.debug({ ...about, typeUrl: cutText(typeUrl), version, resources, bytes }, "pushed");
      return;
    }
    case "acked":
      log.debug({ ...about, typeUrl: cutText(event.typeUrl), version: cutText(event.version) }, "acked");
      return;
    case "caught-up":
      log.debug({ ...about, commits: event.commits }, "caught up");
      return;
    case "nacked": {
      const { typeUrl, version, message } = event;
      const fields = { ...about, typeUrl: cutText(typeUrl), version: cutText(version) };
      log.warn(fields, `client refused a response: ${cutText(message)}`);
    }
  }
}

/** Most lines are of one event, and do not say so. */
function countOf(count: number): { readonly count?: number } {
  return count === 1 ? {} : { count };
}

function cutText(text: string): string {
  return text.length <= maxClientText ? text : `${text.slice(0, maxClientText)}…`;
}
