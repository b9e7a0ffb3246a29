import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { allowed } from '../../../domain/conference/policy.ts';
import { isModerator } from '../../../domain/conference/state.ts';
import type { Audience, Message } from '../../../protocol/conference/chat.ts';
import type { ConferenceDocument } from '../../../protocol/conference/documents.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';

export interface MessageView {
  readonly message: Message;
  readonly isOwn: boolean;
  readonly fromName: string;
  /** With the parents' names; empty where it is the same as the name. */
  readonly fromSite: string;
  /** The receiver of a message to one participant. */
  readonly toName: string | undefined;
  /** The message's documents that this reader may see. */
  readonly documents: readonly ConferenceDocument[];
}

/** Everything that this participant may read, in the order it was sent. */
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

/** The announcements made so far, the latest first. */
export const announcements = ({ chat }: ConferenceState): readonly Message[] =>
  chat.toAll.filter(({ announcement, deleted }) => announcement && !deleted).toReversed();

const messagesOf = ({ chat }: ConferenceState): readonly Message[] =>
  [...chat.toAll, ...chat.toSome].toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));

/**
 * Whether this participant may write to this audience now. A locked chat still takes
 * messages to the moderators.
 */
export function mayWrite(conference: ConferenceState, own: Participant, to: Audience['kind']): boolean {
  if (!allowed('chat.send', own.role, conference.phase)) return false;
  return !conference.locks.chat || isModerator(own.role) || to === 'moderators';
}

/** When the latest message was sent, epoch ms; 0 where there is none. */
export const latestAt = (conference: ConferenceState): number => messagesOf(conference).at(-1)?.at ?? 0;

/**
 * How many messages of others came after the last one seen. Announcements are on
 * every screen and not counted.
 */
export const unread = (conference: ConferenceState, own: Participant, seenAt: number): number =>
  messagesOf(conference).filter(
    ({ at, from, deleted, announcement }) => at > seenAt && from !== own.id && !deleted && !announcement,
  ).length;

/** How far a list is scrolled, in CSS pixels, as the element reports it. */
interface Scrolled {
  readonly scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
}

/** This near the end, the reader follows new messages. About one line of text. */
const nearEndPx = 24;

/**
 * Where a reader is in the conversation: at the end, which follows new messages, or above,
 * where the list stays still.
 */
export class Reading {
  readonly #isAtEnd = signal(true);
  readonly #hasNew = signal(false);

  get isAtEnd(): ReadonlySignal<boolean> {
    return this.#isAtEnd;
  }

  /** Whether a message arrived below the part that is read. */
  get hasNew(): ReadonlySignal<boolean> {
    return this.#hasNew;
  }

  scrolled({ scrollTop, scrollHeight, clientHeight }: Scrolled): void {
    this.#isAtEnd.value = scrollHeight - clientHeight - scrollTop <= nearEndPx;
    if (this.#isAtEnd.value) this.#hasNew.value = false;
  }

  /**
   * A message arrived. @returns whether to scroll to the end: for a reader at the end, and for an own message
   */
  grew({ isOwn }: Pick<MessageView, 'isOwn'>): boolean {
    const follows = isOwn || this.#isAtEnd.peek();
    if (!follows) this.#hasNew.value = true;
    return follows;
  }
}

/** A room has no one to close an announcement, and it covers the picture. */
const announcementMs = 10 * 60_000;

/**
 * The announcement that every screen shows: the latest one, for ten minutes, unless it
 * was dismissed on this page.
 */
export function announcementShown(
  conference: ConferenceState,
  dismissed: ReadonlySet<string>,
  now: number,
): MessageView['message'] | undefined {
  const latest = conference.chat.toAll.findLast(({ announcement, deleted }) => announcement && !deleted);
  return latest && !dismissed.has(latest.id) && now - latest.at < announcementMs ? latest : undefined;
}
