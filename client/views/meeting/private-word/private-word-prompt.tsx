import type { JSX } from 'preact';
import { openWordOf } from '../../../../domain/conference/private-word.ts';
import { roleTexts } from '../../../i18n/roles.ts';
import { Button } from '../../shared/controls.tsx';
import { PrivateWordIcon } from '../../shared/icons.tsx';
import type { PanelProps } from '../panels/panel-props.ts';
import { privateWordWords } from './words.ts';

/** A moderator asks the room's technician for a private word; the room's microphone opens to nobody before a yes. */
export function PrivateWordPrompt({ store, own }: PanelProps): JSX.Element | null {
  const conference = store.conference.value;
  const word = openWordOf(conference, own.id);
  if (word?.phase !== 'offered' || word.participantId !== own.id) return null;
  const caller = conference.participants[word.callerId];
  const words = privateWordWords();
  return (
    <div
      class="asked"
      role="alertdialog"
      aria-labelledby="private-word-title"
      data-testid="private-word-asked"
    >
      <PrivateWordIcon />
      <div>
        <h2 id="private-word-title">{caller && words.askedTitle(caller.name, roleTexts()[caller.role])}</h2>
        <p>{words.askedText}</p>
      </div>
      <div class="asked__buttons">
        <Button
          look="primary"
          large
          testId="private-word-accept"
          onPress={() => void store.command('privateWord.accept', {})}
        >
          {words.accept}
        </Button>
        <Button large testId="private-word-decline" onPress={() => void store.command('privateWord.end', {})}>
          {words.decline}
        </Button>
      </div>
    </div>
  );
}
