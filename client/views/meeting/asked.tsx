import type { JSX } from 'preact';
import { meetingWords } from './words.ts';
import type { ConferenceStore } from '../../state/conference/conference.ts';
import { Button } from '../shared/controls.tsx';
import { HandIcon, MicrophoneIcon } from '../shared/icons.tsx';

/**
 * A moderator asks to unmute: yes opens the microphone, no declines. Not modal: the
 * session goes on behind it.
 */
export function AskedPrompt({ store }: { readonly store: ConferenceStore }): JSX.Element | null {
  if (!store.own.value?.asked) return null;
  return (
    <div class="asked" role="alertdialog" aria-labelledby="asked-title" data-testid="asked">
      <HandIcon />
      <div>
        <h2 id="asked-title">{meetingWords().askedTitle}</h2>
        <p>{meetingWords().askedText}</p>
      </div>
      <div class="asked__buttons">
        <Button
          look="primary"
          large
          testId="asked-yes"
          onPress={() => void store.command('microphone.open', {})}
        >
          <MicrophoneIcon />
          {meetingWords().openMicrophone}
        </Button>
        <Button large testId="asked-no" onPress={() => void store.command('microphone.mute', {})}>
          {meetingWords().notNow}
        </Button>
      </div>
    </div>
  );
}
