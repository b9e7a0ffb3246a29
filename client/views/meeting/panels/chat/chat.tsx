import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { allowed } from '../../../../../domain/conference/policy.ts';
import { timeOfDay } from '../../../../i18n/formats.ts';
import { chatWords } from './words.ts';
import { meetingWords } from '../../words.ts';
import { conversation, Reading } from '../../../../state/conference/chat.ts';
import type { MessageView } from '../../../../state/conference/chat.ts';
import { Button, ConfirmedButton } from '../../../shared/controls.tsx';
import { ToEndIcon } from '../../../shared/desk-icons.ts';
import { noteSeen } from './chat-seen.ts';
import { ChatForm } from './chat-form.tsx';
import { MeetingDownload } from '../documents/meeting-download.tsx';
import type { PanelProps } from '../panel-props.ts';

/** The messages that this participant may read: to all, to the moderators, or to one participant. */
export function ChatPanel({ store, own }: PanelProps): JSX.Element {
  const conference = store.conference.value;
  const views = conversation(conference, own);
  const list = useRef<HTMLUListElement>(null);
  const [reading] = useState(() => new Reading());
  const last = views.at(-1);
  const lastId = last?.message.id;
  const isAtEnd = reading.isAtEnd.value;
  const goToEnd = (): void => list.current?.scrollTo({ top: list.current.scrollHeight });
  useEffect(() => {
    if (isAtEnd) noteSeen(conference);
  }, [conference, isAtEnd]);
  const before = useRef<{ readonly scrollHeight: number; readonly clientHeight: number }>(undefined);
  useLayoutEffect(() => {
    const { current } = list;
    if (!current) return;
    // The scroll event comes with the next frame, and this message may arrive before it.
    if (before.current) reading.scrolled({ ...before.current, scrollTop: current.scrollTop });
    before.current = { scrollHeight: current.scrollHeight, clientHeight: current.clientHeight };
    if (last && reading.grew(last)) goToEnd();
    // Runs for a new last message only; a removal or a redraw must not scroll the list.
  }, [lastId]);
  const mayDelete = allowed('chat.delete', own.role, conference.phase);
  return (
    <div class="chat">
      {views.length === 0 && <p class="muted">{chatWords().empty}</p>}
      <ul
        class="messages"
        ref={list}
        aria-live="polite"
        data-testid="messages"
        onScroll={({ currentTarget }) => reading.scrolled(currentTarget)}
      >
        {views.map((view) => (
          <Message
            key={view.message.id}
            view={view}
            onDelete={
              mayDelete && !view.message.deleted
                ? () => void store.command('chat.delete', { messageId: view.message.id })
                : undefined
            }
          />
        ))}
      </ul>
      {reading.hasNew.value && (
        <div class="messages__new">
          <Button look="primary" testId="chat-new" onPress={goToEnd}>
            {chatWords().newMessages}
            <ToEndIcon />
          </Button>
        </div>
      )}
      {allowed('chat.send', own.role, conference.phase) && <ChatForm store={store} own={own} />}
    </div>
  );
}

interface MessageProps {
  readonly view: MessageView;
  readonly onDelete: (() => void) | undefined;
}

function Message({ view, onDelete }: MessageProps): JSX.Element {
  const { message, isOwn, fromName, fromSite, documents } = view;
  const kind = message.announcement ? 'announcement' : message.to.kind;
  return (
    <li
      class={`message message--${kind}${isOwn ? ' message--own' : ''}`}
      data-testid="message"
      data-message={message.id}
      data-deleted={message.deleted}
    >
      <p class="message__head">
        <strong>{isOwn ? meetingWords().ownTile(fromName) : fromName}</strong>
        {fromSite !== '' && <span class="message__site">{fromSite}</span>}
        <time>{timeOfDay(message.at)}</time>
      </p>
      {kind !== 'all' && <p class="message__to">{toText(view)}</p>}
      {message.deleted ? (
        <p class="message__gone">{chatWords().removed}</p>
      ) : (
        <p class="message__text">{message.text}</p>
      )}
      {documents.map((document) => (
        <MeetingDownload key={document.id} document={document} titled />
      ))}
      {onDelete && (
        <ConfirmedButton
          look="quiet"
          testId="message-delete"
          question={chatWords().deleteConfirm}
          confirm={chatWords().delete}
          onConfirm={onDelete}
        >
          {chatWords().delete}
        </ConfirmedButton>
      )}
    </li>
  );
}

function toText({ message, toName }: MessageView): string {
  if (message.announcement) return chatWords().announcement;
  switch (message.to.kind) {
    case 'all':
      return chatWords().toAll;
    case 'moderators':
      return chatWords().toModerators;
    case 'participant':
      return toName === undefined ? chatWords().privately : chatWords().toOne(toName);
    case 'participants':
      return chatWords().toSeveral(message.to.participantIds.length);
    default:
      return message.to satisfies never;
  }
}
