import type { ParticipantId } from '../../protocol/ids.ts';
import type { Role } from '../../protocol/roles.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';

/** A conference before its first event: the fold of an empty log. */
export const planned: ConferenceState = {
  seq: 0,
  phase: 'planned',
  title: '',
  classification: '',
  startsAt: 0,
  endsAt: 0,
  startedAt: null,
  endedAt: null,
  breakUntil: null,
  admission: 'open',
  needsChair: false,
  locked: false,
  microphonePolicy: 'floor',
  locks: { chat: false, hands: false, screen: false },
  participants: {},
  expected: {},
  stage: { pinned: [], layout: 'slides-and-speaker', text: { title: '', ticker: '' }, before: null },
  floor: {
    queue: [],
    holder: null,
    spoken: {},
    settings: { turnMs: null, unitBudgetMs: null, warnBeforeMs: 30_000, handsBack: true },
  },
  rollCall: { phase: 'none', openedAt: null, closedAt: null, reports: {}, excused: {} },
  ballots: {},
  agenda: { items: [], current: null, used: {} },
  script: {},
  chat: { toAll: [], toSome: [] },
  documents: { byId: {}, shown: null },
  groups: { groups: [], members: {} },
  privateWords: {},
};

export const moderatorRoles = ['chair', 'secretary', 'operator'] as const satisfies readonly Role[];
export const isModerator = (role: Role): boolean => moderatorRoles.some((moderator) => moderator === role);

/** Roles that may be seen and heard; the others receive only. */
const speakingRoles: ReadonlySet<Role> = new Set<Role>(['chair', 'secretary', 'operator', 'delegate']);
export const maySpeak = (role: Role): boolean => speakingRoles.has(role);

/** Whether the participant has a place in the conference. It keeps the place while its connection is lost. */
export const isSeated = (participant: Participant | undefined): participant is Participant =>
  participant?.presence === 'present' || participant?.presence === 'away';

/** Whether it is seated or waits in the lobby. */
export const isHere = ({ presence }: Participant): boolean =>
  presence === 'present' || presence === 'away' || presence === 'waiting';

export const isLive = ({ phase }: ConferenceState): boolean =>
  phase === 'opening' || phase === 'in-session' || phase === 'break';

/** Whether participants see and hear each other: in a break they do not. */
export const isMeeting = ({ phase }: ConferenceState): boolean =>
  phase === 'opening' || phase === 'in-session';

/**
 * The unit for which a participant speaks and votes: its site, or the participant itself if it has no site.
 */
export const unitOf = ({ id, siteId }: Pick<Participant, 'id' | 'siteId'>): string => siteId ?? id;

/** Whether a participant may be heard without permission under the microphone policy `floor`. */
export const speaksByRight = (
  state: ConferenceState,
  { id, role }: Pick<Participant, 'id' | 'role'>,
): boolean =>
  isModerator(role) ||
  hasFloor(state, id) ||
  // The holder of the chair's seat leads.
  state.stage.chair === id ||
  // All members of a group speak with each other.
  state.groups.members[id] !== undefined;

export const hasFloor = (state: ConferenceState, id: ParticipantId): boolean =>
  state.floor.holder?.participantId === id;
