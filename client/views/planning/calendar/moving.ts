import { useState } from 'preact/hooks';
import type { MeetingDetail, MeetingSummary } from '../../../../protocol/rest/meetings/meetings.ts';
import type { Refusal } from '../../../../protocol/rest/problem.ts';
import { changeable } from '../../../../domain/schedule/transitions.ts';
import type { Rest } from '../../../signaling/rest.ts';

/** A meeting that is being moved: its new start, until it is saved or cancelled. */
export interface MeetingMove {
  readonly meeting: MeetingSummary;
  readonly startsAtMs: number;
  /** The meeting's plan, and whether one may move it; undefined until the server has answered. */
  readonly detail: MeetingDetail | undefined;
  /** Why the server refused the move. */
  readonly refused: Refusal | undefined;
}

export interface MeetingMover {
  readonly move: MeetingMove | undefined;
  /** Begins to move a meeting, or moves it further, to another start. */
  readonly to: (meeting: MeetingSummary, startsAtMs: number) => void;
  readonly keep: () => void;
  readonly giveUp: () => void;
}

export const mayMove = ({ self, state }: MeetingDetail): boolean =>
  self.mayPlan && changeable(state) === 'all';

/** The meeting at its new time. */
export const movedMeeting = ({ meeting, startsAtMs }: MeetingMove): MeetingSummary => ({
  ...meeting,
  startsAtMs,
  endsAtMs: startsAtMs + meeting.endsAtMs - meeting.startsAtMs,
});

export function useMoving(rest: Rest, onMoved: () => void): MeetingMover {
  const [move, setMove] = useState<MeetingMove>();
  const learn = async (meetingId: string): Promise<void> => {
    const result = await rest.call('meeting.get', { params: { meetingId } });
    setMove((current) =>
      current?.meeting.id !== meetingId
        ? current
        : result.ok
          ? { ...current, detail: result.value }
          : { ...current, refused: result.error },
    );
  };
  const keep = async ({ meeting, startsAtMs, detail }: MeetingMove): Promise<void> => {
    if (!detail || !mayMove(detail)) return;
    const body = { startsAtMs, endsAtMs: startsAtMs + meeting.endsAtMs - meeting.startsAtMs };
    const params = { meetingId: meeting.id };
    const result = await rest.call('meeting.change', { params, version: detail.version, body });
    if (result.ok) {
      setMove(undefined);
      onMoved();
      return;
    }
    setMove((current) =>
      current?.meeting.id === meeting.id ? { ...current, refused: result.error } : current,
    );
    if (result.error.code === 'version-changed') await learn(meeting.id);
  };
  return {
    move,
    to(meeting, startsAtMs) {
      const isNew = move?.meeting.id !== meeting.id;
      setMove(
        isNew
          ? { meeting, startsAtMs, detail: undefined, refused: undefined }
          : { ...move, startsAtMs, refused: undefined },
      );
      if (isNew) void learn(meeting.id);
    },
    keep: () => {
      if (move) void keep(move);
    },
    giveUp: () => setMove(undefined),
  };
}
