import type { Finding } from "../../../../src/model/index.js";
import { digestFile } from "../../../../src/pipeline/commit/digest.js";
import { bodyOf } from "../../../../src/pipeline/on-disk/once.js";
import { defaultDigestOptions } from "../../../support/digest-options.js";

/** What gitxds says of one document. */
export interface OurVerdict {
  readonly errors: readonly Finding[];
  readonly warnings: readonly Finding[];
  /** Whether it holds a resource of a served kind, good or bad. */
  readonly isServed: boolean;
  /** base64 of the spec as istiod gets it; undefined where there are errors. */
  readonly wire: string | undefined;
}

export type JudgeOurselves = (text: string) => OurVerdict;

/** The whole way of `gitxds validate`: parse, validate, encode. */
export async function openGitxds(): Promise<JudgeOurselves> {
  const options = await defaultDigestOptions();
  return (text) => {
    const { encoded, findings, identities } = digestFile("document.yaml", null, Buffer.from(text), options);
    const [first] = encoded;
    return {
      errors: findings.filter(({ severity }) => severity === "error"),
      warnings: findings.filter(({ severity }) => severity === "warning"),
      isServed: identities.length > 0,
      wire: first === undefined ? undefined : Buffer.from(bodyOf(first).value).toString("base64"),
    };
  };
}

/** Codes about metadata alone, which the oracle does not judge: names and namespaces, and Kubernetes' rules of labels and annotations. */
export function isAboutMetadata({ code }: Finding): boolean {
  const number = Number(code.replace(/^GX/, ""));
  return code === "GX201" || code === "GX113" || code === "GX114" || (number >= 302 && number <= 319);
}
