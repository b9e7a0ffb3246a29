import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { v7 as uuid } from 'uuid';
import { allowed } from '../../../../domain/conference/policy.ts';
import { isBlank } from '../../../../protocol/conference/contract.ts';
import { commonWords } from '../../../i18n/common.ts';
import { timeOfDay } from '../../../i18n/formats.ts';
import { announcements } from '../../../state/conference/chat.ts';
import { Button, Dialog } from '../../shared/controls.tsx';
import { TextArea } from '../../shared/form-fields.tsx';
import { AnnounceIcon } from '../../shared/desk-icons.ts';
import { chatWords } from '../panels/chat/words.ts';
import type { PanelProps } from '../panels/panel-props.ts';

/** Whether the dialog is open; the button and a key open it. */
export const announcing = signal(false);

/** An announcement for every screen, and those that were made before. */
export function AnnounceButton({ store, own }: PanelProps): JSX.Element | null {
  if (!allowed('chat.announce', own.role, store.conference.value.phase)) return null;
  return (
    <>
      <Button
        testId="announce"
        hint={chatWords().announceHint}
        onPress={() => {
          announcing.value = true;
        }}
      >
        <AnnounceIcon />
        <span>{chatWords().announce}</span>
      </Button>
      {announcing.value && <AnnounceDialog store={store} />}
    </>
  );
}

const close = (): void => {
  announcing.value = false;
};

function AnnounceDialog({ store }: Pick<PanelProps, 'store'>): JSX.Element {
  const [text, setText] = useState('');
  // Sent again after a lost answer, it stays one announcement.
  const [messageId] = useState(() => uuid());
  const made = announcements(store.conference.value);
  const send = async (): Promise<void> => {
    if (!isBlank(text) && (await store.command('chat.announce', { messageId, text }))) close();
  };
  return (
    <Dialog title={chatWords().announce} onClose={close} testId="announce-dialog">
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p class="muted">{chatWords().announceHint}</p>
        <TextArea
          label={chatWords().announceText}
          value={text}
          maxLength={2_000}
          testId="announce-text"
          onInput={setText}
        />
        {made.length > 0 && (
          <details data-testid="announced">
            <summary>
              {chatWords().announced} <span class="count">{made.length}</span>
            </summary>
            <ul class="names">
              {made.map(({ id, at, text: said }) => (
                <li key={id}>
                  {timeOfDay(at)} – {said}
                </li>
              ))}
            </ul>
          </details>
        )}
        <div class="dialog__buttons">
          <Button onPress={close}>{commonWords().cancel}</Button>
          <Button type="submit" look="primary" disabled={isBlank(text)} testId="announce-send">
            {chatWords().announceSend}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
