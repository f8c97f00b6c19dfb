// Another server of the fediverse, with one invented person who speaks to a directory by signed
// requests (draft-cavage-http-signatures-12).

import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { createServer, request } from "node:http";

const KIND = "application/activity+json";
const PUBLIC = "https://www.w3.org/ns/activitystreams#Public";

/** Opens the server; its person answers, reports, and leaves. */
export async function somebody(name) {
  const keys = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  let person = null;
  const server = createServer((asked, answer) => {
    answer.writeHead(person.id.endsWith(asked.url) ? 200 : 404, { "content-type": KIND });
    answer.end(JSON.stringify(person));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const base = `http://social.localhost:${server.address().port}`;
  const id = `${base}/people/${name}`;
  person = {
    "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
    id,
    type: "Person",
    preferredUsername: name,
    inbox: `${id}/inbox`,
    publicKey: { id: `${id}#main-key`, owner: id, publicKeyPem: keys.publicKey },
  };
  let count = 0;
  const mint = (what) => `${base}/${what}/${(count += 1)}`;

  /** Sends an activity to a directory, which takes it. */
  async function says(directory, activity) {
    const { host, port } = new URL(directory);
    const said = { "@context": person["@context"], id: mint("activities"), actor: id, to: [PUBLIC], ...activity };
    const body = JSON.stringify(said);
    const headers = {
      host,
      date: new Date().toUTCString(),
      digest: `SHA-256=${createHash("sha256").update(body).digest("base64")}`,
    };
    const lines = ["(request-target): post /inbox", ...Object.entries(headers).map(([key, value]) => `${key}: ${value}`)];
    const signature = sign("sha256", Buffer.from(lines.join("\n")), keys.privateKey).toString("base64");
    headers.signature = `keyId="${id}#main-key",algorithm="rsa-sha256",headers="(request-target) host date digest",signature="${signature}"`;
    const status = await new Promise((done, fail) => {
      const to = { host: "127.0.0.1", port, path: "/inbox", method: "POST", headers: { ...headers, "content-type": KIND, "content-length": Buffer.byteLength(body) } };
      request(to, (answer) => done(answer.resume().statusCode)).on("error", fail).end(body);
    });
    if (status !== 202) throw new Error(`${directory} answers ${status} to ${body}`);
  }

  return {
    /** Answers an offer or need of a directory. */
    answers: (offer, text) => {
      const object = { id: mint("notes"), type: "Note", attributedTo: id, inReplyTo: offer, content: text, contentMap: { es: text }, to: [PUBLIC] };
      return says(new URL(offer).origin, { type: "Create", object });
    },
    /** Reports what stands in a directory. */
    reports: (address, content) => says(new URL(address).origin, { type: "Flag", object: [address], content }),
    leaves: () => server.close(),
  };
}
