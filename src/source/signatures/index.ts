export { makeSignatureCheck, type Revision, type SignatureCheck, type SignatureVerdict } from "./check.js";
export type { SignatureHold } from "./holds.js";
export type { ReadObject } from "./range.js";
export { makeTrustReader } from "./trust.js";
export type { Signer } from "./verdict.js";
