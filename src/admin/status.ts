import { kinds, storageTypeUrl } from "../collections/kinds.js";
import type {
  ClientStatus,
  ConfigStatus,
  ListenerCertificate,
  Snapshot,
  SourceStatus,
  Status,
} from "../model/index.js";

/** An address that clients connect to, and what is served there. */
export interface ServedListener {
  /** As bound. */
  readonly address: string;
  readonly snapshot: Snapshot | undefined;
  readonly certificate: ListenerCertificate | null;
}

/** Puts together `GET /api/v1/status` from what each part knows. */
export function toStatus(parts: {
  readonly config: ConfigStatus | null;
  readonly sources: readonly SourceStatus[];
  readonly listeners: readonly ServedListener[];
  readonly clients: readonly ClientStatus[];
}): Status {
  const { config, sources, listeners, clients } = parts;
  const snapshot = listeners[0]?.snapshot;
  return {
    config,
    sources,
    snapshot: snapshot === undefined ? null : snapshotStatus(snapshot),
    listeners: listeners.map(({ address, snapshot: served, certificate }) => ({
      address,
      snapshot: served?.id ?? null,
      certificate,
    })),
    clients,
  };
}

function snapshotStatus(snapshot: Snapshot): NonNullable<Status["snapshot"]> {
  const collections = kinds.map((kind) => {
    const collection = snapshot.collections.get(kind.kind);
    return {
      typeUrl: storageTypeUrl(kind),
      version: collection?.version ?? "",
      resources: collection?.names.length ?? 0,
    };
  });
  return {
    id: snapshot.id,
    publishedAt: snapshot.publishedAt.toISOString(),
    resources: collections.reduce((sum, { resources }) => sum + resources, 0),
    collections,
  };
}
