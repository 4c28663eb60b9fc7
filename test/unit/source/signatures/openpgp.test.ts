import assert from "node:assert/strict";
import { test } from "node:test";
import { createMessage, enums, generateKey, type PrivateKey, reformatKey, revokeKey, sign, type UserID } from "openpgp";
import { verifyOpenpgp } from "../../../../src/source/signatures/openpgp.js";
import { mergeKeys, readKeyring } from "../../../../src/source/signatures/openpgp-keys.js";
import type { SignedObject } from "../../../../src/source/signatures/signed-object.js";

const payload = Buffer.from("tree 1\ncommitter Ada\n\nChange a route\n");
const start = new Date("2024-01-01T00:00:00Z");
const made = new Date("2024-06-01T00:00:00Z");
const now = new Date("2024-07-01T00:00:00Z");
const day = 86_400;
const ada: UserID = { name: "Ada", email: "ada@example.com" };

async function makeKey(options: { readonly expire?: number; readonly subkeys?: object[] } = {}): Promise<PrivateKey> {
  const { privateKey } = await generateKey({
    format: "object",
    type: "ecc",
    userIDs: [ada],
    date: start,
    keyExpirationTime: options.expire ?? 0,
    ...(options.subkeys === undefined ? {} : { subkeys: options.subkeys }),
  });
  return privateKey;
}

async function signature(key: PrivateKey, date = made): Promise<string> {
  const message = await createMessage({ binary: payload });
  return sign({ message, signingKeys: key, detached: true, date });
}

const signed = (text: string, more: Partial<SignedObject> = {}): SignedObject => ({
  ...{ payload, signature: text, format: "openpgp", madeAt: made },
  ...more,
});

async function verdict(object: SignedObject, keys: readonly (PrivateKey | string)[], at = now): Promise<string> {
  const files = await Promise.all(
    keys.map((key) => readKeyring(Buffer.from(typeof key === "string" ? key : key.toPublic().armor()))),
  );
  const result = await verifyOpenpgp(object, await mergeKeys(files.flat(), at), at);
  return result.ok ? `ok ${result.signer.name}` : result.reason;
}

test("a signature fits its payload alone, and only by a key of the keyring", async () => {
  const [key, other] = [await makeKey(), await makeKey()];
  const text = await signature(key);
  assert.equal(await verdict(signed(text), [other, key]), "ok Ada <ada@example.com>");
  assert.equal(await verdict(signed(text), [other]), "unknownKey");
  assert.equal(await verdict(signed(text, { payload: Buffer.from("else") }), [key]), "badSignature");
});

test("a subkey signs for its primary key", async () => {
  const key = await makeKey({ subkeys: [{ sign: true }] });
  assert.equal(await verdict(signed(await signature(key)), [key]), "ok Ada <ada@example.com>");
});

test("a key that has expired by now is refused, and taken again once it is extended", async () => {
  const key = await makeKey({ expire: 170 * day });
  const text = await signature(key);
  assert.equal(await verdict(signed(text), [key], new Date("2024-06-10T00:00:00Z")), "ok Ada <ada@example.com>");
  assert.equal(await verdict(signed(text), [key]), "expired");
  const { privateKey } = await reformatKey({
    ...{
      format: "object",
      privateKey: key,
      userIDs: [ada],
      keyExpirationTime: 0,
      date: new Date("2024-06-25T00:00:00Z"),
    },
  });
  assert.equal(await verdict(signed(text), [privateKey]), "ok Ada <ada@example.com>");
});

test("the verdict tells until when it holds", async () => {
  const key = await makeKey({ expire: 200 * day });
  const result = await verifyOpenpgp(signed(await signature(key)), await readKeyring(key.toPublic().write()), now);
  assert.ok(result.ok);
  assert.deepEqual(result.signer.until, new Date(start.getTime() + 200 * day * 1000));
});

test("a key revoked in any of the keyrings is refused, whatever the reason and the time", async () => {
  const key = await makeKey();
  const text = await signature(key);
  const reasons = [enums.reasonForRevocation.keyCompromised, enums.reasonForRevocation.keyRetired];
  for (const flag of reasons) {
    const { publicKey } = await revokeKey({
      key,
      reasonForRevocation: { flag },
      date: new Date("2024-06-20T00:00:00Z"),
    });
    assert.equal(await verdict(signed(text), [publicKey]), "revoked");
    assert.equal(await verdict(signed(text), [key, publicKey]), "revoked");
    assert.equal(await verdict(signed(text), [publicKey, key]), "revoked");
  }
});

test("two signatures in one are refused", async () => {
  const [key, other] = [await makeKey(), await makeKey()];
  const message = await createMessage({ binary: payload });
  const both = await sign({ message, signingKeys: [key, other], detached: true, date: made });
  assert.equal(await verdict(signed(both), [key, other]), "badSignature");
  const text = await signature(key);
  assert.equal(await verdict(signed(text + text), [key]), "badSignature");
});

test("text signatures are refused, because they fit more than one text", async () => {
  const key = await makeKey();
  const message = await createMessage({ text: payload.toString() });
  const text = await sign({ message, signingKeys: key, detached: true, date: made });
  assert.equal(await verdict(signed(text), [key]), "unsupported");
});

test("no truncation of a signature is taken or throws", async () => {
  const key = await makeKey();
  const keys = await readKeyring(key.toPublic().write());
  const text = await signature(key);
  const end = text.indexOf("\n-----END");
  for (let length = 0; length < end; length += 1) {
    for (const cut of [text.slice(0, length), text.slice(0, length) + text.slice(end)]) {
      // Without its checksum the armor still holds the whole signature.
      if (text.slice(length, end).match(/^\n?=?.{0,4}$/) && cut.endsWith("-----\n")) continue;
      const result = await verifyOpenpgp(signed(cut), keys, now);
      assert.ok(!result.ok, `cut at ${length}`);
    }
  }
});

test("no changed byte of a signature is taken or throws", async () => {
  const key = await makeKey();
  const keys = await readKeyring(key.toPublic().write());
  const base64 = /\n\n([\s\S]+?)\n(?:=.{4}\n)?-----END/.exec(await signature(key))?.[1] ?? "";
  const blob = Buffer.from(base64, "base64");
  const lengths = lengthsOfNumbers(blob);
  for (let at = 0; at < blob.length; at += 1) {
    // A number of 254 bits may as well say that it has 255: it is the same number in as many bytes.
    if (lengths.includes(at)) continue;
    const changed = Buffer.from(blob);
    changed[at] = (changed[at] ?? 0) ^ 1;
    const again = `-----BEGIN PGP SIGNATURE-----\n\n${changed.toString("base64")}\n-----END PGP SIGNATURE-----\n`;
    assert.ok(!(await verifyOpenpgp(signed(again), keys, now)).ok, `changed at ${at} of ${blob.toString("hex")}`);
  }
});

/** Where the low bytes of the lengths of a version 4 signature's two numbers are (RFC 9580, 5.2.3). */
function lengthsOfNumbers(blob: Buffer): readonly number[] {
  const unhashed = 2 + 6 + blob.readUInt16BE(6);
  const first = unhashed + 2 + blob.readUInt16BE(unhashed) + 2;
  const second = first + 2 + Math.ceil(blob.readUInt16BE(first) / 8);
  return [first + 1, second + 1];
}

test("a file that is no keyring of public keys says what it is instead", async () => {
  const key = await makeKey();
  const cases: readonly (readonly [bytes: string | Uint8Array, words: RegExp])[] = [
    ["", /no OpenPGP key/],
    ["some text\n", /no OpenPGP key/],
    [key.armor(), /private key/],
    [key.write(), /private key/],
    [await signature(key), /cannot be read|can be read/],
    [Buffer.concat([Buffer.alloc(8), Buffer.from("KBXf"), Buffer.alloc(40)]), /keybox/],
    [Buffer.from([0xff, 0x00, 0x99, 0x12]), /can be read/],
    [key.toPublic().armor().slice(0, 300), /no OpenPGP key/],
  ];
  for (const [bytes, words] of cases) {
    await assert.rejects(readKeyring(Buffer.from(bytes as Uint8Array)), words);
  }
});
