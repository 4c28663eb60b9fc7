import { kindOf } from "../../../../src/collections/kinds.js";
import type { JsonObject, Resource } from "../../../../src/model/index.js";
import { parseFile } from "../../../../src/parse/index.js";
import { buildPolicySet } from "../../../../src/policies/index.js";
import { askHarness } from "../harness.js";

/** A document that is created where a policy is bound. */
export interface PolicyQuestion {
  readonly name: string;
  readonly policy: JsonObject;
  readonly binding: JsonObject;
  /** An Istio resource with its namespace. */
  readonly object: JsonObject;
}

/** What somebody says of a question. */
export interface PolicyAnswer {
  /** The policy itself cannot be used; `refused` where only we say so. */
  readonly policy: "good" | "bad" | "refused";
  /** What is wrong with the policy, for people. */
  readonly problems: readonly string[];
  /** What validations say against the document: a message, or that one failed. */
  readonly objections: readonly string[];
}

interface HarnessAnswer {
  readonly problems: readonly string[] | null;
  readonly decisions:
    | readonly { readonly action: string; readonly evaluation: string; readonly message: string }[]
    | null;
}

/** Asks the code of Kubernetes' API server. */
export function askKubernetes(questions: readonly PolicyQuestion[]): readonly PolicyAnswer[] {
  const lines = questions.map(({ policy, binding, object }) => {
    const { plural, versions } = kindOf(resourceOf(object).kind);
    return JSON.stringify({ policy, binding, object, resource: plural, versions });
  });
  return askHarness<HarnessAnswer>(["policies"], lines.join("\n")).map(({ problems, decisions }) => ({
    policy: (problems ?? []).length > 0 ? "bad" : "good",
    problems: problems ?? [],
    objections: (decisions ?? []).flatMap(({ action, evaluation, message }) =>
      action === "admit" ? [] : [evaluation === "error" ? failure : message],
    ),
  }));
}

const failure = "(fails)";

/** Asks gitxds. */
export function askGitxds({ policy, binding, object }: PolicyQuestion): PolicyAnswer {
  const text = [policy, binding].map((document) => JSON.stringify(document)).join("\n---\n");
  const { policies, findings: unread } = parseFile("policy.yaml", Buffer.from(text), { defaultNamespace: "default" });
  const set = buildPolicySet(policies);
  const problems = [...unread, ...set.findings].filter(({ severity }) => severity === "error");
  const isRefused = problems.length > 0 && problems.every(({ code }) => code === "GX401");
  return {
    policy: problems.length === 0 ? "good" : isRefused ? "refused" : "bad",
    problems: problems.map(({ message }) => message),
    objections: set.judge(resourceOf(object)).map(({ code, message }) => {
      return code === "GX413" ? failure : message.replace(/ \(policy [^()]*, binding [^()]*\)$/, "");
    }),
  };
}

function resourceOf(object: JsonObject): Resource {
  const { resources } = parseFile("a.yaml", Buffer.from(JSON.stringify(object)), { defaultNamespace: "default" });
  const [resource] = resources;
  if (resource === undefined) throw new Error(`no resource: ${JSON.stringify(object)}`);
  return resource;
}
