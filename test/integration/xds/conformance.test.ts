import { test } from "node:test";
import { connect } from "../../support/xds/client.js";
import { cases, playAll } from "../../support/xds/conformance/index.js";

test("the xDS protocol, statement by statement", (t) =>
  playAll(t, cases, (one, address) => {
    const client = connect(address);
    one.after(() => client.close());
    return client;
  }));
