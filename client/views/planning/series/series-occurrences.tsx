import type { JSX } from 'preact';
import type { SeriesView } from '../../../../protocol/rest/meetings/series.ts';
import { dayOf, timeOfDay } from '../../../i18n/formats.ts';
import { seriesWords } from './words.ts';
import { meetingStateTexts } from '../../../i18n/meeting-states.ts';
import { planWords } from '../words.ts';
import { Button } from '../../shared/controls.tsx';

interface SeriesOccurrencesProps {
  readonly series: SeriesView;
  /** The occurrence that is shown. */
  readonly meetingId: string;
  readonly onOpen: (meetingId: string) => void;
}

/** Every occurrence of a series with its state; changed and cancelled ones are marked. */
export function SeriesOccurrences({ series, meetingId, onOpen }: SeriesOccurrencesProps): JSX.Element {
  return (
    <details class="occurrences" data-testid="occurrences">
      <summary>{seriesWords().occurrences(series.occurrences.length)}</summary>
      <ol>
        {series.occurrences.map(({ id, startsAtMs, endsAtMs, state, departs }) => (
          <li
            key={id}

            aria-current={id === meetingId || undefined}
          >
            <span class="occurrences__when">
              {dayOf(startsAtMs)}
              <small>
                {timeOfDay(startsAtMs)} – {timeOfDay(endsAtMs)}
              </small>
            </span>
            <span class={`badge badge--${state}`}>{meetingStateTexts()[state]}</span>
            {departs && <span class="badge">{seriesWords().departs}</span>}
            {id !== meetingId && (
              <Button
                look="quiet"
                label={`${planWords().open}: ${dayOf(startsAtMs)}`}
                testId="occurrence-open"
                onPress={() => onOpen(id)}
              >
                {planWords().open}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}
