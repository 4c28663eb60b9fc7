import type { Emit, SourceConfig, WebhookAnswer, WebhookReceiver } from "../model/index.js";
import type { Clock } from "../util/clock.js";
import { bitbucket } from "./bitbucket.js";
import type { Delivery, Forge, Push } from "./delivery.js";
import { generic } from "./generic.js";
import { gitea } from "./gitea.js";
import { github } from "./github.js";
import { gitlab } from "./gitlab.js";
import { isOfRef, isOfRepository } from "./match.js";
import { fullNames } from "./ref.js";
import { malformed, noSecret, notSigned, type Refusal, refusalCounter, secretUnreadable } from "./refusals.js";

/** By the last part of the address. */
const forges: ReadonlyMap<string, Forge> = new Map([
  ["github", github],
  ["gitlab", gitlab],
  ["gitea", gitea],
  ["bitbucket", bitbucket],
  ["generic", generic],
]);

/** What a receiver is made of. */
export interface ReceiverOptions {
  /** Asked at every request. */
  readonly sources: () => readonly SourceConfig[];
  /** Reads a secret's file; what it throws says what is wrong with it. */
  readonly readSecret: (file: string) => string;
  /** Has the source's remote asked now; returns at once, and may be called as often as one likes. */
  readonly refresh: (source: string) => void;
  readonly emit: Emit;
  readonly clock: Clock;
}

/** A source that takes webhooks. */
type Hooked = SourceConfig & Required<Pick<SourceConfig, "webhook">>;

/**
 * Takes webhooks as hints. A request counts for the sources whose secret it is signed with, and of those for the ones
 * whose repository and ref it names; their remotes are asked, so a forged or repeated one can bring about a look and no
 * more.
 */
export function webhookReceiver(options: ReceiverOptions): WebhookReceiver {
  const count = refusalCounter(options.emit, options.clock);
  const refused = (status: number, refusal: Refusal): WebhookAnswer => {
    count(refusal);
    return { status, message: refusal.reason, remedy: refusal.remedy };
  };
  const hooked = () => options.sources().filter((source): source is Hooked => source.webhook !== undefined);
  const refuse = (forge: string) => {
    if (!forges.has(forge)) return noForge;
    return hooked().length > 0 ? undefined : refused(403, noSecret(forge));
  };

  return {
    refuse,
    receive(name, headers, body) {
      const forge = forges.get(name);
      const early = refuse(name);
      if (forge === undefined || early !== undefined) return early ?? noForge;
      const delivery = { headers, body };
      const { trusted, unreadable } = whoseSecret(forge, delivery, hooked(), options.readSecret);
      const [problem] = unreadable;
      if (problem !== undefined) count(secretUnreadable(name, problem));
      if (trusted.length === 0) return problem === undefined ? refused(401, notSigned(name)) : unavailable;
      const reading = forge.read(delivery);
      if (reading.type === "malformed") return refused(400, malformed(name, reading.reason));
      if (reading.type === "ping")
        return { status: 200, message: "the secret is right: pushes will be taken as hints" };
      if (reading.type === "ignored") return { status: 200, message: `nothing to do: ${reading.reason}` };
      return follow(name, reading, trusted, options);
    },
  };
}

/** The sources with whose secret the request is signed, and what is wrong with secrets that cannot be read. */
function whoseSecret(
  forge: Forge,
  delivery: Delivery,
  sources: readonly Hooked[],
  readSecret: (file: string) => string,
): { readonly trusted: readonly Hooked[]; readonly unreadable: readonly string[] } {
  const verdicts = new Map<string, boolean>();
  const unreadable: string[] = [];
  for (const file of new Set(sources.map(({ webhook }) => webhook.secretFile))) {
    try {
      verdicts.set(file, forge.isSigned(delivery, readSecret(file)));
    } catch (error) {
      unreadable.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { trusted: sources.filter(({ webhook }) => verdicts.get(webhook.secretFile) === true), unreadable };
}

function follow(
  forge: string,
  push: Push,
  trusted: readonly Hooked[],
  { refresh, emit }: ReceiverOptions,
): WebhookAnswer {
  const ofRepository = trusted.filter((source) => isOfRepository(source, push));
  if (ofRepository.length === 0) {
    return { status: 200, message: "nothing to do: no source with this secret follows that repository" };
  }
  const concerned = ofRepository.filter((source) => isOfRef(source, push));
  if (concerned.length === 0) return { status: 200, message: "nothing to do: no source follows that ref" };
  for (const { name, ref } of concerned) {
    refresh(name);
    emit({ type: "webhook-accepted", source: name, forge, ref: refOf(push, ref) });
  }
  const names = concerned.map(({ name }) => name).join(", ");
  return { status: 202, message: `looking at the remote of ${names} now` };
}

/** What was pushed, as far as it is said; of several refs the one that is followed. */
function refOf({ refs }: Push, followed: string | null): string | null {
  const names = followed === null ? [] : fullNames(followed);
  return refs?.find((ref) => names.includes(ref)) ?? refs?.[0] ?? null;
}

const noForge: WebhookAnswer = {
  status: 404,
  message: "there is no such forge",
  remedy: `post to /webhooks/ and one of ${[...forges.keys()].join(", ")}`,
};

/** The log says which file; that is nothing for a sender. */
const unavailable: WebhookAnswer = {
  status: 503,
  message: "the secret cannot be read at the moment",
  remedy: "see the log of gitxds; the push is seen at the next poll",
};
