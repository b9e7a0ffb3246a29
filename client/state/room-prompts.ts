import type { Message } from '../../protocol/conference/chat.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import { voteCards } from './ballots.ts';
import { announcementShown } from './chat.ts';
import { isAskedToReport } from './roll-call.ts';

/** One thing that a room's screen asks of its people, or tells them over the stage. */
export type RoomPrompt =
  | { readonly kind: 'asked' | 'vote' | 'roll-call' | 'announcement' | 'voted' }
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'result'; readonly ballotId: string };

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

const only = (kind: 'asked' | 'vote' | 'roll-call' | 'announcement' | 'voted', waits: boolean) =>
  waits ? [{ kind } as const] : [];

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
    ...only('asked', own.asked),
    ...only(
      'vote',
      votes.some(({ votedBy }) => votedBy === undefined),
    ),
    ...only('roll-call', isAskedToReport(conference, own)),
    ...only('announcement', announced),
    ...messagesTo(conference, own, nowMs)
      .filter(({ id }) => !closed.has(id))
      .map((message) => ({ kind: 'message', message }) as const),
    ...Object.values(conference.ballots)
      .filter(({ id }) => !closed.has(id) && nowMs - (publishedAtMs.get(id) ?? 0) < resultMs)
      .map(({ id }) => ({ kind: 'result', ballotId: id }) as const),
    ...only(
      'voted',
      votes.some(({ votedBy }) => votedBy !== undefined),
    ),
  ];
}

/** Messages for the room's people: to the room itself, then to all. */
function messagesTo({ chat }: ConferenceState, own: Participant, nowMs: number): readonly Message[] {
  const isNew =
    (lastingMs: number) =>
    ({ at, from, deleted, announcement }: Message): boolean =>
      nowMs - at < lastingMs && from !== own.id && !deleted && !announcement;
  const toRoom = chat.toSome.filter(({ to }) => to.kind === 'participant' && to.participantId === own.id);
  return [...toRoom.filter(isNew(messageMs)), ...chat.toAll.filter(isNew(toAllMs))];
}
