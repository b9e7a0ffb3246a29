import type { JSX } from 'preact';
import type { ClashView } from '../../../protocol/rest/bookings.ts';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import { shortDayOf, t, timeOfDay } from '../../i18n/messages.ts';
import { Alert, Button } from '../controls.tsx';
import type { Availability } from './availability.ts';

const shownAtOnce = 5;

interface ClashesProps {
  /** Of `booking.check`, or of what was refused with `clash`. */
  readonly answer: Pick<Refusal, 'clashes' | 'freeStartsAtMs'>;
  /** Takes one of the free times; where it is left out they are only told. */
  readonly onTake?: ((startsAtMs: number) => void) | undefined;
}

/** What stands against a time, room by room, and the nearest times at which nothing does. */
export function Clashes({ answer, onTake }: ClashesProps): JSX.Element {
  const { clashes = [], freeStartsAtMs = [] } = answer;
  const words = t().calendar;
  return (
    <section class="clashes" role="status" data-testid="clashes">
      {clashes.length > 0 && <h4>{words.clashes(clashes.length)}</h4>}
      <ul>{clashes.slice(0, shownAtOnce).map(clashLine)}</ul>
      {clashes.length > shownAtOnce && (
        <details>
          <summary>{words.moreClashes(clashes.length - shownAtOnce)}</summary>
          <ul>{clashes.slice(shownAtOnce).map(clashLine)}</ul>
        </details>
      )}
      <div class="clashes__free">
        <span>{freeStartsAtMs.length > 0 ? words.freeTimes : words.noFreeTimes}</span>
        {freeStartsAtMs.map((startsAtMs) => {
          const when = `${timeOfDay(startsAtMs)} ${shortDayOf(startsAtMs)}`;
          return onTake ? (
            <Button key={startsAtMs} testId="free-time" onPress={() => onTake(startsAtMs)}>
              {when}
            </Button>
          ) : (
            <strong key={startsAtMs}>{when}</strong>
          );
        })}
      </div>
    </section>
  );
}

const clashLine = ({
  occurrenceStartsAtMs,
  inviteeId,
  recorder,
  name,
  siteName,
  fromMs,
  toMs,
  meeting,
}: ClashView): JSX.Element => (
  <li key={`${inviteeId} ${fromMs}`} data-testid="clash">
    <span class="clashes__whom">
      {recorder
        ? t().inviting.noRecorderLeft
        : occurrenceStartsAtMs === undefined
          ? name
          : t().series.clashOn(shortDayOf(occurrenceStartsAtMs), name)}
      <small>{siteName}</small>
    </span>
    <span class="clashes__what">
      {meeting ? meeting.title : t().calendar.busy}
      <small>
        {timeOfDay(fromMs)} – {timeOfDay(toMs)}, {shortDayOf(fromMs)}
        {meeting && ` · ${t().calendar.by(meeting.siteName)}`}
      </small>
    </span>
  </li>
);

/** The answer to a wish while it is being made: clashes, that all is free, or that it could not be asked. */
export function AvailabilityShown({
  answer,
  onTake,
}: {
  readonly answer: Availability | undefined;
  readonly onTake: (startsAtMs: number) => void;
}): JSX.Element | null {
  if (!answer) return null;
  if (!answer.ok) return <Alert>{t().errors[answer.error.code]}</Alert>;
  const { clashes, pictures, recordersLeft } = answer.value;
  if (pictures === null) {
    return (
      <>
        <Alert>{t().errors['no-capacity']}</Alert>
        <Clashes answer={answer.value} onTake={onTake} />
      </>
    );
  }
  if (clashes.length > 0) return <Clashes answer={answer.value} onTake={onTake} />;
  return (
    <p class="all-free" role="status" data-testid="all-free">
      {t().calendar.allFree}
      {(pictures === 'small' || pictures === 'least') && ` ${t().calendar.smallPictures}`}
      {recordersLeft !== undefined && ` ${t().inviting.recordersLeft(recordersLeft)}`}
    </p>
  );
}
