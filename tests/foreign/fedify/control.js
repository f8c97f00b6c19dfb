// The control address: what the two people do, and what their server holds. Every answer is
// JSON; an activity that was sent answers with what the other side said of it.
import { randomUUID } from "node:crypto";
import * as vocab from "@fedify/vocab";
import { describe, unknown } from "./describe.js";

export async function control(ctx, state, verb, request) {
  const ask = request.method === "POST" ? await request.json() : {};
  const act = verbs[verb];
  if (act == null) return Response.json({ error: `no verb ${verb}` }, { status: 404 });
  return Response.json(await act(ctx, state, ask));
}

/// Looks something up as one of the people does: with a signed request.
async function look(ctx, as, what) {
  const documentLoader = await ctx.getDocumentLoader({ identifier: as });
  return await ctx.lookupObject(what, { documentLoader });
}

/// A document as it stands, by a signed request.
async function fetched(ctx, { as, what }) {
  const documentLoader = await ctx.getDocumentLoader({ identifier: as });
  return (await documentLoader(what)).document;
}

/// Sends an activity with the keys of `by`, and says how it was answered.
async function send(ctx, by, recipient, activity) {
  const pairs = await ctx.getActorKeyPairs(by);
  const sender = pairs.map(({ keyId, privateKey }) => ({ keyId, privateKey }));
  try {
    await ctx.sendActivity(sender, recipient, activity, { immediate: true });
    return { id: activity.id.href, isTaken: true };
  } catch (error) {
    return { id: activity.id.href, isTaken: false, status: error.statusCode, error: String(error) };
  }
}

const reaction = (ctx, as, kind, id, object) =>
  new vocab[kind]({ id, actor: ctx.getActorUri(as), object: new URL(object) });

const mint = (ctx, kind) => new URL(`/${kind}/${randomUUID()}`, ctx.origin);

const verbs = {
  state: (_ctx, state) => state,

  lookup: async (ctx, _state, { as, what }) => await describe(await look(ctx, as, what)),

  /// Which members of documents mean nothing to whoever reads JSON-LD: of one that is fetched,
  /// or of one that is given.
  unknown: async (ctx, _state, ask) =>
    await unknown(ask.document ?? await fetched(ctx, ask), ctx.contextLoader),

  fetch: async (ctx, _state, ask) => await fetched(ctx, ask),

  follow: async (ctx, state, { as, actor }) => {
    const recipient = await look(ctx, as, actor);
    const follow = new vocab.Follow({
      id: mint(ctx, "follows"),
      actor: ctx.getActorUri(as),
      object: recipient.id,
    });
    state.following[follow.id.href] = { who: as, actor: recipient.id.href, stands: "requested" };
    return await send(ctx, as, recipient, follow);
  },

  unfollow: async (ctx, state, { as, actor, follow }) => {
    const recipient = await look(ctx, as, actor);
    const undo = new vocab.Undo({
      id: mint(ctx, "undos"),
      actor: ctx.getActorUri(as),
      object: new vocab.Follow({
        id: new URL(follow),
        actor: ctx.getActorUri(as),
        object: recipient.id,
      }),
    });
    delete state.following[follow];
    return await send(ctx, as, recipient, undo);
  },

  /// Says something in a note: to everybody, or to one reader alone.
  write: async (ctx, _state, { as, to, isPublic, inReplyTo, content }) => {
    const reader = await look(ctx, as, to);
    const audience = isPublic
      ? { to: vocab.PUBLIC_COLLECTION, cc: reader.id }
      : { to: reader.id };
    const note = new vocab.Note({
      ...audience,
      id: mint(ctx, "notes"),
      attribution: ctx.getActorUri(as),
      content: `<p>${content}</p>`,
      replyTarget: inReplyTo ? new URL(inReplyTo) : null,
      tags: [new vocab.Mention({ href: reader.id, name: reader.preferredUsername })],
    });
    const create = new vocab.Create({
      ...audience,
      id: mint(ctx, "creates"),
      actor: ctx.getActorUri(as),
      object: note,
    });
    return { note: note.id.href, ...(await send(ctx, as, reader, create)) };
  },

  /// Likes or announces something, and tells whoever keeps it.
  react: async (ctx, _state, { as, kind, object, to }) => {
    const recipient = await look(ctx, as, to);
    return await send(ctx, as, recipient, reaction(ctx, as, kind, mint(ctx, "reactions"), object));
  },

  takeBack: async (ctx, _state, { as, kind, id, object, to }) => {
    const recipient = await look(ctx, as, to);
    const undo = new vocab.Undo({
      id: mint(ctx, "undos"),
      actor: ctx.getActorUri(as),
      object: reaction(ctx, as, kind, new URL(id), object),
    });
    return await send(ctx, as, recipient, undo);
  },

  /// A Follow that says to be another's than whose key signs it.
  impersonate: async (ctx, _state, { as, whom, actor }) => {
    const recipient = await look(ctx, as, actor);
    const follow = new vocab.Follow({
      id: mint(ctx, "follows"),
      actor: ctx.getActorUri(whom),
      object: recipient.id,
    });
    return await send(ctx, as, recipient, follow);
  },
};
