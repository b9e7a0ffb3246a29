import type { JSX } from 'preact';
import type { Refusal } from '../../../../protocol/rest/problem.ts';
import { calendarWords } from '../calendar/words.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { Alert } from '../../shared/controls.tsx';
import type { AvailabilityAnswer } from './availability.ts';
import { clashLine } from './clash-line.tsx';
import { FreeTimes, type OnTake } from './free-times.tsx';
import { SeriesAvailability } from '../series/series-availability.tsx';

const shownAtOnce = 5;

interface ClashesProps {
  /** From `booking.check`, or from a refusal with `clash`. */
  readonly answer: Pick<Refusal, 'clashes' | 'unnamedClashes' | 'fullUplinks' | 'freeStartsAtMs'>;
  readonly onTake?: OnTake;
}

/** What clashes with a time, room by room, and the nearest times without a clash. */
export function Clashes({ answer, onTake }: ClashesProps): JSX.Element {
  const { clashes = [], unnamedClashes = 0, fullUplinks = [], freeStartsAtMs } = answer;
  const count = clashes.length + unnamedClashes;
  const words = calendarWords();
  return (
    <section class="clashes" role="status" data-testid="clashes">
      {fullUplinks.length > 0 && <p data-testid="full-uplinks">{words.fullUplinks(fullUplinks)}</p>}
      {clashes.length > 0 && <h4>{words.clashes(count)}</h4>}
      <ul>{clashes.slice(0, shownAtOnce).map(clashLine)}</ul>
      {clashes.length > shownAtOnce && (
        <details>
          <summary>{words.moreClashes(count - shownAtOnce)}</summary>
          <ul>{clashes.slice(shownAtOnce).map(clashLine)}</ul>
        </details>
      )}
      {freeStartsAtMs && (
        <FreeTimes
          startsAtMs={freeStartsAtMs}
          found={words.freeTimes}
          none={words.noFreeTimes}
          onTake={onTake}
        />
      )}
    </section>
  );
}

/** The answer while a booking is being typed: clashes, all free, or the server could not be asked. */
export function AvailabilityShown({
  answer,
  onTake,
}: {
  readonly answer: AvailabilityAnswer | undefined;
  readonly onTake: OnTake;
}): JSX.Element | null {
  if (!answer) return null;
  if (!answer.ok) return <Alert>{errorWords()[answer.error.code]}</Alert>;
  const { clashes, pictures, occurrences } = answer.value;
  if (occurrences) {
    return <SeriesAvailability answer={answer.value} occurrences={occurrences} onTake={onTake} />;
  }
  if (pictures === null) {
    return (
      <>
        <Alert>{errorWords()['no-capacity']}</Alert>
        <Clashes answer={answer.value} onTake={onTake} />
      </>
    );
  }
  if (clashes.length > 0) return <Clashes answer={answer.value} onTake={onTake} />;
  return (
    <p class="all-free" role="status" data-testid="all-free">
      {calendarWords().allFree}
      {(pictures === 'small' || pictures === 'least') && ` ${calendarWords().smallPictures}`}
    </p>
  );
}
