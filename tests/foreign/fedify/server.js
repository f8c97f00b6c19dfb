// A small server made with Fedify: two people who look up, follow, unfollow and write, and a
// local control address that tells what this server took in. It knows nothing of Trenza but
// the ActivityPub that it is sent.
//
// FIRST_KNOCK     the signatures with which it begins to speak to a stranger
// UNDERSTANDS     the only signatures that its inboxes take; any when it is not set
// ASKS_WHO        when set, its actors are shown to signed requests alone
// ANY_TIME        when set, signatures of any time count, since the test moves the peer's clock
// FOREIGN_LOG     from which level on Fedify's own log is written to standard error
import { createServer } from "node:http";
import { configure, getStreamSink } from "@logtape/logtape";
import { Writable } from "node:stream";
import { createFederation, generateCryptoKeyPair, MemoryKvStore } from "@fedify/fedify";
import { verifyObject, verifyRequest } from "@fedify/fedify/sig";
import * as vocab from "@fedify/vocab";
import { control } from "./control.js";
import { describe } from "./describe.js";

await configure({
  sinks: { stderr: getStreamSink(Writable.toWeb(process.stderr)) },
  loggers: [
    { category: "fedify", sinks: ["stderr"], lowestLevel: process.env.FOREIGN_LOG ?? "warning" },
    { category: ["logtape", "meta"], sinks: ["stderr"], lowestLevel: "error" },
  ],
});

const PEOPLE = ["ana", "beto"];
const keys = new Map();
for (const name of PEOPLE) keys.set(name, [await generateCryptoKeyPair("RSASSA-PKCS1-v1_5")]);

/// What this server holds: what it follows, the posts that it shows, and what came in.
const state = { following: {}, notes: {}, announced: [], received: [], refused: [], requests: [] };

/// How far from now a signature may have been made: Fedify's own hour, or any time.
const window = process.env.ANY_TIME ? false : { hours: 1 };

const federation = createFederation({
  signatureTimeWindow: window,
  kv: new MemoryKvStore(),
  allowPrivateAddress: true,
  firstKnock: process.env.FIRST_KNOCK,
});

const actors = federation
  .setActorDispatcher("/users/{identifier}", async (ctx, identifier) => {
    if (!keys.has(identifier)) return null;
    const pairs = await ctx.getActorKeyPairs(identifier);
    return new vocab.Person({
      id: ctx.getActorUri(identifier),
      preferredUsername: identifier,
      name: identifier,
      inbox: ctx.getInboxUri(identifier),
      endpoints: new vocab.Endpoints({ sharedInbox: ctx.getInboxUri() }),
      publicKey: pairs[0].cryptographicKey,
      assertionMethods: pairs.map((pair) => pair.multikey),
    });
  })
  .setKeyPairsDispatcher((_ctx, identifier) => keys.get(identifier) ?? []);
if (process.env.ASKS_WHO) {
  // The actor's own keys must be readable for whoever verifies, so only a signature that can
  // be verified by the asker's document opens the door, as with Mastodon's secure mode.
  actors.authorize(async (ctx) => (await ctx.getSignedKey()) != null);
}

const answer = (stands) => (_ctx, activity) => {
  const follow = state.following[activity.objectId?.href];
  // Whoever answers a Follow must be the one who was asked.
  if (follow?.actor === activity.actorId.href) follow.stands = stands;
};

const show = async (ctx, activity) => {
  const post = await activity.getObject(ctx);
  if (post?.id == null || post.attributionId?.href !== activity.actorId.href) return;
  if (!state.notes[post.id.href]?.gone) state.notes[post.id.href] = await describe(post);
};

federation
  .setInboxListeners("/users/{identifier}/inbox", "/inbox")
  .setSharedKeyDispatcher(() => ({ identifier: PEOPLE[0] }))
  .on(vocab.Accept, answer("accepted"))
  .on(vocab.Reject, answer("rejected"))
  .on(vocab.Create, show)
  .on(vocab.Update, show)
  .on(vocab.Delete, async (ctx, activity) => {
    const note = state.notes[activity.objectId?.href];
    if (note?.attributedTo === activity.actorId.href) {
      const tombstone = await activity.getObject(ctx);
      state.notes[activity.objectId.href] = { ...(await describe(tombstone)), gone: true };
    }
  })
  .on(vocab.Announce, async (ctx, activity) => {
    const post = await activity.getObject({ ...ctx, crossOrigin: "ignore" });
    const told = { activity: activity.id.href, by: activity.actorId.href };
    state.announced.push({ ...told, ...(await describe(post)) });
  })
  .on(vocab.Undo, (_ctx, { objectId, actorId }) => {
    // Nobody takes back what another told.
    const stands = (told) => told.activity !== objectId?.href || told.by !== actorId.href;
    state.announced = state.announced.filter(stands);
  })
  .on(vocab.Activity, () => {})
  .onUnverifiedActivity((_ctx, activity, reason) => {
    state.refused.push({ id: activity.id?.href, reason: reason.type });
  })
  .onError((_ctx, error) => {
    state.refused.push({ reason: String(error) });
  });

/// What a request to an inbox proves by itself: Fedify takes a proof in the place of a
/// signature, so both are looked at one by one.
async function judge(ctx, request) {
  const scheme = request.headers.has("signature-input") ? "rfc9421" : "draft-cavage";
  const loaders = { documentLoader: ctx.documentLoader, contextLoader: ctx.contextLoader };
  const body = await request.clone().json();
  const signed = await verifyRequest(request.clone(), { ...loaders, timeWindow: window }).catch(() => null);
  const proven = await verifyObject(vocab.Activity, body, loaders).catch(() => null);
  return {
    scheme,
    keyId: signed?.id?.href ?? null,
    isProven: body.proof != null && proven != null,
    type: body.type,
    id: body.id,
    actor: body.actor,
    object: body.object?.id ?? body.object,
  };
}

async function handle(request) {
  const url = new URL(request.url);
  if (url.pathname.startsWith("/control/")) {
    const ctx = federation.createContext(new URL(url.origin), undefined);
    return await control(ctx, state, url.pathname.slice("/control/".length), request);
  }
  const isInbox = request.method === "POST" && url.pathname.endsWith("/inbox");
  if (!isInbox) return await federation.fetch(request, { contextData: undefined });
  const ctx = federation.createContext(request.clone(), undefined);
  const judged = await judge(ctx, request);
  const understands = process.env.UNDERSTANDS;
  let response;
  if (understands && understands !== judged.scheme) {
    response = new Response("These signatures are not understood here.", { status: 401 });
  } else {
    response = await federation.fetch(request, { contextData: undefined });
  }
  state.received.push({ ...judged, path: url.pathname, status: response.status });
  return response;
}

const server = createServer(async (incoming, outgoing) => {
  try {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
    const request = new Request(new URL(incoming.url, `http://${incoming.headers.host}`), {
      method: incoming.method,
      headers: Object.entries(incoming.headersDistinct).flatMap(([name, values]) =>
        values.map((value) => [name, value])
      ),
      body,
    });
    const response = await handle(request);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  } catch (error) {
    console.error(error);
    outgoing.writeHead(500).end(String(error?.stack ?? error));
  }
});
server.listen(0, "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
// Whoever started this server holds its standard input: it ends with them.
process.stdin.resume().on("end", () => process.exit(0)).on("error", () => process.exit(0));
