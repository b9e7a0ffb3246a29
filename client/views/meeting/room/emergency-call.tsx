import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { roomWords } from './words.ts';
import { ring } from '../../../media/ring.ts';
import type { ServerReach } from '../../../state/room/reach.ts';
import { remembered } from '../../../state/remembered.ts';
import type { Emergency } from '../../../state/room/room.ts';
import type { ServerClock } from '../../../state/conference/server-clock.ts';
import { Button, LanguageSwitch } from '../../shared/controls.tsx';
import { CutOff } from './cut-off.tsx';

interface EmergencyProps {
  readonly by: Emergency;
  readonly onAnswer: () => void;
}

interface EmergencyCallProps extends EmergencyProps {
  readonly clock: ServerClock;
  readonly reach: ServerReach;
}

/** Fills the screen and rings until somebody answers, or the session is over. */
export function EmergencyCall({ by, clock, reach, onAnswer }: EmergencyCallProps): JSX.Element {
  const state = reach.state.value;
  useEffect(() => ring(remembered('speaker')), []);
  const words = roomWords();
  return (
    <main class="room emergency" data-testid="emergency-call" data-meeting={by.id}>
      <p class="emergency__calling" role="alert">
        {words.emergencyCalling}
      </p>
      <h1>{by.title}</h1>
      <p>{words.emergencyBy(by.siteName)}</p>
      <Button look="primary" large testId="emergency-join" onPress={onAnswer}>
        {words.emergencyJoin}
      </Button>
      {state.kind === 'cut-off' && <CutOff since={state.sinceMs} clock={clock} fault={state.fault} />}
      <LanguageSwitch />
    </main>
  );
}

/** For a room in another meeting: the session that calls it, and a button to join that session. */
export function EmergencyBanner({ by, onAnswer }: EmergencyProps): JSX.Element {
  const words = roomWords();
  return (
    <div class="emergency-banner" role="alert">
      <strong>{words.emergencyAsksOver(by.title)}</strong>
      <span>{words.emergencyBy(by.siteName)}</span>
      <Button look="primary" large testId="emergency-go" onPress={onAnswer}>
        {words.emergencyGoOver}
      </Button>
    </div>
  );
}
