import type { Seat } from '../../protocol/events.ts';
import { seat as seatSchema } from '../../protocol/events.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { Role } from '../../protocol/roles.ts';

export const seats = seatSchema.options;

/** A conference of which nothing is known yet: the fold of an empty log. */
export const planned: ConferenceState = {
  seq: 0,
  phase: 'planned',
  title: '',
  classification: '',
  admission: 'open',
  locked: false,
  participants: {},
  stage: {},
};

const moderatorRoles: ReadonlySet<Role> = new Set<Role>(['chair', 'secretary', 'operator']);
export const isModerator = (role: Role): boolean => moderatorRoles.has(role);

/** Roles that may be seen and heard; the others receive only. */
const speakingRoles: ReadonlySet<Role> = new Set<Role>(['chair', 'secretary', 'operator', 'delegate']);
export const maySpeak = (role: Role): boolean => speakingRoles.has(role);

/** Whether the participant holds a place in the conference, be it that its connection is lost for now. */
export const isSeated = (participant: Participant | undefined): participant is Participant =>
  participant?.presence === 'present' || participant?.presence === 'away';

export const isLive = (state: ConferenceState): boolean =>
  state.phase === 'opening' || state.phase === 'in-session';

export const seatsOf = (state: ConferenceState, participantId: ParticipantId): readonly Seat[] =>
  seats.filter((seat) => state.stage[seat] === participantId);
