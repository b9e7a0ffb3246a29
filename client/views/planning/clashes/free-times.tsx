import type { JSX } from 'preact';
import { shortDayOf, timeOfDay } from '../../../i18n/formats.ts';
import { Button } from '../../shared/controls.tsx';

/** Takes one of the free times; without it, the times are only shown. */
export type OnTake = ((startsAtMs: number) => void) | undefined;

interface FreeTimesProps {
  readonly startsAtMs: readonly number[];
  readonly found: string;
  readonly none: string;
  readonly onTake: OnTake;
}

/** The nearest times without a clash. */
export const FreeTimes = ({ startsAtMs: free, found, none, onTake }: FreeTimesProps): JSX.Element => (
  <div class="clashes__free">
    <span>{free.length > 0 ? found : none}</span>
    {free.map((startsAtMs) => {
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
);
