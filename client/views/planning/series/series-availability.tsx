import type { JSX } from 'preact';
import type { BookingAnswer, ClashView } from '../../../../protocol/rest/meetings/bookings.ts';
import { dayOf } from '../../../i18n/formats.ts';
import { seriesWords } from './words.ts';
import { calendarWords } from '../calendar/words.ts';
import { clashLine } from '../clashes/clash-line.tsx';
import { FreeTimes, type OnTake } from '../clashes/free-times.tsx';

type Occurrences = NonNullable<BookingAnswer['occurrences']>;

/** This many occurrences, and clashes of each, are shown at first; the rest opens on demand. */
const shownAtOnce = { occurrences: 3, clashes: 2 };

interface SeriesAvailabilityProps {
  readonly answer: BookingAnswer;
  readonly occurrences: Occurrences;
  readonly onTake: OnTake;
}

/**
 * The clashes of a series that is being planned or changed, by occurrence; or a notice that there are none.
 */
export function SeriesAvailability({ answer, occurrences, onTake }: SeriesAvailabilityProps): JSX.Element {
  const { clashes, freeStartsAtMs, pictures } = answer;
  const { count, against } = occurrences;
  const words = seriesWords();
  if (against.length === 0) {
    return (
      <p class="all-free" role="status" data-testid="all-free">
        {words.noneAgainst(count)}
        {(pictures === 'small' || pictures === 'least') && ` ${words.smallPictures}`}
      </p>
    );
  }
  const clashing = against.filter((each) => each.clashes > 0).length;
  const oversold = against.filter((each) => each.oversold).length;
  const named = Map.groupBy(clashes, ({ occurrenceStartsAtMs }) => occurrenceStartsAtMs);
  const shown = (each: Occurrences['against'][number]): JSX.Element => (
    <OccurrenceAgainst key={each.startsAtMs} occurrence={each} clashes={named.get(each.startsAtMs) ?? []} />
  );
  const more = against.slice(shownAtOnce.occurrences);
  return (
    <section class="clashes" role="status" data-testid="clashes">
      <h4 data-testid="series-against">{words.against(count, clashing, oversold)}</h4>
      {answer.fullUplinks && (
        <p data-testid="full-uplinks">{calendarWords().fullUplinks(answer.fullUplinks)}</p>
      )}
      <ol class="clashes__occurrences">{against.slice(0, shownAtOnce.occurrences).map(shown)}</ol>
      {more.length > 0 && (
        <details>
          <summary>{words.moreOccurrences(more.length)}</summary>
          <ol class="clashes__occurrences">{more.map(shown)}</ol>
        </details>
      )}
      <FreeTimes
        startsAtMs={freeStartsAtMs}
        found={words.freeTimes}
        none={words.noFreeTimes}
        onTake={onTake}
      />
    </section>
  );
}

interface OccurrenceAgainstProps {
  readonly occurrence: Occurrences['against'][number];
  /** The clashes whose rooms may be named. */
  readonly clashes: readonly ClashView[];
}

function OccurrenceAgainst({ occurrence, clashes }: OccurrenceAgainstProps): JSX.Element {
  // The heading above already shows the day.
  const lines = clashes.map((clash) => clashLine({ ...clash, occurrenceStartsAtMs: undefined }));
  return (
    <li data-testid="occurrence-against">
      <h5>
        {dayOf(occurrence.startsAtMs)}
        {occurrence.clashes > 0 && <small>{seriesWords().clashesOnDay(occurrence.clashes)}</small>}
      </h5>
      {occurrence.oversold && <p>{seriesWords().oversold}</p>}
      <ul>{lines.slice(0, shownAtOnce.clashes)}</ul>
      {lines.length > shownAtOnce.clashes && (
        <details>
          <summary>{calendarWords().moreClashes(occurrence.clashes - shownAtOnce.clashes)}</summary>
          <ul>{lines.slice(shownAtOnce.clashes)}</ul>
        </details>
      )}
    </li>
  );
}
