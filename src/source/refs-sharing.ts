import type { SourceConfig } from "../model/index.js";
import type { Clock } from "../util/clock.js";
import type { Ref } from "./refs.js";

/** Asks the remote itself for refs whose names begin with one of the prefixes. */
export type AskForRefs = (prefixes: readonly string[], signal: AbortSignal) => Promise<readonly Ref[]>;

/** Lets the sources of one repository ask for its refs together: one request brings what each of them looks for. */
export interface RefsSharing {
  /** `onAsked` is told when another member begins to ask, and when that is, by the clock's elapsed time. */
  join(config: SourceConfig, prefixes: readonly string[], onAsked: (at: number) => void): RefsMember;
}

/** Joins the sources of a repository that is known already, with the prefixes of the refs that are looked for. */
export type JoinRefs = (prefixes: readonly string[]) => RefsMember;

/** One source among those of its repository. */
export interface RefsMember {
  /** The refs, its own and others', as the remote has them at that time or later; at the time of the call where none is given. */
  list(since: number | undefined, ask: AskForRefs, signal: AbortSignal): Promise<readonly Ref[]>;
  leave(): void;
}

interface Member {
  readonly prefixes: readonly string[];
  readonly onAsked: (at: number) => void;
}

interface Group {
  readonly members: Set<Member>;
  /** The last request, under way or answered; undefined once the answer is of no use to a member that has joined since. */
  last: { readonly at: number; readonly refs: Promise<readonly Ref[]> } | undefined;
}

export function makeRefsSharing(clock: Clock): RefsSharing {
  const groups = new Map<string, Group>();
  return {
    join(config, prefixes, onAsked) {
      const key = remoteKey(config);
      const group = groups.get(key) ?? { members: new Set(), last: undefined };
      groups.set(key, group);
      const self: Member = { prefixes, onAsked };
      group.members.add(self);
      group.last = undefined;
      return {
        list(since, ask, signal) {
          if (since !== undefined && group.last !== undefined && group.last.at >= since) return group.last.refs;
          const at = clock.elapsed();
          const refs = ask(prefixesOf(group), signal);
          group.last = { at, refs };
          for (const member of group.members) if (member !== self) member.onAsked(at);
          return refs;
        },
        leave() {
          group.members.delete(self);
          if (group.members.size === 0 && groups.get(key) === group) groups.delete(key);
        },
      };
    },
  };
}

/** Sources that reach a repository by the same way and show it the same credentials see the same refs. */
function remoteKey({ url, auth, tls, proxy }: SourceConfig): string {
  return JSON.stringify([url, auth ?? null, tls ?? null, proxy ?? null]);
}

function prefixesOf({ members }: Group): readonly string[] {
  return [...new Set([...members].flatMap(({ prefixes }) => prefixes))];
}
