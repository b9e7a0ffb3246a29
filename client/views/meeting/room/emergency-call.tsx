import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { roomWords } from './words.ts';
import { ring } from '../../../media/ring.ts';
import { remembered } from '../../../state/remembered.ts';
import type { Emergency } from '../../../state/room.ts';
import { Button, LanguageSwitch } from '../../shared/controls.tsx';

interface EmergencyProps {
  readonly by: Emergency;
  readonly onAnswer: () => void;
}

/** Fills the screen and rings until somebody answers, or the session is over. */
export function EmergencyCall({ by, onAnswer }: EmergencyProps): JSX.Element {
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
      <LanguageSwitch />
    </main>
  );
}

/** For a room in another meeting: the session that calls it, and a button to join that session. */
export function EmergencyBanner({ by, onAnswer }: EmergencyProps): JSX.Element {
  const words = roomWords();
  return (
    <div class="emergency-banner" role="alert" data-testid="emergency-banner">
      <strong>{words.emergencyAsksOver(by.title)}</strong>
      <span>{words.emergencyBy(by.siteName)}</span>
      <Button look="primary" large testId="emergency-go" onPress={onAnswer}>
        {words.emergencyGoOver}
      </Button>
    </div>
  );
}
