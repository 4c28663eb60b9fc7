import assert from "node:assert/strict";
import { test } from "node:test";
import { trackCertificates } from "../../../src/admin/certificates.js";
import { listener, sampleEvents } from "../../support/metrics.js";
import { FakeClock } from "../../support/xds/fake-clock.js";

const loaded = sampleEvents["certificate-loaded"];
const refused = { ...sampleEvents["certificate-refused"], message: "tls.key is not its key", remedy: "name the pair" };

test("of each listener the latest certificate is kept, and why the next one is refused until one is taken", () => {
  const clock = new FakeClock();
  const { of, observe } = trackCertificates(clock);
  assert.equal(of(listener), null);
  observe(loaded);
  const first = { notAfter: "1970-01-01T00:00:09.000Z", error: null };
  assert.deepEqual(of(listener), first);

  clock.advance(2_000);
  observe(refused);
  const { code, message, remedy } = refused;
  assert.deepEqual(of(listener), { ...first, error: { code, message, remedy, at: "1970-01-01T00:00:02.000Z" } });

  observe({ ...loaded, notAfter: new Date(60_000) });
  observe({ ...loaded, listener: "127.0.0.1:18001" });
  assert.deepEqual(of(listener), { notAfter: "1970-01-01T00:01:00.000Z", error: null });
  assert.deepEqual(of("127.0.0.1:18001"), first);
  assert.equal(of("127.0.0.1:18002"), null);
});
