import { kinds } from "../../../../src/collections/kinds.js";
import type { KindName } from "../../../../src/model/index.js";
import { refusal, type Verdict } from "../verdict.js";
import type { Oracle } from "./ask.js";
import { isAboutMetadata, type JudgeOurselves, type OurVerdict } from "./ours.js";

/**
 * Who is harder on the document: `stricter` is gitxds refusing what Kubernetes and istiod take, `looser` the contrary,
 * `bytes` both taking it and meaning different messages.
 */
export type Direction = "stricter" | "looser" | "bytes";

/** A document with both verdicts. */
export interface Judged {
  readonly text: string;
  /** As the oracle reads it, or as it looks where the oracle cannot. */
  readonly kind: string;
  readonly ours: OurVerdict;
  readonly theirs: Verdict;
}

export interface Disagreement extends Judged {
  readonly direction: Direction;
}

/** Both verdicts on every text. */
export async function judgeAll(
  oracle: Oracle,
  gitxds: JudgeOurselves,
  texts: readonly string[],
): Promise<readonly Judged[]> {
  const asked = oracle.judge(texts);
  const ours = texts.map((text) => gitxds(text));
  const theirs = await asked;
  return texts.map((text, index) => {
    const [mine, their] = [ours[index], theirs[index]];
    if (mine === undefined || their === undefined) throw new Error("a verdict is missing");
    return { text, kind: their.kind || (/^kind: "?(\w+)/m.exec(text)?.[1] ?? ""), ours: mine, theirs: their };
  });
}

/** The disagreement of a document, undefined where there is none. A finding on metadata counts only beside a refusal. */
export function disagreement(judged: Judged): Disagreement | undefined {
  const direction = directionOf(judged);
  return direction === undefined ? undefined : { ...judged, direction };
}

function directionOf({ ours, theirs }: Judged): Direction | undefined {
  if (refusal(theirs) !== undefined) return ours.errors.length > 0 || !ours.isServed ? undefined : "looser";
  if (ours.errors.some((finding) => !isAboutMetadata(finding))) return "stricter";
  if (ours.errors.length === 0 && ours.wire === undefined) return "stricter";
  return ours.wire === undefined || ours.wire === theirs.wireExpanded ? undefined : "bytes";
}

/**
 * What gitxds warns of beyond the webhook: dropped nulls, Istio's versions, what istiod reads from Kubernetes only, and
 * analysis, but for the codes that it shares with the webhook.
 */
const beyondWebhook = /^(?:GX(?:216|22\d|32\d)|IST(?!013[01])\d{4})$/;

/** Whether the webhook warns and gitxds does not, or the other way round, of a document that both take. */
export function warningDifference({ ours, theirs }: Judged): "ours alone" | "theirs alone" | undefined {
  if (refusal(theirs) !== undefined || ours.errors.length > 0) return undefined;
  const mine = ours.warnings.some((finding) => !isAboutMetadata(finding) && !beyondWebhook.test(finding.code));
  const their = theirs.warning !== "";
  if (mine === their) return undefined;
  return mine ? "ours alone" : "theirs alone";
}

const served: ReadonlySet<string> = new Set(kinds.map(({ kind }) => kind));

export function isServedKind(kind: string): kind is KindName {
  return served.has(kind);
}
