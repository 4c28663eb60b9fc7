import type { Address, ClientStatus, Emit, Snapshot } from "../model/index.js";
import type { Clock } from "../util/clock.js";
import { type Endpoint, type EndpointOptions, type Shared, startEndpoint } from "./endpoint.js";
import { createFanout } from "./fanout.js";
import { defaultLimits, type Limits } from "./limits.js";
import { createPlaces } from "./places.js";

/** What an ADS server is made of. */
export interface XdsServerOptions {
  /** At least one. */
  readonly endpoints: readonly EndpointOptions[];
  readonly emit: Emit;
  readonly clock: Clock;
  /** Of gitxds: told to clients with each response. */
  readonly version: string;
  readonly limits?: Partial<Limits>;
}

/** A running ADS server. */
export interface XdsServer {
  /** As bound, in the order of the endpoints. */
  readonly addresses: readonly Address[];
  /** One entry per open ADS stream. */
  clients(): readonly ClientStatus[];
  /** Ends every stream within that time, if it is given, and then all that is left (Endpoint.close). */
  close(drainMs?: number): Promise<void>;
}

/** Binds every port and serves. Throws UsageError where one cannot be had; none is held then. */
export async function startXdsServer({ endpoints, ...options }: XdsServerOptions): Promise<XdsServer> {
  const shared = sharedBy(options);
  const started: Endpoint[] = [];
  const close = async (drainMs = 0) => {
    await Promise.all(started.map((endpoint) => endpoint.close(drainMs)));
  };
  try {
    for (const endpoint of endpoints) started.push(await startEndpoint(endpoint, shared));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    addresses: started.map(({ address }) => address),
    clients: () => started.flatMap((endpoint) => endpoint.clients()),
    close,
  };
}

/** Memory is bounded over all endpoints, and a stream's number names it in the log wherever it came in. */
function sharedBy({ emit, clock, version, ...options }: Omit<XdsServerOptions, "endpoints">): Shared {
  const limits = { ...defaultLimits, ...options.limits };
  let opened = 0;
  return {
    emit,
    clock,
    limits,
    fanout: createFanout({ slots: limits.fanout, lapseMs: limits.fanoutLapseMs, clock }),
    places: createPlaces({ most: limits.streams, line: limits.streams }),
    controlPlane: (snapshot) => controlPlane(version, snapshot),
    nextStream: () => {
      opened += 1;
      return opened;
    },
  };
}

function controlPlane(version: string, { commits }: Snapshot): string {
  return `gitxds/${version} commit=${commits.map(({ commit }) => commit).join(",")}`;
}
