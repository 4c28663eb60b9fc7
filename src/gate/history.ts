import { gateFindings } from "../findings/gate.js";
import type { CommitSha } from "../model/index.js";
import type { Hold } from "./hold.js";

/** A head whose history lacks the commit that is live, as far as it is known. */
export interface Rewritten {
  readonly head: CommitSha;
  readonly live: CommitSha;
  /** Whether its history ends before that could be told. */
  readonly unknown: boolean;
}

/** Holds a head that does not follow the live commit and is not accepted either. */
export function holdRewritten({ head, live, unknown }: Rewritten): Hold {
  const lacks = unknown ? "as far as it can be read, its history lacks" : "its history lacks";
  return {
    code: gateFindings.rewritten.code,
    message: `${lacks} the live commit ${live} (history: fast-forward)`,
    remedy: `if that is meant, add accept: [${head}] to the source in gitxds.yaml; else push a commit that follows ${live}`,
  };
}
