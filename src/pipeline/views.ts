import type { Collection, CommitSha, KindName, ListenerConfig } from "../model/index.js";
import type { Collections } from "../snapshot/index.js";
// By file: the whole stage would bring protobufjs, and a restart waits for what is imported here.
import { mergeCollections } from "../snapshot/merge.js";

/** What one source has live. */
export interface LiveSource {
  readonly commit: CommitSha;
  readonly publishedAt: Date;
  readonly collections: Collections;
}

/** What a listener serves from now on. */
export interface View {
  /** Its index in the configuration. */
  readonly listener: number;
  /** Of each of its sources, in their order. */
  readonly live: readonly (LiveSource & { readonly source: string })[];
  /** Collections that differ from those of the view before. */
  readonly changed: readonly Collection[];
}

/** Puts together what each listener serves; there is nothing for one until each of its sources has a good commit. */
export function makeViews(listeners: readonly ListenerConfig[]): {
  /** The source has another commit live: the new view of every listener that serves it. */
  readonly take: (source: string, live: LiveSource) => readonly View[];
} {
  const sources = new Map<string, LiveSource>();
  const served: Map<KindName, Served>[] = listeners.map(() => new Map());
  return {
    take(source, live) {
      sources.set(source, live);
      return [...listeners.entries()].flatMap(([listener, { sources: names }]) => {
        if (!names.includes(source)) return [];
        const members = names.flatMap((name) => {
          const one = sources.get(name);
          return one === undefined ? [] : [{ ...one, source: name }];
        });
        const before = served[listener];
        if (before === undefined || members.length < names.length) return [];
        return [{ listener, live: members, changed: update(before, members) }];
      });
    },
  };
}

/** A collection, and those that it was made of. */
interface Served {
  readonly parts: readonly Collection[];
  readonly collection: Collection;
}

/** Brings what is served up to what is live; gives what that changed. */
function update(served: Map<KindName, Served>, live: readonly LiveSource[]): readonly Collection[] {
  const changed: Collection[] = [];
  for (const kind of live[0]?.collections.keys() ?? []) {
    const parts = live.flatMap(({ collections }) => collections.get(kind) ?? []);
    const [first, ...others] = parts;
    const before = served.get(kind);
    if (first === undefined || parts.every((part, index) => part === before?.parts[index])) continue;
    const collection = others.length === 0 ? first : mergeCollections([first, ...others]);
    const isNew = collection.version !== before?.collection.version;
    served.set(kind, { parts, collection: isNew ? collection : before.collection });
    if (isNew) changed.push(collection);
  }
  return changed;
}
