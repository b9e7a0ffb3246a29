import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { roomWords } from './words.ts';
import { meetingWords } from '../words.ts';
import { Plugged } from '../../../media/plugged.ts';
import type { ServerReach } from '../../../state/room/reach.ts';
import type { ServerClock } from '../../../state/conference/server-clock.ts';
import { CutOff, Support } from './cut-off.tsx';
import { SoundPermission, useSoundBlocked } from './sound-permission.tsx';

interface RoomReadinessProps {
  readonly reach: ServerReach;
  readonly clock: ServerClock;
}

/** Whether a room could join a meeting now. Ready means: the server has just answered, and no device is missing. */
export function RoomReadiness({ reach, clock }: RoomReadinessProps): JSX.Element {
  const [plugged] = useState(() => new Plugged());
  useEffect(() => {
    plugged.start();
    return () => plugged.stop();
  }, [plugged]);
  const soundBlocked = useSoundBlocked();
  const state = reach.state.value;
  const problems = plugged.problems.value;
  const isReady = state.kind === 'answering' && problems.length === 0 && !soundBlocked;
  const kind = isReady ? 'ready' : state.kind === 'asking' ? 'asking' : 'not-ready';
  return (
    <section class="room-readiness" data-testid="room-readiness" data-state={kind}>
      <p class={`room-readiness__said room-readiness__said--${kind}`} role="status">
        {isReady ? roomWords().ready : state.kind === 'asking' ? roomWords().asking : roomWords().notReady}
      </p>
      {state.kind === 'cut-off' && <CutOff since={state.sinceMs} clock={clock} fault={state.fault} />}
      {problems.length > 0 && (
        <div class="room-warning" role="alert">
          {problems.map(({ kind, problem }) => (
            <p key={kind} data-testid={`device-problem-${kind}`} data-problem={problem}>
              {meetingWords()[kind]}: {meetingWords().captureProblems[problem]}
            </p>
          ))}
          {state.kind !== 'cut-off' && <Support />}
        </div>
      )}
      {soundBlocked && <SoundPermission />}
    </section>
  );
}
