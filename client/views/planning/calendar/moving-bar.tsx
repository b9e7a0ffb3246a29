import type { JSX } from 'preact';
import { shortDayOf, timeOfDay } from '../../../i18n/formats.ts';
import { calendarWords } from './words.ts';
import { errorWords } from '../../../i18n/errors.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Alert, Button } from '../../shared/controls.tsx';
import { useAvailability, wishOf } from '../clashes/availability.ts';
import { AvailabilityShown, Clashes } from '../clashes/clashes.tsx';
import { mayMove, movedMeeting } from './moving.ts';
import type { MeetingMove, MeetingMover } from './moving.ts';

interface MovingBarProps {
  readonly rest: Rest;
  readonly moving: MeetingMover;
  readonly move: MeetingMove;
}

/** Where a meeting would move to, what clashes there, and the buttons to keep or cancel. */
export function MovingBar({ rest, moving, move }: MovingBarProps): JSX.Element {
  const words = calendarWords();
  const { meeting, detail, refused } = move;
  const { startsAtMs, endsAtMs } = movedMeeting(move);
  const answer = useAvailability(rest, detail && wishOf(detail, { startsAtMs, endsAtMs }));
  const take = (startsAtMs: number): void => moving.to(meeting, startsAtMs);
  return (
    <section class="moving panel" data-testid="moving">
      <p role="status" data-testid="moving-to">
        {words.move(
          meeting.title,
          `${timeOfDay(startsAtMs)} – ${timeOfDay(endsAtMs)}, ${shortDayOf(startsAtMs)}`,
        )}
      </p>
      {detail && !mayMove(detail) && <Alert>{words.mayNotMove}</Alert>}
      {refused && <Alert>{errorWords()[refused.code]}</Alert>}
      {refused?.clashes ? (
        <Clashes answer={refused} onTake={take} />
      ) : (
        <AvailabilityShown answer={answer} onTake={take} />
      )}
      <div class="dialog__buttons">
        <Button onPress={moving.giveUp} testId="give-up">
          {words.giveUp}
        </Button>
        <Button look="primary" disabled={!detail || !mayMove(detail)} onPress={moving.keep} testId="keep">
          {words.keep}
        </Button>
      </div>
    </section>
  );
}
