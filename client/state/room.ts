import type { RoomView } from '../../protocol/rest/rooms.ts';
import type { Farewell } from './conference.ts';

/** A conference that this device has been in, and how it parted from it. */
export interface Parting {
  readonly meetingId: string;
  readonly farewell: Farewell;
  /** Where a moderator has sent it. */
  readonly to?: string;
}

export type Emergency = NonNullable<RoomView['emergency']>;

export type RoomScreen =
  | { readonly kind: 'waiting'; readonly next: RoomView['meeting'] }
  | {
      readonly kind: 'conference';
      readonly meetingId: string;
      /** An emergency session that asks it to come over. */
      readonly calledBy?: Emergency;
    }
  | { readonly kind: 'called'; readonly by: Emergency }
  | { readonly kind: 'parted'; readonly farewell: Farewell };

/**
 * What a room's screen shows. A device joins what is live, but not again what it was sent away from: that would fight with
 * the moderator, or with the device that took its seat. Where it was sent to, it goes at once.
 * An emergency session rings at a room that sits nowhere and is named to one that sits in a meeting, until it is answered.
 */
export function roomScreen(
  { meeting, emergency }: RoomView,
  parting: Parting | undefined,
  answeredId?: string,
): RoomScreen {
  if (emergency && emergency.id === answeredId) return usualScreen(emergency, parting);
  const usual = usualScreen(meeting, parting);
  if (!emergency) return usual;
  return usual.kind === 'conference' ? { ...usual, calledBy: emergency } : { kind: 'called', by: emergency };
}

function usualScreen(meeting: RoomView['meeting'], parting: Parting | undefined): RoomScreen {
  if (parting?.to !== undefined) return { kind: 'conference', meetingId: parting.to };
  if (meeting?.state !== 'live') return { kind: 'waiting', next: meeting };
  const parted = parting?.meetingId === meeting.id ? parting.farewell : undefined;
  switch (parted) {
    case undefined:
      return { kind: 'conference', meetingId: meeting.id };
    case 'ended':
      return { kind: 'waiting', next: null };
    case 'left':
    case 'moved':
    case 'removed':
    case 'seat-taken-over':
    case 'outdated':
    case 'refused':
      return { kind: 'parted', farewell: parted };
    default:
      return parted satisfies never;
  }
}
