import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "../../src/model/index.js";
import { seeded } from "../support/random.js";
import { needsGo } from "./support/harness.js";
import { askGitxds, askKubernetes, type PolicyAnswer, type PolicyQuestion } from "./support/policies/ask.js";
import { documents, expressions, refused } from "./support/policies/expressions.js";
import { generateExpression } from "./support/policies/generate.js";
import { matching } from "./support/policies/matching.js";

/** A policy about everything whose one validation always speaks, to show what an expression gives. */
function showing(expression: string): JsonObject {
  return policyOf({ validations: [{ expression: "false", message: "no value", messageExpression: expression }] });
}

function policyOf(spec: JsonObject): JsonObject {
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: "policy" },
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        matchPolicy: "Equivalent",
        namespaceSelector: {},
        objectSelector: {},
        resourceRules: [{ apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*"], scope: "*" }],
      },
      ...spec,
    },
  };
}

/** Seeds of the generated expressions: the same ones in every run, unless SEED says where to start. */
const firstSeed = Number(process.env.SEED ?? 1);
const generatedExpressions = Number(process.env.COUNT ?? 1_000);

const binding = bindingOf({});

function bindingOf(spec: JsonObject): JsonObject {
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: "binding" },
    spec: { policyName: "policy", validationActions: ["Deny"], ...spec },
  };
}

/** The answers must be the same; what we refuse must be foreseen. */
function assertAgreement(questions: readonly PolicyQuestion[], mayRefuse: (name: string) => boolean): void {
  const theirs = askKubernetes(questions);
  const disagreements = new Map<string, string>();
  for (const [index, question] of questions.entries()) {
    const answer = theirs[index];
    const own = askGitxds(question);
    const foreseen = mayRefuse(question.name);
    const agree = own.policy !== "refused" && !foreseen && isDeepStrictEqual(comparable(own), comparable(answer));
    if (agree || (own.policy === "refused" && (foreseen || answer?.policy === "bad"))) continue;
    disagreements.set(question.name, `Kubernetes ${JSON.stringify(answer)}\ngitxds     ${JSON.stringify(own)}`);
  }
  const shown = [...disagreements].map(([name, answers]) => `${name}\n${answers}`);
  assert.equal(shown.length, 0, shown.join("\n\n"));
}

function comparable(answer: PolicyAnswer | undefined): unknown {
  return { policy: answer?.policy, objections: answer?.objections };
}

describe("the verdict of ValidatingAdmissionPolicies", needsGo(), () => {
  test("is that of Kubernetes on what expressions say", (t) => {
    const questions = expressions.flatMap((expression) =>
      documents.map((object) => ({
        name: expression,
        policy: policyOf({ validations: [{ expression, message: "broken" }] }),
        binding,
        object,
      })),
    );
    assertAgreement(questions, (name) => refused.has(name));
    t.diagnostic(`${expressions.length} expressions on ${documents.length} documents`);
  });

  test("is that of Kubernetes on the values of expressions", () => {
    const questions = expressions.flatMap((expression) =>
      documents.map((object) => ({
        name: expression,
        policy: showing(`'%s'.format([${expression}])`),
        binding,
        object,
      })),
    );
    assertAgreement(questions, (name) => refused.has(name));
  });

  test("is that of Kubernetes on generated expressions", (t) => {
    const questions = Array.from({ length: generatedExpressions }, (_, index): PolicyQuestion => {
      const expression = generateExpression(seeded(firstSeed + index));
      const object = documents[index % documents.length] ?? {};
      const policy = policyOf({
        validations: [
          { expression, message: "broken" },
          { expression: "false", message: "no value", messageExpression: `'%s'.format([${expression}])` },
        ],
      });
      return { name: `seed ${firstSeed + index}: ${expression}`, policy, binding, object };
    });
    assertAgreement(questions, () => false);
    t.diagnostic(`seeds ${firstSeed} to ${firstSeed + generatedExpressions - 1}`);
  });

  test("is that of Kubernetes on which resources a policy and a binding are about", () => {
    const validations = [
      { expression: "false", message: "matched", messageExpression: "object.apiVersion + ' ' + request.kind.version" },
    ];
    const questions = matching.flatMap(({ name, policy = {}, binding: narrowed }) =>
      documents.map((object) => ({
        name,
        policy: policyOf({ validations, ...policy }),
        binding: narrowed === undefined ? binding : bindingOf({ matchResources: narrowed }),
        object,
      })),
    );
    assertAgreement(questions, () => false);
  });
});
