import { sourceFindings } from "../findings/source.js";
import { commitSha, type Head, objectId, type SourceConfig } from "../model/index.js";
import { headOfVersions } from "./chain.js";
import { isMissing, sourceError } from "./errors.js";
import { listLocalRefs, readLocalRef } from "./local-refs.js";
import { ObjectStore } from "./object-store.js";
import { peelToCommit } from "./peel.js";
import { chooseRef, type Ref, refMissing, type Wanted, wantedOf } from "./refs.js";
import type { Remote } from "./remote.js";
import { findRepository, type Repository } from "./repository.js";
import { makeUncommitted } from "./uncommitted.js";
import { matchingTags, noMatchingTag } from "./version-tags.js";

/** A repository on this machine, read in place and never written. Throws where the path is none that can be read. */
export function openLocal(config: SourceConfig, path: string): Remote {
  const wanted = wantedOf(config);
  const uncommitted = makeUncommitted(config);
  let repository = findRepository(path);
  let store = openStore(repository, path);

  return {
    async look(signal) {
      signal.throwIfAborted();
      const before = repository;
      repository = findRepository(path);
      if (before.objects.join("\n") === repository.objects.join("\n")) {
        store.refresh();
      } else {
        store.close();
        store = openStore(repository, path);
      }
      return lookLocally(repository, store, wanted, path);
    },
    async fetch(_head, signal) {
      signal.throwIfAborted();
    },
    deepen: async () => false,
    objects: () => store,
    onDamage: () => {},
    notes: (commit, tree) => uncommitted(repository, commit, tree),
    async close() {
      store.close();
    },
  };
}

function openStore(repository: Repository, path: string): ObjectStore {
  return new ObjectStore(repository.objects, missingRemedy(repository, path));
}

function lookLocally(repository: Repository, store: ObjectStore, wanted: Wanted, path: string): Head {
  if (wanted.type === "commit") return lookForCommit(store, wanted.sha, path);
  if (wanted.type === "versions") return lookForVersions(repository, store, wanted.range, path);
  const names = wanted.type === "head" ? ["HEAD"] : wanted.names;
  const refs = names.map((name) => readLocalRef(repository, name)).filter((ref): ref is Ref => ref !== undefined);
  const ref = chooseRef(wanted, refs);
  if (ref === undefined) throw refMissing(wanted, listLocalRefs(repository), path);
  return namedBy(store, ref);
}

function lookForVersions(repository: Repository, store: ObjectStore, range: string, path: string): Head {
  const refs = listLocalRefs(repository);
  const head = headOfVersions(matchingTags(range, refs).map((ref) => namedBy(store, ref)));
  if (head === undefined) throw noMatchingTag(range, refs, path);
  return head;
}

function namedBy(store: ObjectStore, { name, target: ref = name, ...named }: Ref): Head {
  const id = objectId(named.id);
  const commit = peelToCommit(store, id, ref);
  return named.id === commit ? { commit, ref } : { commit, ref, tag: { id, ref } };
}

function lookForCommit(store: ObjectStore, sha: string, path: string): Head {
  try {
    const { type } = store.read(objectId(sha));
    if (type === "commit") return { commit: commitSha(sha), ref: sha };
    throw commitMissing(sha, path, `is a ${type} there`);
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw commitMissing(sha, path, "is not there");
  }
}

function commitMissing(sha: string, path: string, why: string): Error {
  return sourceError(
    sourceFindings.commitMissing,
    `commit ${sha} ${why} (${path})`,
    "fetch it into that repository, or correct the ref",
  );
}

/** What to do about an object that the repository does not have. */
export function missingRemedy({ incomplete }: Repository, path: string): string {
  return incomplete
    ? `this is a shallow or partial clone: complete it with \`git -C ${path} fetch --unshallow\`, or clone again without --filter`
    : `run \`git -C ${path} fsck\` and fetch what is missing`;
}
