import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { choice } from '../../../../protocol/conference/ballots.ts';
import type { Message } from '../../../../protocol/conference/chat.ts';
import { timeOfDay } from '../../../i18n/formats.ts';
import { roomWords } from './words.ts';
import { ballotWords } from '../panels/ballots/words.ts';
import { commonWords } from '../../../i18n/common.ts';
import { verdictKnown } from '../../../state/ballots.ts';
import type { ConferenceStore } from '../../../state/conference.ts';
import { roomPrompts } from '../../../state/room-prompts.ts';
import type { RoomPrompt } from '../../../state/room-prompts.ts';
import { Button } from '../../shared/controls.tsx';
import { AskedPrompt } from '../asked.tsx';
import { useServerNow } from '../now.ts';
import { VotePrompt } from '../panels/ballots/ballots-vote.tsx';
import { AnnouncementBanner, closedAnnouncements } from '../panels/chat/chat-announcement.tsx';
import type { PanelProps } from '../panels/panel-props.ts';
import { RollCallPrompt } from '../panels/roll-call/roll-call-report.tsx';

/** Over the stage: one prompt at a time, the most urgent first. */
export function RoomPrompts({ store, own }: PanelProps): JSX.Element {
  const conference = store.conference.value;
  const now = useServerNow(store.clock, true);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const publishedAtMs = usePublished(store);
  const seen = { closed: new Set([...closed, ...closedAnnouncements.value]), publishedAtMs };
  const [first, ...others] = roomPrompts(conference, own, seen, now);
  const waiting = others.filter(({ kind }) => kind !== 'voted').length;
  return (
    <div class="prompts">
      {first && (
        <Prompt
          store={store}
          own={own}
          prompt={first}
          onClose={(id) => setClosed((before) => new Set([...before, id]))}
        />
      )}
      {waiting > 0 && (
        <p class="prompts__more" data-testid="prompts-more">
          {roomWords().morePrompts(waiting)}
        </p>
      )}
    </div>
  );
}

interface PromptProps extends PanelProps {
  readonly prompt: RoomPrompt;
  readonly onClose: (id: string) => void;
}

function Prompt({ store, own, prompt, onClose }: PromptProps): JSX.Element | null {
  switch (prompt.kind) {
    case 'asked':
      return <AskedPrompt store={store} />;
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
  const from = store.conference.value.participants[message.from];
  const words = roomWords();
  return (
    <section class="room-card" role="alert" data-testid="room-message" data-message={message.id}>
      <p>
        {message.to.kind === 'participant' ? words.messageToRoom : words.messageToAll}
        {from && ` – ${from.name}`}, {timeOfDay(message.at)}
      </p>
      <p class="room-card__text">{message.text}</p>
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
        {choice.options.map((each) => (
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

/** When this page saw each ballot become published, epoch ms by the server's clock. */
function usePublished(store: ConferenceStore): ReadonlyMap<string, number> {
  const seen = useRef<Map<string, number>>(undefined);
  const published = Object.values(store.conference.value.ballots)
    .filter(({ phase }) => phase === 'published')
    .map(({ id }) => id);
  // A page that has just come shows no old results.
  seen.current ??= new Map(published.map((id) => [id, 0]));
  const { current } = seen;
  useEffect(() => {
    for (const id of published) if (!current.has(id)) current.set(id, store.clock.now());
  });
  return current;
}
