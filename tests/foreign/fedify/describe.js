// What Fedify understood of an object, in plain JSON, by its own typed properties.
import jsonld from "@fedify/vocab-runtime/jsonld";
import * as vocab from "@fedify/vocab";

const text = (value) => value?.toString() ?? null;

export async function describe(object) {
  if (object == null) return null;
  const common = {
    type: object.constructor.name,
    id: object.id?.href ?? null,
    name: text(object.name),
    summary: text(object.summary),
    content: text(object.content),
    published: text(object.published),
    updated: text(object.updated),
    endTime: text(object.endTime),
    attributedTo: object.attributionId?.href ?? null,
    inReplyTo: object.replyTargetId?.href ?? null,
    to: object.toIds.map((id) => id.href),
  };
  if (object instanceof vocab.Tombstone) return { ...common, deleted: text(object.deleted) };
  if (object instanceof vocab.Proposal) {
    const intent = object.publishes ?? await object.getPublishes?.();
    return {
      ...common,
      purpose: text(object.purpose),
      publishes: intent && {
        id: intent.id?.href ?? null,
        action: text(intent.action),
        resourceConformsTo: intent.resourceConformsTo?.href ?? null,
        hasUnit: text(intent.resourceQuantity?.unit),
      },
    };
  }
  if (vocab.isActor(object)) {
    const keys = await Array.fromAsync(object.getPublicKeys());
    const methods = await Array.fromAsync(object.getAssertionMethods());
    return {
      ...common,
      preferredUsername: text(object.preferredUsername),
      inbox: object.inboxId?.href ?? null,
      outbox: object.outboxId?.href ?? null,
      followers: object.followersId?.href ?? null,
      sharedInbox: object.endpoints?.sharedInbox?.href ?? null,
      manuallyApprovesFollowers: object.manuallyApprovesFollowers,
      keys: keys.map((key) => ({ id: key.id?.href, owner: key.ownerId?.href })),
      assertionMethods: methods.map((method) => method.id?.href),
    };
  }
  return common;
}

/// The members and types of a document that its contexts give no meaning to, and that whoever
/// reads JSON-LD therefore does not find. The context of ActivityStreams makes blank nodes of
/// them (`@vocab` is `_:`).
export async function unknown(document, documentLoader) {
  const found = new Set();
  const walk = (value) => {
    if (value === null || typeof value !== "object") return;
    for (const [name, inner] of Object.entries(value)) {
      const types = name === "@type" ? [inner].flat() : [];
      for (const word of [name, ...types]) {
        if (word.startsWith("_:") || word === "_") found.add(word.slice(2));
      }
      walk(inner);
    }
  };
  walk(await jsonld.expand(document, { documentLoader }));
  return [...found].sort();
}
