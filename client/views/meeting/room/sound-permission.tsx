import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { roomWords } from './words.ts';
import { openSpeaker } from '../../../media/sound.ts';
import { remembered } from '../../../state/remembered.ts';
import { Button } from '../../shared/controls.tsx';
import { SpeakerIcon } from '../../shared/icons.tsx';

async function isSoundBlocked(): Promise<boolean> {
  const speaker = await openSpeaker(remembered('speaker'));
  await speaker?.close();
  return speaker === undefined;
}

/** Whether the browser lets this page play sound; any press on the page may allow it. */
export function useSoundBlocked(): boolean {
  const [blocked, setBlocked] = useState(false);
  useEffect(() => void isSoundBlocked().then(setBlocked), []);
  useEffect(() => {
    if (!blocked) return undefined;
    const look = (): void => void isSoundBlocked().then(setBlocked);
    addEventListener('click', look);
    addEventListener('keyup', look);
    return () => {
      removeEventListener('click', look);
      removeEventListener('keyup', look);
    };
  }, [blocked]);
  return blocked;
}

/** Says that nothing will be heard, and takes the press that the browser demands. */
export function SoundPermission(): JSX.Element {
  return (
    <div class="room-warning" role="alert" data-testid="sound-blocked">
      <p>
        <SpeakerIcon />
        {roomWords().soundBlocked}
      </p>
      <small>{roomWords().soundBlockedHint}</small>
      {/* The press itself is the permission: useSoundBlocked looks again after it. */}
      <Button look="primary" large testId="allow-sound">
        {roomWords().allowSound}
      </Button>
    </div>
  );
}
