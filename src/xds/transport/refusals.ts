import type { FindingRow } from "../../findings/row.js";
import type { Emit } from "../../model/index.js";
import type { Clock } from "../../util/clock.js";
import { makeTally } from "../../util/tally.js";

/** Why a connection or a stream is not served. Only `peer` is of the client. */
export interface Refusal {
  readonly row: FindingRow;
  readonly reason: string;
  /** Where the case at hand has a better one than the row. */
  readonly remedy?: string;
}

/** Tells that a connection of that peer was refused. */
export type Refuse = (peer: string, refusal: Refusal) => void;

/** Refusals are told of at once, and then at most this often for each code: anybody can cause them. In ms. */
const pauseMs = 60_000;

/** Counts the refusals of a listener, by code. */
export function refusalCounter(listener: string, emit: Emit, clock: Clock): Refuse {
  const tallies = new Map<string, (item: { readonly peer: string; readonly refusal: Refusal }) => void>();
  return (peer, refusal) => {
    const { code } = refusal.row;
    const tally =
      tallies.get(code) ??
      makeTally<{ readonly peer: string; readonly refusal: Refusal }>({ clock, pauseMs }, (latest, count) => {
        const { reason, row, remedy = row.fix } = latest.refusal;
        emit({ type: "connections-refused", listener, code, reason, remedy, peer: latest.peer, count });
      });
    tallies.set(code, tally);
    tally({ peer, refusal });
  };
}
