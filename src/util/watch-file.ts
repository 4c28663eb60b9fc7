import { readFileSync, statSync, watch } from "node:fs";
import { dirname } from "node:path";
import type { Clock } from "./clock.js";
import { contentHash } from "./hash.js";

/** How often the file is looked at where the system tells nothing: network file systems, a folder that was replaced. */
const pollMs = 2_000;
/** A file is read once it has stayed the same for so long, so that none is read half written. */
const settleMs = 200;

/**
 * Calls back when the content of a file may have become another, and once at the start; symbolic links are followed to
 * where they lead now, which is how Kubernetes changes a mounted ConfigMap or Secret. A file above `maxBytes` is not read.
 * The returned function ends it.
 */
export function watchFile(
  path: string,
  { clock, maxBytes }: { readonly clock: Clock; readonly maxBytes: number },
  onChange: () => void,
): () => void {
  let seen = "";
  let read = "";
  let content: string | undefined;
  let cancelSettle: (() => void) | undefined;

  const look = () => {
    const stamp = stampOf(path);
    if (stamp === read || cancelSettle !== undefined) return;
    seen = stamp;
    cancelSettle = clock.after(settleMs, () => {
      cancelSettle = undefined;
      settled(stampOf(path));
    });
  };
  const settled = (stamp: string) => {
    if (stamp !== seen) return look();
    read = stamp;
    const now = contentOf(path, maxBytes);
    if (now === content) return;
    content = now;
    onChange();
  };

  const closeWatcher = watchFolder(dirname(path), look);
  let cancelPoll = () => {};
  const poll = () => {
    look();
    cancelPoll = clock.after(pollMs, poll);
  };
  poll();
  return () => {
    closeWatcher();
    cancelPoll();
    cancelSettle?.();
  };
}

/** The folder, because an editor replaces the file and Kubernetes a link beside it. Where it cannot be watched, polls do. */
function watchFolder(folder: string, onEvent: () => void): () => void {
  try {
    const watcher = watch(folder, { persistent: false }, onEvent);
    watcher.on("error", () => watcher.close());
    return () => watcher.close();
  } catch {
    return () => {};
  }
}

/** What changes with the file, as far as the file system can tell. */
function stampOf(path: string): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch (error) {
    return String(error);
  }
}

function contentOf(path: string, maxBytes: number): string {
  try {
    if (statSync(path).size > maxBytes) return "too large";
    return contentHash(readFileSync(path));
  } catch (error) {
    return String(error);
  }
}
