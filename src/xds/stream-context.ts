import type { Emit, Snapshot, SnapshotReader } from "../model/index.js";
import type { Clock } from "../util/clock.js";
import type { Fanout } from "./fanout.js";
import type { Limits } from "./limits.js";
import type { LostRules } from "./lost-rules.js";
import type { Places } from "./places.js";

/** What all streams of an endpoint share. */
export interface StreamContext {
  readonly snapshots: SnapshotReader;
  readonly lost: LostRules;
  /** Resolves once a new stream may be answered. */
  readonly freshen: () => Promise<void>;
  readonly emit: Emit;
  readonly clock: Clock;
  readonly fanout: Fanout;
  readonly places: Places;
  readonly limits: Limits;
  /** The address that the stream came in by, as text. */
  readonly listener: string;
  /** `control_plane.identifier` of responses of that snapshot. */
  readonly controlPlane: (snapshot: Snapshot) => string;
}
