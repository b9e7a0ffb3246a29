import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { v7 as uuid } from 'uuid';
import { isSeated } from '../../../../../domain/conference/state.ts';
import type { Audience } from '../../../../../protocol/conference/chat.ts';
import { isBlank } from '../../../../../protocol/conference/contract.ts';
import { chatWords } from './words.ts';
import { mayWrite } from '../../../../state/conference/chat.ts';
import { documentViews } from '../../../../state/documents/documents.ts';
import { Button, Checkbox, Select } from '../../../shared/controls.tsx';
import { TextArea } from '../../../shared/form-fields.tsx';
import type { PanelProps } from '../panel-props.ts';

const mostAttached = 5;
const byName = new Intl.Collator('vi', { numeric: true });

/** The receiver of a message, as one list of choices: a keyword, or the id of a participant. */
type To = string;

const audienceOf = (to: To): Audience =>
  to === 'all' || to === 'moderators' ? { kind: to } : { kind: 'participant', participantId: to };

/** Writes a message. */
export function ChatForm({ store, own }: PanelProps): JSX.Element {
  const [text, setText] = useState('');
  const [attached, setAttached] = useState<readonly string[]>([]);
  const [wished, setWished] = useState<To>('all');
  const [refused, setRefused] = useState<{ readonly id: string; readonly to: To; readonly text: string }>();
  const conference = store.conference.value;
  const toAll = mayWrite(conference, own, 'all');
  const to = toAll ? wished : 'moderators';
  const others = Object.values(conference.participants)
    .filter((each) => isSeated(each) && each.id !== own.id)
    .toSorted((a, b) => byName.compare(a.name, b.name));
  const choices = [
    ...(toAll ? [{ value: 'all', text: chatWords().toAll }] : []),
    { value: 'moderators', text: chatWords().toModerators },
    ...(toAll
      ? others.map(({ id, name, siteName }) => ({
          value: id,
          text: siteName === '' || siteName === name ? name : `${name} (${siteName})`,
        }))
      : []),
  ];
  const attachable = documentViews(conference, own);
  const ready = !isBlank(text);
  const send = async (): Promise<void> => {
    if (!ready) return;
    // A refused message may have arrived, if only the answer was lost: sent again unchanged, it keeps its id.
    const isAgain = refused?.text === text && refused.to === to;
    const messageId = isAgain ? refused.id : uuid();
    // Empties the field at once: a fast writer already types the next message.
    setText('');
    setAttached([]);
    const accepted = await store.command('chat.send', {
      messageId,
      to: audienceOf(to),
      text,
      documentIds: [...attached],
    });
    if (accepted) return;
    setRefused({ id: messageId, to, text });
    setText((typed) => typed || text);
    setAttached((chosen) => (chosen.length > 0 ? chosen : attached));
  };
  return (
    <form
      class="chat__form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {!toAll && <p class="muted">{chatWords().locked}</p>}
      <Select label={chatWords().to} value={to} options={choices} onChange={setWished} testId="chat-to" />
      <TextArea
        label={chatWords().text}
        value={text}
        maxLength={2_000}
        rows={2}
        testId="chat-text"
        onInput={setText}
        onEnter={() => void send()}
      />
      {attachable.length > 0 && (
        <details data-testid="chat-attach">
          <summary>
            {chatWords().attach} {attached.length > 0 && <span class="count">{attached.length}</span>}
          </summary>
          {attachable.map(({ document: { id, title } }) => (
            <Checkbox
              key={id}
              label={title}
              checked={attached.includes(id)}
              onChange={(checked) =>
                setAttached(
                  checked ? [...attached, id].slice(0, mostAttached) : attached.filter((each) => each !== id),
                )
              }
            />
          ))}
        </details>
      )}
      <Button type="submit" look="primary" disabled={!ready} testId="chat-send">
        {chatWords().send}
      </Button>
    </form>
  );
}
