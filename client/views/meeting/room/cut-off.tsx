import type { JSX } from 'preact';
import { timeOfDay } from '../../../i18n/formats.ts';
import { roomWords } from './words.ts';
import { ownRoom } from '../../../state/known-room.ts';
import type { ReachState } from '../../../state/reach.ts';

interface CutOffProps {
  readonly since: number;
  readonly fault?: Extract<ReachState, { kind: 'cut-off' }>['fault'];
  readonly testId?: string;
}

/** Says since when the room has had no server, that it keeps trying, and whom to telephone. */
export function CutOff({ since, fault = 'silent', testId = 'cut-off' }: CutOffProps): JSX.Element {
  const words = roomWords();
  const time = timeOfDay(since);
  return (
    <div class="room-warning room-warning--cut-off" role="alert" data-testid={testId} data-fault={fault}>
      <p>
        <span class="banner__spinner" />
        {fault === 'silent' ? words.silentServer(time) : words.failingServer(time)}
      </p>
      <Support />
    </div>
  );
}

/** More than two numbers would be a list to search in. */
const numbersShown = 2;

export function Support(): JSX.Element | null {
  const support = ownRoom.value?.support ?? [];
  if (support.length === 0) return null;
  return (
    <p class="room-warning__support" data-testid="support">
      {roomWords().support}:{' '}
      {support.slice(0, numbersShown).map(({ name, phone }, index) => (
        <span key={phone}>
          {index > 0 && '; '}
          {name} <strong>{phone}</strong>
        </span>
      ))}
    </p>
  );
}
