import { z } from 'zod';
import { id } from '../../ids.ts';
import { language } from '../../language.ts';
import { role } from '../../roles.ts';
import { instantMs, name, phone } from '../common.ts';
import { askedDelegate, meetingSummary } from './meetings.ts';
import { rehearsal } from './rehearsals.ts';
import { plainText } from '../../text.ts';

/** An answer to an invitation. `delegateCount` is how many delegates will come; some of them may be named. */
export const newReply = z
  .discriminatedUnion('answer', [
    z.strictObject({
      answer: z.literal('confirmed'),
      delegateCount: z.int().min(1).max(9_999),
      delegates: z.array(name).max(100).default([]),
    }),
    z.strictObject({
      answer: z.literal('declined'),
      reason: plainText.min(1).max(500),
    }),
  ])
  .refine(
    (reply) => reply.answer === 'declined' || reply.delegates.length <= reply.delegateCount,
    'more delegates are named than will come',
  );

const repliedBy = {
  atMs: instantMs,
  by: z.enum(['room', 'account', 'link', 'mail', 'telephone']),
  /** For an answer by telephone: who gave it, and the person who entered it. */
  call: z.strictObject({ saidBy: z.string(), enteredBy: z.string() }).nullable(),
};
export const reply = z.discriminatedUnion('answer', [
  z.strictObject({
    answer: z.literal('confirmed'),
    delegateCount: z.int(),
    delegates: z.array(z.string()),
    ...repliedBy,
  }),
  z.strictObject({ answer: z.literal('declined'), reason: z.string(), ...repliedBy }),
]);
export type ReplyView = z.infer<typeof reply>;

/** An answer that an invitee gave by telephone; `saidBy` is the name of the person who gave it. */
export const calledReply = z.strictObject({ saidBy: name, reply: newReply });
export const enteredReply = z.strictObject({ reply });

/** The state of the caller's own invitation. */
export const ownReadiness = z.strictObject({
  /** The people that the planners ask to come; a reply starts from them. */
  asked: z.array(askedDelegate),
  reply: reply.nullable(),
  rehearsal: rehearsal.nullable(),
});
export type OwnReadiness = z.infer<typeof ownReadiness>;

/** The signed token of a link. Anyone who has it can answer for that one invitation. */
export const linkParams = z.strictObject({ token: z.string().min(1).max(2_000) });
export const linkedInvitation = z.strictObject({
  meeting: meetingSummary.pick({
    title: true,
    startsAtMs: true,
    endsAtMs: true,
    state: true,
    siteName: true,
  }),
  /** The name of the invitee. */
  name: z.string(),
  siteName: z.string(),
  /** Of the letter that has the link. */
  language,
  asked: z.array(askedDelegate),
  reply: reply.nullable(),
});
export const replyLink = z.strictObject({ token: z.string(), expiresAtMs: instantMs });

export const contact = z.strictObject({
  name,
  phone,
});
export const mostContacts = 10;
export const contactList = z.strictObject({ contacts: z.array(contact).max(mostContacts) });

export const readinessRow = z.strictObject({
  invitationId: id,
  kind: z.enum(['endpoint', 'account']),
  inviteeId: id,
  name: z.string(),
  /** With the parents' names. */
  siteName: z.string(),
  /** Site ids from the root to its own site; empty if it belongs to no site. */
  sitePath: z.array(id),
  levelId: z.string().nullable(),
  role,
  /** When each step was reached; null if it was not. */
  seenAtMs: instantMs.nullable(),
  /** The people that the planners ask to come. */
  asked: z.array(askedDelegate),
  reply: reply.nullable(),
  /** The latest check for this meeting. */
  rehearsal: rehearsal.nullable(),
  /** When a person last asked the room to check itself. */
  checkAskedAtMs: instantMs.nullable(),
  lobbyAtMs: instantMs.nullable(),
  joinedAtMs: instantMs.nullable(),
  /** Only for staff; empty for all other callers. */
  contacts: z.array(contact),
});
export type ReadinessRow = z.infer<typeof readinessRow>;

export const readiness = z.strictObject({
  title: z.string(),
  startsAtMs: instantMs,
  state: meetingSummary.shape.state,
  rows: z.array(readinessRow),
  /** Every unit that has a row in it or below it, parents first. */
  units: z.array(z.strictObject({ siteId: id, parentId: id.nullable(), name: z.string() })),
});
export type ReadinessView = z.infer<typeof readiness>;
