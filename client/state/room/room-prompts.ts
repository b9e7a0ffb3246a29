import type { Audience, Message } from '../../../protocol/conference/chat.ts';
import { isSpokenWith, openWordOf } from '../../../domain/conference/private-word.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { voteCards } from '../conference/ballots.ts';
import { announcementShown } from '../conference/chat.ts';
import { isAskedToReport } from '../conference/roll-call.ts';

/** One thing that a room's screen asks of its people, or tells them over the stage. */
export type RoomPrompt =
  | { readonly kind: Plain }
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'result'; readonly ballotId: string };

type Plain = 'asked' | 'private-word' | 'vote' | 'roll-call' | 'announcement' | 'voted';

interface Seen {
  /** Messages, announcements and ballots that somebody in the room has closed, by id. */
  readonly closed: ReadonlySet<string>;
  /** When the page first saw each ballot published, epoch ms; ballots published before it came are left out. */
  readonly publishedAtMs: ReadonlyMap<string, number>;
}

/** A message to the room waits for a press. A room without people would keep it for ever. */
const messageMs = 10 * 60_000;
/** A message to all, which nobody must press away. */
const toAllMs = 30_000;
const resultMs = 2 * 60_000;

/** Whether a prompt only tells something. The others ask for a press, which does nothing without the server. */
export const isTold = ({ kind }: RoomPrompt): boolean =>
  kind === 'announcement' || kind === 'message' || kind === 'result';

const when = (kind: Plain, waits: boolean) => (waits ? [{ kind } as const] : []);

/** What waits for the room, the most urgent first. The screen shows one at a time. */
export function roomPrompts(
  conference: ConferenceState,
  own: Participant,
  { closed, publishedAtMs }: Seen,
  nowMs: number,
): readonly RoomPrompt[] {
  const votes = voteCards(conference, own);
  const announced = announcementShown(conference, closed, nowMs) !== undefined;
  return [
    // The microphone stays shut for the session during a private word: the question waits.
    ...when('asked', own.asked && !isSpokenWith(conference, own.id)),
    ...when('private-word', isCalled(conference, own)),
    ...when(
      'vote',
      votes.some(({ votedBy }) => votedBy === undefined),
    ),
    ...when('roll-call', isAskedToReport(conference, own)),
    ...when('announcement', announced),
    ...messagesTo(conference, own, nowMs)
      .filter(({ id }) => !closed.has(id))
      .map((message) => ({ kind: 'message', message }) as const),
    ...Object.values(conference.ballots)
      .filter(({ id }) => !closed.has(id) && nowMs - (publishedAtMs.get(id) ?? 0) < resultMs)
      .map(({ id }) => ({ kind: 'result', ballotId: id }) as const),
    ...when(
      'voted',
      votes.some(({ votedBy }) => votedBy !== undefined),
    ),
  ];
}

/** Whether a moderator waits for the room's answer. */
function isCalled(conference: ConferenceState, { id }: Participant): boolean {
  const word = openWordOf(conference, id);
  return word?.phase === 'offered' && word.participantId === id;
}

/** A room that leads sees all receivers of a message to several, any other only itself. */
const isNamed = (to: Audience, { id }: Participant): boolean =>
  (to.kind === 'participant' && to.participantId === id) ||
  (to.kind === 'participants' && to.participantIds.includes(id));

/** Messages for the room's people: to the room itself, then to all. */
function messagesTo({ chat }: ConferenceState, own: Participant, nowMs: number): readonly Message[] {
  const isNew =
    (lastingMs: number) =>
    ({ at, from, deleted, announcement }: Message): boolean =>
      nowMs - at < lastingMs && from !== own.id && !deleted && !announcement;
  const toRoom = chat.toSome.filter(({ to }) => isNamed(to, own));
  return [...toRoom.filter(isNew(messageMs)), ...chat.toAll.filter(isNew(toAllMs))];
}
