// Reads answers of authenticators, a JSON object a line, and prints for each "accepted" or why @simplewebauthn/server refuses it.
import { readFileSync } from "node:fs";
import { verifyAuthenticationResponse, verifyRegistrationResponse } from "@simplewebauthn/server";

const bytes = (text) => new Uint8Array(Buffer.from(text, "base64url"));

async function check(line) {
  const asked = {
    response: line.response,
    expectedChallenge: line.challenge,
    expectedOrigin: line.origin,
    expectedRPID: line.relyingParty,
    requireUserVerification: false,
  };
  const key = line.key;
  const said = key
    ? await verifyAuthenticationResponse({ ...asked, credential: { id: key.id, publicKey: bytes(key.publicKey), counter: key.counter } })
    : await verifyRegistrationResponse({ ...asked, supportedAlgorithmIDs: [-7, -8, -35, -36, -257] });
  return said.verified ? "accepted" : "signature";
}

for (const line of readFileSync(process.argv[2], "utf8").split("\n").filter((l) => l.length > 0)) {
  const said = await check(JSON.parse(line)).catch((e) => e.message.split("\n")[0] || "refused");
  console.log(said);
}
