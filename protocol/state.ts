import { z } from 'zod';
import { agendaState } from './conference/agenda.ts';
import { ballot } from './conference/ballots.ts';
import { chatState } from './conference/chat.ts';
import { conferenceTimeMs } from './conference/contract.ts';
import { documentsState } from './conference/documents.ts';
import { floorState } from './conference/floor.ts';
import { groupsState } from './conference/groups.ts';
import { locks, microphone, microphonePolicy } from './conference/microphones.ts';
import { admission, expected, identity, presence } from './conference/presence.ts';
import { privateWords } from './conference/private-words.ts';
import { rollCallState } from './conference/roll-call.ts';
import { scriptState } from './conference/script.ts';
import { stageState } from './conference/stage.ts';
import { id } from './ids.ts';
import { role } from './roles.ts';

export const phase = z.enum(['planned', 'opening', 'in-session', 'break', 'closed']);
export type Phase = z.infer<typeof phase>;

export const participant = identity.extend({
  presence,
  microphone,
  /** A moderator has asked this participant to unmute, and it has not answered yet. */
  asked: z.boolean(),
  /** A moderator holds its camera off. */
  cameraHeld: z.boolean(),
  /** For a participant that has the chair's role only until a chair is back: its own role. */
  acting: role.nullable(),
  /** The meeting that a moderator has sent it to, until it comes back. */
  movedTo: id.nullable(),
  /** It has been in the session, not only in the lobby. */
  wasIn: z.boolean().default(true),
  /**
   * A lock does not keep it out: its connection was lost for longer than its seat is kept, or it was
   * readmitted after a removal.
   */
  mayReturn: z.boolean().default(false),
  /** When it first arrived, in the lobby or in the session, epoch ms. */
  since: conferenceTimeMs,
});
export type Participant = z.infer<typeof participant>;

/** A conference as the fold of its log; the same on the server and in every browser. */
export const conferenceState = z.strictObject({
  /** The sequence number of the last event that is folded in. */
  seq: z.int().min(0),
  phase,
  title: z.string(),
  classification: z.string(),
  startsAt: conferenceTimeMs,
  endsAt: conferenceTimeMs,
  /** When the chair started the session; null before. */
  startedAt: conferenceTimeMs.nullable(),
  /** When the session ended; null before. */
  endedAt: conferenceTimeMs.nullable().default(null),
  /** When the break is planned to end; null without a break. */
  breakUntil: conferenceTimeMs.nullable(),
  admission,
  /** It does not begin, and lets nobody in by itself, until somebody with the chair's role is here. */
  needsChair: z.boolean().default(false),
  locked: z.boolean(),
  microphonePolicy,
  locks,
  participants: z.record(id, participant),
  /** Participants that were sent here from another conference and have not joined yet. */
  expected,
  stage: stageState,
  floor: floorState,
  rollCall: rollCallState,
  ballots: z.record(id, ballot),
  agenda: agendaState,
  script: scriptState.default({}),
  chat: chatState,
  documents: documentsState,
  groups: groupsState,
  privateWords: privateWords.default({}),
});
export type ConferenceState = z.infer<typeof conferenceState>;
