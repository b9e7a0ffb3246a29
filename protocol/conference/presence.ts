import { z } from 'zod';
import { id } from '../ids.ts';
import { role } from '../roles.ts';
import { line, nothing, one, several, targeted } from './contract.ts';
import type { CommandContract } from './contract.ts';

/** How participants come in: straight, or through the lobby where a moderator admits them. */
export const admission = z.enum(['open', 'lobby']);
export type Admission = z.infer<typeof admission>;

/** Who takes part, as the invitation and the site tree named them at the moment of joining. */
export const identity = z.strictObject({
  id,
  kind: z.enum(['endpoint', 'account']),
  name: z.string().min(1).max(200),
  siteId: id.nullable(),
  /** The site's name with its parents', since two units may bear one name: "Xã Tam Hồng, Huyện Yên Lạc". */
  siteName: z.string().max(400),
  /** The site's ancestors from the root, and the site itself: what a subtree means. */
  sitePath: z.array(id).max(10),
  /** The level of the site: what "all communes" means. */
  levelId: z.string().max(50).nullable(),
  role,
});
export type Identity = z.infer<typeof identity>;

/** Roles that are given in a conference; the recorder is the server's own. */
const givenRole = role.exclude(['recorder']);

export const presenceCommands = {
  leave: { payload: nothing, result: nothing, errors: [] },
  'participant.admit': { payload: targeted, result: nothing, errors: ['not-found'] },
  'participant.remove': {
    payload: z.strictObject({ participantId: id, reason: line(500).default('') }),
    result: nothing,
    errors: ['not-found'],
  },
  /** Lets one come again that was removed, a lock or not; one that was turned away in the lobby waits there again. */
  'participant.readmit': { payload: one, result: nothing, errors: ['not-found'] },
  /**
   * Sends a participant over to another live conference, which the sender leads or plans. It comes as what that meeting has
   * invited it as; else as a delegate, or as an observer where it is one here. What holds at that door holds for it: the lock,
   * the lobby unless it was invited there, clearance, and that it was removed.
   */
  'participant.move': {
    payload: z.strictObject({ participantId: id, to: id }),
    result: nothing,
    errors: ['not-found', 'locked', 'not-cleared'],
  },
  /**
   * Hands a role over, as when the chair leaves the session to a second one. Once the chair has left, the secretary may have
   * somebody act as chair until it is back.
   */
  'role.give': {
    payload: z.strictObject({ participantId: id, role: givenRole }),
    result: nothing,
    errors: ['not-found'],
  },
  /** To open the door lets in those who wait in the lobby. */
  'admission.set': { payload: z.strictObject({ admission }), result: nothing, errors: [] },
  /** Keeps out those who are new, and those who left by their own wish. */
  'conference.lock': { payload: nothing, result: nothing, errors: [] },
  'conference.unlock': { payload: nothing, result: nothing, errors: [] },
} as const satisfies Record<string, CommandContract>;

/** Why the server puts a participant out. */
export const exclusion = z.enum(['disabled', 'retired', 'not-invited', 'not-cleared']);
export type Exclusion = z.infer<typeof exclusion>;

/** From where somebody was sent over, and by whom. */
const sentOver = {
  from: id,
  fromTitle: z.string(),
  by: z.strictObject({ id, name: z.string() }),
  /** It need not wait in the lobby. */
  pastLobby: z.boolean(),
};

/** Participants that were sent over and have not come in yet. */
export const expected = z.record(id, z.strictObject(sentOver));

export const presenceEvents = {
  'participant.waiting': z.strictObject({ identity }),
  'participant.admitted': several,
  'participant.joined': z.strictObject({ identity, microphone: z.enum(['open', 'muted']) }),
  /** The connection was lost; role, seat, place in the queue and mute are kept. */
  'participant.disconnected': one,
  'participant.returned': one,
  'participant.left': z.strictObject({ participantId: id, reason: z.enum(['own-wish', 'absent']) }),
  'participant.removed': z.strictObject({ participantId: id, reason: z.string() }),
  'participant.readmitted': one,
  'participant.moved': z.strictObject({ participantId: id, to: id }),
  /** In the conference to which one was moved, before it comes. The title is empty where that of a classified meeting would be told. */
  'participant.sentOver': z.strictObject({ participantId: id, ...sentOver }),
  /** Put out by the server, since what it came by no longer stands. */
  'participant.excluded': z.strictObject({ participantId: id, reason: exclusion }),
  /** `acting`: the chair's role, until a chair is back. */
  'role.given': z.strictObject({ participantId: id, role: givenRole, acting: z.literal(true).optional() }),
  'admission.set': z.strictObject({ admission }),
  'conference.locked': nothing,
  'conference.unlocked': nothing,
} as const;

/** `removed` by a moderator, who alone lets it in again; `excluded` by the server, for as long as it has no standing. */
export const presence = z.enum(['waiting', 'present', 'away', 'left', 'removed', 'excluded']);
