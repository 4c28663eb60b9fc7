import { isDeepStrictEqual } from "node:util";
import type { SourceConfig } from "../../model/index.js";
import { redactUrls } from "../../util/redact.js";
import type { PassState } from "../phases.js";

/**
 * What a source serves commits of: what was live of the same is what a restart serves again, and what history: fast-forward
 * compares with. The URL without its user info: a new token is no new repository.
 */
export function whatIsServed({ url, ref, semver, path, include, exclude, owns }: SourceConfig): readonly unknown[] {
  return [redactUrls(url).replace("://***@", "://"), ref, semver, path, include, exclude, owns ?? null];
}

/** What a source is opened with: all but what the gate, the wait and the receiver of webhooks ask for. */
function whatIsOpened(config: SourceConfig): object {
  const { skip, accept, history, onInvalid, maxDeletions, schedule, webhook, ...rest } = config;
  return rest;
}

export function opensAlike(before: SourceConfig, after: SourceConfig): boolean {
  return isDeepStrictEqual(whatIsOpened(before), whatIsOpened(after));
}

/** The state of a source that has other settings now: nothing counts as decided by the rules of now. */
export function undecided(state: PassState, before: SourceConfig, after: SourceConfig): PassState {
  const { seen, follows } = state;
  return {
    ...state,
    // Another path or filter lists another tree; files of the same content are known all the same.
    seen: seen === undefined || opensAlike(before, after) ? seen : { ...seen, tree: undefined },
    decided: undefined,
    parted: undefined,
    follows: isDeepStrictEqual(whatIsServed(before), whatIsServed(after)) ? follows : undefined,
  };
}
