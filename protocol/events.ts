import { z } from 'zod';
import { id } from './ids.ts';
import { role } from './roles.ts';

/** The stage's seats: what every participant sees. `slides` shows its holder's screen, the others their holder's camera. */
export const seat = z.enum(['chair', 'speaker', 'slides']);
export type Seat = z.infer<typeof seat>;

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
  role,
});
export type Identity = z.infer<typeof identity>;

const nothing = z.strictObject({});
const one = z.strictObject({ participantId: id });
const several = z.strictObject({ participantIds: z.array(id).min(1).max(2000) });

/** The facts of a live conference, in the past tense; the log holds nothing else. */
export const eventPayloads = {
  'conference.opened': z.strictObject({ title: z.string(), classification: z.string(), admission }),
  'conference.started': nothing,
  'conference.locked': nothing,
  'conference.unlocked': nothing,
  'conference.ended': z.strictObject({ reason: z.enum(['moderator', 'schedule', 'cancelled']) }),
  'participant.waiting': z.strictObject({ identity }),
  'participant.admitted': several,
  'participant.joined': z.strictObject({ identity, microphone: z.enum(['open', 'muted']) }),
  /** The connection was lost; role, seat and mute are kept. */
  'participant.disconnected': one,
  'participant.returned': one,
  'participant.left': z.strictObject({ participantId: id, reason: z.enum(['own-wish', 'absent']) }),
  'participant.removed': z.strictObject({ participantId: id, reason: z.string().max(500) }),
  'microphone.opened': one,
  'microphone.muted': one,
  /** Muted by a moderator, and held so: only a moderator's leave opens these microphones again. */
  'microphone.held': several,
  /** A moderator asks the participant to unmute, which is also the leave to do so. */
  'microphone.asked': one,
  'stage.taken': z.strictObject({ seat, participantId: id }),
  'stage.cleared': z.strictObject({ seat }),
} as const;

export type EventType = keyof typeof eventPayloads;
type EventOf<T extends EventType> = {
  readonly type: T;
  readonly payload: z.infer<(typeof eventPayloads)[T]>;
};
/** A fact before it has its place in the log. */
export type ConferenceEvent = { [T in EventType]: EventOf<T> }[EventType];

/** `seq` counts from 1 without gaps within a conference; `at` is the server's clock, epoch ms; `by` is null for the server itself. */
const place = { seq: z.int().min(1), at: z.int().min(0), by: id.nullable() };
export type LoggedEvent = ConferenceEvent & {
  readonly seq: number;
  readonly at: number;
  readonly by: string | null;
};

const option = <T extends EventType>(type: T) =>
  z.strictObject({ ...place, type: z.literal(type), payload: eventPayloads[type] });

/** Parses one entry of the log, from storage or from the wire. */
export const loggedEvent = z.discriminatedUnion('type', [
  option('conference.opened'),
  option('conference.started'),
  option('conference.locked'),
  option('conference.unlocked'),
  option('conference.ended'),
  option('participant.waiting'),
  option('participant.admitted'),
  option('participant.joined'),
  option('participant.disconnected'),
  option('participant.returned'),
  option('participant.left'),
  option('participant.removed'),
  option('microphone.opened'),
  option('microphone.muted'),
  option('microphone.held'),
  option('microphone.asked'),
  option('stage.taken'),
  option('stage.cleared'),
]) satisfies z.ZodType<LoggedEvent>;
