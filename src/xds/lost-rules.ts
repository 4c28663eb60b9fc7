import type { Collection, Snapshot } from "../model/index.js";
import { withSubsetsOf } from "../proto/subsets.js";
import type { Clock } from "../util/clock.js";
import { type Content, difference, emptyContent, indexOf, listing, together } from "./content.js";
import type { Limits } from "./limits.js";
import { WholeContent } from "./whole-content.js";

/** What an entry costs beside its frame, about. */
const entryBytes = 256;

type LostLimits = Pick<Limits, "lostMs" | "lostBytes">;

/** A DestinationRule as it was before a commit changed it or took it away. */
interface Replaced {
  readonly name: string;
  readonly version: string;
  /** A copy, or a few bytes would keep the buffer of its whole commit. */
  readonly frame: Uint8Array;
  readonly at: number;
}

/**
 * The DestinationRules that commits replaced lately. State of the world does not tell what a client has from an earlier
 * stream, here or at another replica: it may still route to a subset of any of these.
 */
export class LostRules {
  readonly #clock: Clock;
  readonly #limits: LostLimits;
  /** Oldest first. */
  #replaced: Replaced[] = [];
  #bytes = 0;
  #content: Content | undefined;
  #joined: { readonly version: string; readonly content: Content } | undefined;

  constructor(clock: Clock, limits: LostLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Notes what is gone when `next` is published after `before`. */
  note(before: Snapshot | undefined, next: Snapshot): void {
    const old = rulesOf(before);
    const rules = rulesOf(next);
    if (old.version === rules.version) return;
    const at = this.#clock.elapsed();
    const { changed, removed } = difference(old, rules);
    for (const name of [...changed.map((index) => rules.names[index] ?? ""), ...removed]) {
      const index = indexOf(old.names, name);
      if (index < 0) continue;
      const frame = old.frame(index).slice();
      this.#replaced.push({ name, version: old.versions[index] ?? "", frame, at });
      this.#bytes += frame.length + entryBytes;
    }
    this.#forgetJoined();
    this.#expire();
  }

  /** One entry for each name, with the subsets of all its versions. */
  content(): Content {
    this.#expire();
    this.#content ??= contentOf(this.#replaced);
    return this.#content;
  }

  /** The rules of a snapshot, and what was lost besides. Kept: streams come together, and joining thousands takes a while. */
  joinedTo(rules: Collection): Content {
    const lost = this.content();
    if (this.#joined?.version !== rules.version) {
      const content = together(lost, new WholeContent(rules), new Set(), withSubsetsOf);
      this.#joined = { version: rules.version, content };
    }
    return this.#joined.content;
  }

  #expire(): void {
    const { lostMs, lostBytes } = this.#limits;
    const oldest = this.#clock.elapsed() - lostMs;
    let gone = 0;
    for (const { at, frame } of this.#replaced) {
      if (at >= oldest && this.#bytes <= lostBytes) break;
      this.#bytes -= frame.length + entryBytes;
      gone += 1;
    }
    if (gone === 0) return;
    this.#replaced = this.#replaced.slice(gone);
    this.#forgetJoined();
  }

  #forgetJoined(): void {
    this.#content = undefined;
    this.#joined = undefined;
  }
}

function rulesOf(snapshot: Snapshot | undefined): Content {
  const rules = snapshot?.collections.get("DestinationRule");
  return rules === undefined ? emptyContent : new WholeContent(rules);
}

function contentOf(replaced: readonly Replaced[]): Content {
  const byName = new Map<string, Pick<Replaced, "version" | "frame">>();
  for (const { name, version, frame } of replaced) {
    const before = byName.get(name);
    byName.set(name, (before && withSubsetsOf(before.frame, frame)) ?? { version, frame });
  }
  const names = [...byName.keys()].sort();
  const entries = names.map((name) => byName.get(name));
  const frame = (index: number) => entries[index]?.frame ?? new Uint8Array();
  const versions = entries.map((entry) => entry?.version ?? "");
  return listing(
    names,
    versions,
    frame,
    names.map((_, index) => frame(index)),
  );
}
