import { at, type Forge, jsonBody, noObject } from "./delivery.js";
import { fullNames } from "./ref.js";
import { isHexHmac } from "./signature.js";

/**
 * For whatever can compute an HMAC, such as a hook of a bare repository. The body may be empty, or say more:
 * `{"repository": URL or OWNER/NAME, "ref": NAME}`.
 */
export const generic: Forge = {
  isSigned: ({ headers, body }, secret) =>
    isHexHmac(headers["x-signature-256"] ?? headers["x-hub-signature-256"], "sha256=", body, secret),
  read: (delivery) => {
    const body = delivery.body.length === 0 ? {} : jsonBody(delivery);
    if (body === undefined) return noObject;
    const repository = at(body, "repository") ?? null;
    const ref = at(body, "ref") ?? null;
    if (!isTextOrNull(repository)) return { type: "malformed", reason: "repository is no text" };
    if (!isTextOrNull(ref)) return { type: "malformed", reason: "ref is no text" };
    return {
      type: "push",
      repositories: repository === null ? [] : [repository],
      refs: ref === null ? null : fullNames(ref),
      defaultBranch: null,
    };
  },
};

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}
