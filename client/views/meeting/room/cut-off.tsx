import type { ComponentChildren, JSX } from 'preact';
import { sinceOf } from '../../../i18n/formats.ts';
import { roomWords } from './words.ts';
import { ownRoom } from '../../../state/room/known-room.ts';
import type { ReachState } from '../../../state/room/reach.ts';
import type { ServerClock } from '../../../state/conference/server-clock.ts';
import { useServerNow } from '../now.ts';

interface CutOffProps {
  /** Epoch ms. */
  readonly since: number;
  readonly clock: ServerClock;
  readonly fault?: Extract<ReachState, { kind: 'cut-off' }>['fault'];
  readonly testId?: string;
  readonly children?: ComponentChildren;
}

/** Says since when the room has had no server, that it keeps trying, and which number to call. */
export function CutOff({
  since,
  clock,
  fault = 'silent',
  testId = 'cut-off',
  children,
}: CutOffProps): JSX.Element {
  const words = roomWords();
  const time = sinceOf(since, useServerNow(clock, true));
  return (
    <div class="room-warning room-warning--cut-off" role="alert" data-testid={testId} data-fault={fault}>
      <p>
        <span class="banner__spinner" />
        {fault === 'silent' ? words.silentServer(time) : words.failingServer(time)}
      </p>
      <Support />
      {children}
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
