import type { RoomView } from '../../../protocol/rest/meetings/rooms.ts';
import type { Farewell } from '../conference/conference.ts';

/** A conference that this device was in, and how it left. */
export interface Parting {
  readonly meetingId: string;
  readonly farewell: Farewell;
  /** The meeting to which a moderator moved it. */
  readonly to?: string;
  /** Planned end of the meeting, epoch ms. */
  readonly endsAtMs?: number;
  /** The server has offered something else since. If it offers this meeting again, the room should join. */
  readonly isGone?: boolean;
  /** How often the server has offered this meeting since. The first of these answers may be from before. */
  readonly offers?: number;
}

/** Farewells after which the server no longer offers the meeting, until the participant may come again. */
export const putOut: readonly Farewell[] = ['removed', 'not-invited', 'not-cleared'];

/**
 * Farewells that a passing fault may have caused. A room has no one to try again, so its page tries again for
 * as long as the server offers the meeting.
 */
const maybeFaults: readonly Farewell[] = ['signed-out', 'refused', 'not-invited', 'not-cleared'];

/** Whether a page that has left joins again by itself after a while. */
export const triesAgain = (parting: Parting | undefined, { meeting }: RoomView): boolean =>
  parting !== undefined &&
  maybeFaults.includes(parting.farewell) &&
  meeting?.state === 'live' &&
  meeting.id === parting.meetingId;

/** The parting, updated by the server's latest offer for the room. */
export function afterView(parting: Parting, { meeting, emergency }: RoomView): Parting {
  if (parting.isGone === true) return parting;
  const isOffered = meeting?.id === parting.meetingId || emergency?.id === parting.meetingId;
  return isOffered ? { ...parting, offers: (parting.offers ?? 0) + 1 } : { ...parting, isGone: true };
}

/**
 * Whether a room that was put out may come again. Who is let in again at once is offered the meeting in every
 * answer.
 */
const mayComeAgain = ({ isGone = false, offers = 0 }: Parting): boolean => isGone || offers > 1;

export type Emergency = NonNullable<RoomView['emergency']>;

export type RoomScreen =
  | { readonly kind: 'waiting'; readonly next: RoomView['meeting'] }
  | {
      readonly kind: 'conference';
      readonly meetingId: string;
      /** An emergency session that calls this participant. */
      readonly calledBy?: Emergency;
    }
  | { readonly kind: 'called'; readonly by: Emergency }
  | { readonly kind: 'parted'; readonly farewell: Farewell };

/**
 * What a room's screen shows. A device joins a live meeting, but not one that it was sent away from:
 * otherwise it would fight with the moderator, or with the device that took its seat. It joins at once where
 * a moderator moved it. An emergency session rings in a room that is in no meeting. A room in a meeting
 * sees the emergency session's name until it answers.
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
    // The farewell stays on the screen until the planned end of the meeting that the room has left.
    const goesOn = isOut && nowMs < (parting.endsAtMs ?? 0);
    return goesOn ? { kind: 'parted', farewell: parting.farewell } : { kind: 'waiting', next: meeting };
  }
  // The session may have been opened again before the room has asked once.
  const isReopened = parting?.farewell === 'ended' && mayComeAgain(parting);
  const same = parting?.meetingId === meeting.id && !isReopened && !(isOut && mayComeAgain(parting));
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
