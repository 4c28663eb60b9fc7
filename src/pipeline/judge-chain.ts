import { kinds } from "../collections/kinds.js";
import type { CommitSha, Finding, Head, KindName, PassCost } from "../model/index.js";
import { buildCollections, changedCollections } from "../snapshot/index.js";
import type { Chain } from "../source/index.js";
import { type Decided, decide } from "./commit/decide.js";
import type { DigestOptions } from "./commit/digest.js";
import { againFrom, analyzeAt, encodedResources, inOrder, touchedKinds } from "./commit/files.js";
import type { KnownPlaces } from "./commit/places.js";
import type { LiveCommit, PassContext, PassOutcome, PassState } from "./phases.js";

/** What a pass judges with. */
interface JudgeContext extends Omit<PassContext, "loadDigest"> {
  readonly digest: DigestOptions;
}

/** What a pass has found that is to be judged. */
interface FoundChain {
  readonly head: Head;
  readonly chain: Chain;
  /** Of the signatures by which it is judged. */
  readonly trust: string;
  /** The head that was decided last by the rules of now. */
  readonly decided: CommitSha | undefined;
  readonly fetchMs: number;
}

/** The second half of a pass (phases.ts): decides the commits of the chain, and builds what is to be live. */
export async function judgeChain(
  context: JudgeContext,
  { head, chain, trust, decided, fetchMs }: FoundChain,
  state: PassState,
): Promise<Pick<Extract<PassOutcome, { readonly type: "decided" }>, "state" | "publication">> {
  const { clock } = context;
  const decision = await decide(context, head, chain, { ...state, decided });
  const building = clock.elapsed();

  const live = decision.live === undefined ? undefined : build(decision.live, state.live);
  const { seen, keptBack, listMs, parseMs, blobsRead } = decision;
  const next: PassState = {
    seen,
    live: live ?? state.live,
    decided: head,
    keptBack,
    follows: live?.commit.sha ?? state.follows,
    trust,
    places: decision.places,
  };
  const built = clock.elapsed();
  const changed = live === undefined ? [] : changedCollections(state.live?.collections, live.collections);
  if (live === undefined || (changed.length === 0 && live.commit.sha === state.live?.commit.sha)) {
    return { state: next, publication: undefined };
  }
  const { warnings, places } = await warningsOf(context, live, decision.places);
  const cost: PassCost = {
    fetchMs,
    listMs,
    parseMs,
    analyzeMs: decision.analyzeMs + clock.elapsed() - built,
    buildMs: built - building,
    files: decision.live?.files.size ?? 0,
    blobsRead,
    changedCollections: changed.map(({ kind }) => kind),
  };
  const publication = { live, changed, warnings, cost };
  return { state: { ...next, places }, publication };
}

/** Where analysis rejects nothing, it is asked of what is to be live only, and not of every commit on the way. */
async function warningsOf(
  { digest, source }: JudgeContext,
  { files, findings }: LiveCommit,
  known: KnownPlaces | undefined,
): Promise<{ readonly warnings: readonly Finding[]; readonly places: KnownPlaces | undefined }> {
  if (digest.analysis.rejects || files === undefined) return { warnings: findings, places: known };
  const analyzed = await analyzeAt(files, known, { digest, readAgain: againFrom(source, files) });
  return { warnings: inOrder(findings, analyzed.findings), places: analyzed.places };
}

const allKinds: ReadonlySet<KindName> = new Set(kinds.map(({ kind }) => kind));

function build(decided: Decided, before: LiveCommit | undefined): LiveCommit {
  const { files } = decided;
  const touched = before?.files === undefined ? allKinds : touchedKinds(before.files, files);
  return { ...decided, collections: buildCollections(encodedResources(files), before?.collections, touched) };
}
