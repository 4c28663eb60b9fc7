import type { Across } from "./across.js";
import { conflictingProtocols } from "./conflicting-protocols.js";
import { hostOutsideGateway } from "./host-outside-gateway.js";
import { meshHost } from "./mesh-host.js";
import { missingGateway } from "./missing-gateway.js";
import { missingSubset } from "./missing-subset.js";
import { severalDefaults } from "./several-defaults.js";
import { sharedCertificate } from "./shared-certificate.js";

/** What compares resources, by what it is about. */
export const acrossAnalyzers: readonly Across[] = [
  missingSubset,
  missingGateway,
  hostOutsideGateway,
  meshHost,
  sharedCertificate,
  severalDefaults,
  conflictingProtocols,
];
