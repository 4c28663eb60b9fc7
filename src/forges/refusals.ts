import { forgeFindings } from "../findings/forges.js";
import type { FindingRow } from "../findings/row.js";
import type { Emit } from "../model/index.js";
import type { Clock } from "../util/clock.js";
import { makeTally } from "../util/tally.js";

/** What a refused request is told of by. Nothing in it comes from the sender. */
export interface Refusal {
  readonly forge: string;
  readonly row: FindingRow;
  readonly reason: string;
  readonly remedy: string;
}

/** Refusals are told of at once, and then at most this often: anybody can cause them. In ms. */
const pauseMs = 60_000;

/** Counts refusals, and tells of the latest with the number since it was last told. */
export function refusalCounter(emit: Emit, clock: Clock): (refusal: Refusal) => void {
  return makeTally({ clock, pauseMs }, ({ forge, row, reason, remedy }, count) =>
    emit({ type: "webhooks-refused", forge, code: row.code, reason, remedy, count }),
  );
}

export function noSecret(forge: string): Refusal {
  return {
    forge,
    row: forgeFindings.noSecret,
    reason: "webhooks are off: no secret is configured",
    remedy:
      "write a secret to a file and start gitxds with --webhook-secret-file FILE, or webhook: {secretFile: FILE} of the source in gitxds.yaml",
  };
}

export function secretUnreadable(forge: string, reason: string): Refusal {
  const remedy = "restore the file; it is read anew for every request";
  return { forge, row: forgeFindings.secretUnreadable, reason, remedy };
}

export function notSigned(forge: string): Refusal {
  return {
    forge,
    row: forgeFindings.notSigned,
    reason: "the request is not signed with the secret of a source",
    remedy: "give the forge the content of the secret's file, and post to the address of that very forge",
  };
}

export function malformed(forge: string, reason: string): Refusal {
  const remedy = "send what the forge documents for a push, as JSON";
  return { forge, row: forgeFindings.malformed, reason, remedy };
}
