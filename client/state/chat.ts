import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { allowed } from '../../domain/conference/policy.ts';
import { isModerator } from '../../domain/conference/state.ts';
import type { Audience, Message } from '../../protocol/conference/chat.ts';
import type { ConferenceDocument } from '../../protocol/conference/documents.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';

export interface MessageView {
  readonly message: Message;
  readonly isOwn: boolean;
  readonly fromName: string;
  /** With the parents' names; empty where it says no more than the name. */
  readonly fromSite: string;
  /** Whom a message to one participant is for. */
  readonly toName: string | undefined;
  /** Those of its documents that this reader may see. */
  readonly documents: readonly ConferenceDocument[];
}

/** Everything that this participant may read, in the order in which it was said. */
export const conversation = (conference: ConferenceState, own: Participant): readonly MessageView[] =>
  messagesOf(conference).map((message): MessageView => {
    const from = conference.participants[message.from];
    return {
      message,
      isOwn: message.from === own.id,
      fromName: from?.name ?? '',
      fromSite: from && from.siteName !== from.name ? from.siteName : '',
      toName:
        message.to.kind === 'participant'
          ? conference.participants[message.to.participantId]?.name
          : undefined,
      documents: message.documentIds.flatMap((id) => conference.documents.byId[id] ?? []),
    };
  });

const messagesOf = ({ chat }: ConferenceState): readonly Message[] =>
  [...chat.toAll, ...chat.toSome].toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));

/** Whether this participant may write to somebody now. To the moderators anybody may, the chat being locked or not. */
export function mayWrite(conference: ConferenceState, own: Participant, to: Audience['kind']): boolean {
  if (!allowed('chat.send', own.role, conference.phase)) return false;
  return !conference.locks.chat || isModerator(own.role) || to === 'moderators';
}

/** When the latest message was sent, epoch ms; 0 where there is none. */
export const latestAt = (conference: ConferenceState): number => messagesOf(conference).at(-1)?.at ?? 0;

/** How many messages of others came after the latest that was seen. Announcements are on every screen and not counted. */
export const unread = (conference: ConferenceState, own: Participant, seenAt: number): number =>
  messagesOf(conference).filter(
    ({ at, from, deleted, announcement }) => at > seenAt && from !== own.id && !deleted && !announcement,
  ).length;

/** How far a list is scrolled, in CSS pixels, as an element tells it. */
interface Scrolled {
  readonly scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
}

/** So near the end somebody reads what is new. About a line of text. */
const nearEndPx = 24;

/** Where somebody reads in the conversation: at its end, which moves on with it, or above, where nothing moves. */
export class Reading {
  readonly #isAtEnd = signal(true);
  readonly #hasNew = signal(false);

  get isAtEnd(): ReadonlySignal<boolean> {
    return this.#isAtEnd;
  }

  /** Whether something came below what is read. */
  get hasNew(): ReadonlySignal<boolean> {
    return this.#hasNew;
  }

  scrolled({ scrollTop, scrollHeight, clientHeight }: Scrolled): void {
    this.#isAtEnd.value = scrollHeight - clientHeight - scrollTop <= nearEndPx;
    if (this.#isAtEnd.value) this.#hasNew.value = false;
  }

  /** A message came. @returns whether to go to the end: who reads there, or has written it, sees it at once */
  grew({ isOwn }: Pick<MessageView, 'isOwn'>): boolean {
    const follows = isOwn || this.#isAtEnd.peek();
    if (!follows) this.#hasNew.value = true;
    return follows;
  }
}

/** In a room nobody stands by to take it away, and it covers what people look at. */
const announcementMs = 10 * 60_000;

/** The announcement that every screen shows now: the latest one, for ten minutes, unless it was dismissed here. */
export function announcementShown(
  conference: ConferenceState,
  dismissed: ReadonlySet<string>,
  now: number,
): MessageView['message'] | undefined {
  const latest = conference.chat.toAll.findLast(({ announcement, deleted }) => announcement && !deleted);
  return latest && !dismissed.has(latest.id) && now - latest.at < announcementMs ? latest : undefined;
}
