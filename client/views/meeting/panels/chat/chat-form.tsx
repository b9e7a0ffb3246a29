import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { v7 as uuid } from 'uuid';
import { allowed } from '../../../../../domain/conference/policy.ts';
import { isModerator, isSeated } from '../../../../../domain/conference/state.ts';
import type { Audience } from '../../../../../protocol/conference/chat.ts';
import { isBlank } from '../../../../../protocol/conference/contract.ts';
import { chatWords } from './words.ts';
import { mayWrite } from '../../../../state/chat.ts';
import { documentViews } from '../../../../state/documents.ts';
import { Button, Checkbox, Select } from '../../../shared/controls.tsx';
import { TextArea } from '../../../shared/form-fields.tsx';
import type { PanelProps } from '../panel-props.ts';

const mostAttached = 5;
const byName = new Intl.Collator('vi', { numeric: true });

/** The receiver of a message, as one list of choices: a keyword, or the id of a participant. */
type To = string;

const audienceOf = (to: To): Audience =>
  to === 'all' || to === 'moderators' ? { kind: to } : { kind: 'participant', participantId: to };

/** Writes a message, or an announcement for every screen. */
export function ChatForm({ store, own }: PanelProps): JSX.Element {
  const [text, setText] = useState('');
  const [attached, setAttached] = useState<readonly string[]>([]);
  const [wished, setWished] = useState<To>('all');
  const [refused, setRefused] = useState<{ readonly id: string; readonly to: To; readonly text: string }>();
  const conference = store.conference.value;
  const { phase } = conference;
  const toAll = mayWrite(conference, own, 'all');
  const to = toAll ? wished : 'moderators';
  const others = Object.values(conference.participants)
    .filter((each) => isSeated(each) && each.id !== own.id)
    .toSorted((a, b) => byName.compare(a.name, b.name));
  const choices = [
    ...(toAll ? [{ value: 'all', text: chatWords().toAll }] : []),
    { value: 'moderators', text: chatWords().toModerators },
    ...(allowed('chat.announce', own.role, phase)
      ? [{ value: 'announce', text: `${chatWords().announce}: ${chatWords().announceHint}` }]
      : []),
    ...(toAll
      ? others.map(({ id, name, siteName }) => ({
          value: id,
          text: siteName === '' || siteName === name ? name : `${name} (${siteName})`,
        }))
      : []),
  ];
  // Only moderators may send on a document that only moderators may see; others are not offered it.
  const attachable = documentViews(conference, own).filter(
    ({ document }) => document.visibleTo === 'all' || isModerator(own.role),
  );
  const ready = !isBlank(text);
  const send = async (): Promise<void> => {
    if (!ready) return;
    // A refused message may have arrived, if only the answer was lost: sent again unchanged, it keeps its id.
    const isAgain = refused?.text === text && refused.to === to;
    const messageId = isAgain ? refused.id : uuid();
    // Empties the field at once: a fast writer already types the next message.
    setText('');
    setAttached([]);
    const accepted =
      to === 'announce'
        ? await store.command('chat.announce', { messageId, text })
        : await store.command('chat.send', {
            messageId,
            to: audienceOf(to),
            text,
            documentIds: [...attached],
          });
    if (accepted) {
      // The next message is rarely an announcement again.
      if (to === 'announce') setWished('all');
      return;
    }
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
      {attachable.length > 0 && to !== 'announce' && (
        <details data-testid="chat-attach">
          <summary>
            {chatWords().attach} {attached.length > 0 && <span class="count">{attached.length}</span>}
          </summary>
          {attachable.map(({ document: { id, title } }) => (
            <Checkbox
              key={id}
              label={title}
              checked={attached.includes(id)}
              testId="chat-attachment"
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
        {to === 'announce' ? chatWords().announce : chatWords().send}
      </Button>
    </form>
  );
}
