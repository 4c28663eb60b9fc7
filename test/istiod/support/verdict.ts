import { askHarness, crdFile } from "./harness.js";

/** What Istio's and Kubernetes' own code says of one document; an error is empty where there is none. */
export interface Verdict {
  readonly file: string;
  readonly index: number;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly yamlError: string;
  readonly crdError: string;
  readonly decodeError: string;
  readonly validateError: string;
  readonly warning: string;
  readonly message: string;
  /** base64; `wireExpanded` is with short hosts resolved. */
  readonly wire: string;
  readonly wireExpanded: string;
}

/** Judges every document of the files. */
export function judgeFiles(files: readonly string[]): readonly Verdict[] {
  return askHarness<Verdict>(["verdict", `--crds=${crdFile()}`, ...files]);
}

/** What an API server or istiod has against the document; undefined where both take it. */
export function refusal({ yamlError, crdError, decodeError, validateError }: Verdict): string | undefined {
  return [yamlError, crdError, decodeError, validateError].find((error) => error !== "");
}
