import type { MeshSettings } from "../../model/index.js";
import type { Alone, AloneInMesh } from "./alone.js";
import { deprecatedFields } from "./deprecated-fields.js";
import { envoyPatches } from "./envoy-patches.js";
import { internalGateway } from "./internal-gateway.js";
import { lightstep } from "./lightstep.js";
import { logProvider } from "./log-provider.js";
import { missingAddress } from "./missing-address.js";
import { serverVerification } from "./server-verification.js";

/** What looks at one resource by itself. */
export const aloneAnalyzers: readonly Alone[] = [deprecatedFields, serverVerification, internalGateway, envoyPatches];

/** What does so by a MeshConfig, and is not asked without one. */
export const meshAnalyzers: readonly AloneInMesh[] = [missingAddress, logProvider, lightstep];

/** The MeshConfig under which most is questionable; what is not then depends on none. */
export const worstMesh: MeshSettings = { allocatesAddresses: false, logsByDefault: false, lightstepProviders: [] };
