import type { JSX } from 'preact';
import { choices } from '../../../../protocol/conference/ballots.ts';
import type { Message } from '../../../../protocol/conference/chat.ts';
import { timeOfDay } from '../../../i18n/formats.ts';
import { roomWords } from './words.ts';
import { ballotWords } from '../panels/ballots/words.ts';
import { commonWords } from '../../../i18n/common.ts';
import { verdictKnown } from '../../../state/conference/ballots.ts';
import type { RoomPrompt } from '../../../state/room/room-prompts.ts';
import { Button } from '../../shared/controls.tsx';
import { AskedPrompt } from '../asked.tsx';
import { VotePrompt } from '../panels/ballots/ballots-vote.tsx';
import { AnnouncementBanner } from '../panels/chat/chat-announcement.tsx';
import type { PanelProps } from '../panels/panel-props.ts';
import { PrivateWordPrompt } from '../private-word/private-word-prompt.tsx';
import { RollCallPrompt } from '../panels/roll-call/roll-call-report.tsx';

export interface PromptProps extends PanelProps {
  readonly prompt: RoomPrompt;
  readonly onClose: (id: string) => void;
}

/** What the room is asked or told. */
export function Prompt({ store, own, prompt, onClose }: PromptProps): JSX.Element | null {
  switch (prompt.kind) {
    case 'asked':
      return <AskedPrompt store={store} />;
    case 'private-word':
      return <PrivateWordPrompt store={store} own={own} />;
    case 'vote':
    case 'voted':
      return <VotePrompt store={store} own={own} />;
    case 'roll-call':
      return <RollCallPrompt store={store} own={own} />;
    case 'announcement':
      return <AnnouncementBanner store={store} own={own} />;
    case 'message':
      return <MessageCard store={store} message={prompt.message} onClose={onClose} />;
    case 'result':
      return <ResultCard store={store} ballotId={prompt.ballotId} onClose={onClose} />;
    default:
      return prompt satisfies never;
  }
}

interface MessageCardProps extends Pick<PanelProps, 'store'>, Pick<PromptProps, 'onClose'> {
  readonly message: Message;
}

function MessageCard({ store, message, onClose }: MessageCardProps): JSX.Element {
  const { participants, documents } = store.conference.value;
  const from = participants[message.from];
  const titles = message.documentIds.flatMap((id) => documents.byId[id]?.title ?? []);
  const words = roomWords();
  return (
    <section class="room-card" role="alert" data-testid="room-message" data-message={message.id}>
      <p>
        {message.to.kind === 'all' ? words.messageToAll : words.messageToRoom}
        {from && ` – ${from.name}`}, {timeOfDay(message.at)}
      </p>
      <p class="room-card__text">{message.text}</p>
      {titles.length > 0 && <p>{words.withPapers(titles.join(', '))}</p>}
      <Button look="primary" large testId="room-message-seen" onPress={() => onClose(message.id)}>
        {words.seen}
      </Button>
    </section>
  );
}

interface ResultCardProps extends Pick<PanelProps, 'store'>, Pick<PromptProps, 'onClose'> {
  readonly ballotId: string;
}

function ResultCard({ store, ballotId, onClose }: ResultCardProps): JSX.Element | null {
  const ballot = store.conference.value.ballots[ballotId];
  if (!ballot?.totals) return null;
  const { totals } = ballot;
  const verdict = verdictKnown(ballot);
  return (
    <section class="room-card" role="status" data-testid="room-result" data-ballot={ballotId}>
      <h2>{ballot.question}</h2>
      {verdict && (
        <p class={`verdict verdict--${verdict}`} data-testid="room-verdict" data-result={verdict}>
          {ballotWords().results[verdict]}
        </p>
      )}
      <dl class="room-totals">
        {choices.map((each) => (
          <div key={each} data-testid={`room-total-${each}`}>
            <dt>{ballotWords().choices[each]}</dt>
            <dd>{totals[each]}</dd>
          </div>
        ))}
      </dl>
      <Button large testId="room-result-close" onPress={() => onClose(ballotId)}>
        {commonWords().close}
      </Button>
    </section>
  );
}
