import type { RoomView } from '../../protocol/rest/rooms.ts';
import type { Farewell } from './conference.ts';

/** A conference that this device has been in, and how it parted from it. */
export interface Parting {
  readonly meetingId: string;
  readonly farewell: Farewell;
  /** Where a moderator has sent it. */
  readonly to?: string;
  /** When the meeting was to end, epoch ms. */
  readonly endsAtMs?: number;
  /** The server has offered other things since, and so it means it where it offers the same again. */
  readonly isGone?: boolean;
}

/** Ends of a visit after which the server offers the meeting no more, until the participant may come again. */
export const putOut: readonly Farewell[] = ['removed', 'not-invited', 'not-cleared'];

/**
 * Ends that a fault of a moment may have brought about: nobody stands by in a room, so its page tries again for as long as the server
 * offers the meeting.
 */
const maybeFaults: readonly Farewell[] = ['signed-out', 'refused', 'not-invited', 'not-cleared'];

/** Whether a page that has parted joins again by itself after a while. */
export const triesAgain = (parting: Parting | undefined, { meeting }: RoomView): boolean =>
  parting !== undefined &&
  maybeFaults.includes(parting.farewell) &&
  meeting?.state === 'live' &&
  meeting.id === parting.meetingId;

/** What a parting is once the server has said again what there is for the room. */
export const afterView = (parting: Parting, { meeting, emergency }: RoomView): Parting =>
  parting.isGone === true || meeting?.id === parting.meetingId || emergency?.id === parting.meetingId
    ? parting
    : { ...parting, isGone: true };

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
  { meeting, emergency, nowMs }: RoomView,
  parting: Parting | undefined,
  answeredId?: string,
): RoomScreen {
  if (emergency && emergency.id === answeredId) return usualScreen(emergency, parting, nowMs);
  const usual = usualScreen(meeting, parting, nowMs);
  if (!emergency) return usual;
  return usual.kind === 'conference' ? { ...usual, calledBy: emergency } : { kind: 'called', by: emergency };
}

function usualScreen(meeting: RoomView['meeting'], parting: Parting | undefined, nowMs: number): RoomScreen {
  if (parting?.to !== undefined) return { kind: 'conference', meetingId: parting.to };
  const isOut = parting !== undefined && putOut.includes(parting.farewell);
  if (meeting?.state !== 'live') {
    // What happened stands on the screen for as long as the meeting that it has left was to go on.
    const goesOn = isOut && nowMs < (parting.endsAtMs ?? 0);
    return goesOn ? { kind: 'parted', farewell: parting.farewell } : { kind: 'waiting', next: meeting };
  }
  const same = parting?.meetingId === meeting.id && !(isOut && parting.isGone === true);
  const parted = same ? parting.farewell : undefined;
  switch (parted) {
    case undefined:
      return { kind: 'conference', meetingId: meeting.id };
    case 'ended':
      return { kind: 'waiting', next: null };
    case 'left':
    case 'moved':
    case 'removed':
    case 'signed-out':
    case 'not-invited':
    case 'not-cleared':
    case 'seat-taken-over':
    case 'outdated':
    case 'refused':
      return { kind: 'parted', farewell: parted };
    default:
      return parted satisfies never;
  }
}
