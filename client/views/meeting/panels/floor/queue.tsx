import type { JSX } from 'preact';
import { allowed } from '../../../../../domain/conference/policy.ts';
import { floorWords } from './words.ts';
import { duration, queueView } from '../../../../state/conference/floor.ts';
import type { ItemQueue, QueuedHand } from '../../../../state/conference/floor.ts';
import { OrderedList } from '../../../shared/ordered-list.tsx';
import { SiteLabel } from '../../site-label.tsx';
import { GrantButtons } from './grant-buttons.tsx';
import type { PanelProps } from '../panel-props.ts';

/** The requests for the item under way; the next speaker is first. */
export function CurrentQueue({ store, own }: PanelProps): JSX.Element {
  const { current } = queueView(store.conference.value);
  return (
    <section class="queue">
      <h3>
        {current.title === null ? floorWords().queue : floorWords().queueOf(current.title)}{' '}
        <span class="count">{current.hands.length}</span>
      </h3>
      {current.hands.length === 0 && <p class="muted">{floorWords().emptyQueue}</p>}
      <Hands store={store} own={own} queue={current} />
    </section>
  );
}

interface HandsProps extends PanelProps {
  readonly queue: ItemQueue;
}

/** The requests for one item, in their order. */
export function Hands({ store, own, queue }: HandsProps): JSX.Element {
  const { phase } = store.conference.value;
  const mayReorder = allowed('floor.reorder', own.role, phase);
  const mayGrant = allowed('floor.grant', own.role, phase);
  const rows = queue.hands.map((queued) => {
    const { id, name } = queued.participant;
    const content = (
      <>
        <About queued={queued} />
        {mayGrant && <GrantButtons store={store} speaker={queued.participant} />}
      </>
    );
    return { id, name, content };
  });
  const reorder = (order: readonly string[]): void =>
    void store.command('floor.reorder', { participantIds: [...order] });
  return <OrderedList rows={rows} onReorder={mayReorder ? reorder : undefined} testId="queue" />;
}

function About({
  queued: { hand, participant, budgetLeftMs },
}: {
  readonly queued: QueuedHand;
}): JSX.Element {
  return (
    <span class="hand-row__about">
      <strong>{participant.name}</strong>
      <SiteLabel of={participant} />
      <small>
        <b class={`category category--${hand.category}`}>{floorWords().categories[hand.category]}</b>
        {hand.subject !== '' && ` ${hand.subject}`}
      </small>
      {budgetLeftMs !== null && (
        <small class={budgetLeftMs === 0 ? 'hand-row__spent' : ''}>
          {budgetLeftMs === 0 ? floorWords().budgetSpent : floorWords().budgetLeft(duration(budgetLeftMs))}
        </small>
      )}
    </span>
  );
}
