import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { v7 as uuid } from 'uuid';
import { isBlank } from '../../../../../protocol/conference/contract.ts';
import type { Participant } from '../../../../../protocol/state.ts';
import { commonWords } from '../../../../i18n/common.ts';
import type { ConferenceStore } from '../../../../state/conference/conference.ts';
import { Button, Dialog } from '../../../shared/controls.tsx';
import { TextArea } from '../../../shared/form-fields.tsx';
import { chatWords } from '../chat/words.ts';
import { rosterWords } from './words.ts';

interface MessageFoundProps {
  readonly store: ConferenceStore;
  readonly receivers: readonly Participant[];
  readonly onClose: () => void;
}

/** One message to several participants, none of whom learns who else receives it. */
export function MessageFound({ store, receivers, onClose }: MessageFoundProps): JSX.Element {
  const [text, setText] = useState('');
  // Sent again after a lost answer, it stays one message.
  const [messageId] = useState(() => uuid());
  const send = async (): Promise<void> => {
    if (isBlank(text)) return;
    const participantIds = receivers.map(({ id }) => id);
    const to = { kind: 'participants', participantIds } as const;
    if (await store.command('chat.send', { messageId, to, text })) onClose();
  };
  return (
    <Dialog title={rosterWords().messageFoundTo(receivers.length)} onClose={onClose} testId="message-found">
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p class="muted">{rosterWords().messageFoundHint}</p>
        <TextArea
          label={chatWords().text}
          value={text}
          maxLength={2_000}
          testId="message-found-text"
          onInput={setText}
        />
        <div class="dialog__buttons">
          <Button onPress={onClose}>{commonWords().cancel}</Button>
          <Button type="submit" look="primary" disabled={isBlank(text)} testId="message-found-send">
            {chatWords().send}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
