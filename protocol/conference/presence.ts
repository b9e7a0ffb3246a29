import { z } from 'zod';
import { id } from '../ids.ts';
import { givenRole, role } from '../roles.ts';
import { line, nothing, one, several, targeted } from './contract.ts';
import type { CommandContract } from './contract.ts';

/** How participants join: directly, or through the lobby, where a moderator admits them. */
export const admissions = ['open', 'lobby'] as const;
export const admission = z.enum(admissions);
export type Admission = z.infer<typeof admission>;

/** A participant, as the invitation and the site tree named it at the moment of joining. */
export const identity = z.strictObject({
  id,
  kind: z.enum(['endpoint', 'account']),
  name: z.string().min(1).max(200),
  siteId: id.nullable(),
  /**
   * The site's name with its parents', since two units may have the same name: "Xã Tam Hồng, Huyện Yên Lạc".
   */
  siteName: z.string().max(400),
  /** The site's ancestors from the root, and the site itself: a target of kind `subtree` goes by these. */
  sitePath: z.array(id).max(10),
  /** The level of the site: a target of kind `level`, such as all communes, goes by it. */
  levelId: z.string().max(50).nullable(),
  role,
  /** The place among the chairs that the plan invites, the first is 1; only for these. */
  chairPlace: z.int().min(1).optional(),
});
export type Identity = z.infer<typeof identity>;

export const presenceCommands = {
  leave: { payload: nothing, result: nothing, errors: [] },
  'participant.admit': { payload: targeted, result: nothing, errors: ['not-found'] },
  'participant.remove': {
    payload: z.strictObject({ participantId: id, reason: line(500).default('') }),
    result: nothing,
    errors: ['not-found'],
  },
  /**
   * Lets a removed participant join again, even if the conference is locked. A participant that was turned
   * away in the lobby waits there again.
   */
  'participant.readmit': { payload: one, result: nothing, errors: ['not-found'] },
  /**
   * Sends a participant to another live conference, which the sender leads or plans. It joins in the role of
   * its invitation to that meeting. Without an invitation it joins as a delegate, or as an observer if it is
   * one here. The rules for joining that conference apply: the lock, clearance, an earlier removal, and the
   * lobby unless it was invited there.
   */
  'participant.move': {
    payload: z.strictObject({ participantId: id, to: id }),
    result: nothing,
    errors: ['not-found', 'locked', 'not-cleared'],
  },
  /**
   * Brings participants back from the live conferences to which they were moved. Those that lead such a
   * conference stay there, and so do those whose conference is over: they come back by themselves. Answers the
   * first refusal only where nobody comes.
   */
  'participant.recall': {
    payload: targeted,
    result: nothing,
    errors: ['not-found', 'locked', 'not-cleared'],
  },
  /**
   * Gives a role to a participant, for example when the chair leaves the session to a second one. Once the
   * chair has left, the secretary may let a participant act as chair until the chair is back.
   */
  'role.give': {
    payload: z.strictObject({ participantId: id, role: givenRole }),
    result: nothing,
    errors: ['not-found'],
  },
  /** Admission `open` also admits everybody that waits in the lobby. */
  'admission.set': { payload: z.strictObject({ admission }), result: nothing, errors: [] },
  /** Keeps out new participants, and those that left of their own accord. */
  'conference.lock': { payload: nothing, result: nothing, errors: [] },
  'conference.unlock': { payload: nothing, result: nothing, errors: [] },
} as const satisfies Record<string, CommandContract>;

/** Why the server excludes a participant. */
export const exclusion = z.enum(['disabled', 'retired', 'not-invited', 'not-cleared']);
export type Exclusion = z.infer<typeof exclusion>;

/** The conference that a participant was sent from, and the participant that sent it. */
const sentOver = {
  from: id,
  fromTitle: z.string(),
  by: z.strictObject({ id, name: z.string() }),
  /** It skips the lobby. */
  pastLobby: z.boolean(),
};

/** Participants that were sent here from another conference and have not joined yet. */
export const expected = z.record(id, z.strictObject(sentOver));

export const presenceEvents = {
  'participant.waiting': z.strictObject({ identity }),
  'participant.admitted': several,
  'participant.joined': z.strictObject({ identity, microphone: z.enum(['open', 'muted']) }),
  /** The connection was lost. Role, seat, place in the queue and mute are kept. */
  'participant.disconnected': one,
  'participant.returned': one,
  'participant.left': z.strictObject({ participantId: id, reason: z.enum(['own-wish', 'absent']) }),
  'participant.removed': z.strictObject({ participantId: id, reason: z.string() }),
  'participant.readmitted': one,
  'participant.moved': z.strictObject({ participantId: id, to: id }),
  /**
   * Recorded in the target conference of a move, before the participant joins. The title is empty if it would
   * reveal that of a classified meeting.
   */
  'participant.sentOver': z.strictObject({ participantId: id, ...sentOver }),
  /** Excluded by the server, because the participant may no longer attend. */
  'participant.excluded': z.strictObject({ participantId: id, reason: exclusion }),
  /** `acting`: the chair's role, until a chair is back. */
  'role.given': z.strictObject({ participantId: id, role: givenRole, acting: z.literal(true).optional() }),
  'admission.set': z.strictObject({ admission }),
  'conference.locked': nothing,
  'conference.unlocked': nothing,
} as const;

/**
 * `removed`: by a moderator, and only a moderator lets it join again. `excluded`: by the server, for as long
 * as it may not attend.
 */
export const presence = z.enum(['waiting', 'present', 'away', 'left', 'removed', 'excluded']);
