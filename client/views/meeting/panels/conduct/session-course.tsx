import type { JSX } from 'preact';
import { allowed } from '../../../../../domain/conference/policy.ts';
import type { CommandType } from '../../../../../protocol/commands.ts';
import { timeOfDay } from '../../../../i18n/formats.ts';
import { conductWords } from './words.ts';
import { MinutesButton } from '../../bars/minutes-button.tsx';
import type { PanelProps } from '../panel-props.ts';

/** The planned end, a break, and more time. */
export function SessionCourse({ store, own }: PanelProps): JSX.Element {
  const { phase, endsAt } = store.conference.value;
  const may = (command: CommandType): boolean => allowed(command, own.role, phase);
  return (
    <section>
      <h3>{conductWords().session}</h3>
      <p class="muted" data-testid="ends-at">
        {conductWords().endsAt(timeOfDay(endsAt))}
      </p>
      <div class="conduct__buttons">
        {may('conference.pause') && (
          <MinutesButton
            label={conductWords().pause}
            question={conductWords().pauseFor}
            offers={[5, 10, 15, 30]}
            most={600}
            testId="conference-pause"
            onChoose={(minutes) => void store.command('conference.pause', { minutes })}
          />
        )}
        {may('conference.extend') && (
          <MinutesButton
            label={conductWords().extend}
            question={conductWords().extendFor}
            offers={[15, 30, 60]}
            most={600}
            testId="conference-extend"
            onChoose={(minutes) => void store.command('conference.extend', { minutes })}
          />
        )}
      </div>
    </section>
  );
}
