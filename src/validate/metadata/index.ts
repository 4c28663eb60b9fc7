import type { Check } from "../problem.js";
import { istioMetadataCheck } from "./istio-check.js";
import { mapsCheck } from "./maps-check.js";
import { nameCheck } from "./name-check.js";
import { ownershipCheck } from "./ownership-check.js";

/** Kubernetes' rules. They come before the schema, whose patterns say the same in fewer words. */
export const metadataForm: readonly Check[] = [nameCheck, mapsCheck, ownershipCheck];

/** Istio's rules. */
export const metadataMeaning: readonly Check[] = [istioMetadataCheck];
