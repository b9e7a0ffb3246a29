import { signal } from '@preact/signals';
import type { ConferenceState, Participant } from '../../../../../protocol/state.ts';
import { latestAt, unread } from '../../../../state/conference/chat.ts';
import { remember, remembered } from '../../../../state/remembered.ts';

const key = 'chat-seen';
/** When the latest message that this browser has shown was sent, epoch ms. */
const seenAt = signal(Number(remembered(key) ?? 0));

export function noteSeen(conference: ConferenceState): void {
  const latest = latestAt(conference);
  if (latest <= seenAt.peek()) return;
  seenAt.value = latest;
  remember(key, String(latest));
}

export const unreadHere = (own: Participant, conference: ConferenceState): number =>
  unread(conference, own, seenAt.value);
