import { describe, test } from "node:test";
import { cases, playAll } from "../support/xds/conformance/index.js";
import { startGoXdsClient } from "./support/go-xds-client.js";
import { needsGo } from "./support/harness.js";

describe("with a client of Envoy's Go stubs", needsGo(), () => {
  test("the xDS protocol, statement by statement", async (t) => {
    const client = startGoXdsClient();
    t.after(() => client.stop());
    await playAll(t, cases, (_, address) => client.connect(address));
  });
});
