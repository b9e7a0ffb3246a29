import type { JSX } from 'preact';
import { allowed } from '../../../../../domain/conference/policy.ts';
import type { CommandType } from '../../../../../protocol/commands.ts';
import { floorWords } from './words.ts';
import type { ConferenceStore } from '../../../../state/conference.ts';
import { duration, movedBy, queueView, silentSoFar } from '../../../../state/floor.ts';
import type { ItemQueue, QueuedHand } from '../../../../state/floor.ts';
import { Button } from '../../../shared/controls.tsx';
import { DownIcon, UpIcon } from '../../../shared/icons.tsx';
import { HandButton } from '../../bars/hand-button.tsx';
import { MinutesButton } from '../../bars/minutes-button.tsx';
import { FloorSettingsButton } from './floor-settings.tsx';
import type { PanelProps } from '../panel-props.ts';

const minuteMs = 60_000;

/**
 * The speakers: who has the floor, who asks for it, who has not spoken yet. The same order on every screen.
 */
export function FloorPanel({ store, own }: PanelProps): JSX.Element {
  const conference = store.conference.value;
  const { holder } = conference.floor;
  const may = (command: CommandType): boolean => allowed(command, own.role, conference.phase);
  const { current, others } = queueView(conference);
  const speaker = holder && conference.participants[holder.participantId];
  return (
    <div class="floor">
      <div class="floor__now">
        {speaker ? (
          <>
            <span class="floor__speaker">
              <small>{floorWords().speaking}</small>
              <strong>{speaker.name}</strong>
            </span>
            {may('floor.revoke') && (
              <Button testId="floor-revoke" onPress={() => void store.command('floor.revoke', {})}>
                {floorWords().revoke}
              </Button>
            )}
          </>
        ) : (
          <span class="muted">{floorWords().nobodySpeaks}</span>
        )}
      </div>
      <HandButton store={store} own={own} />
      <section data-testid="queue">
        <h3>
          {current.title === null ? floorWords().queue : floorWords().queueOf(current.title)}{' '}
          <span class="count">{current.hands.length}</span>
        </h3>
        {current.hands.length === 0 && <p class="muted">{floorWords().emptyQueue}</p>}
        <Hands store={store} own={own} queue={current} />
      </section>
      {others.length > 0 && (
        <section>
          <h3>{floorWords().otherItems}</h3>
          {others.map((queue) => (
            <details key={queue.itemId ?? ''} data-testid="queue-other" data-item={queue.itemId}>
              <summary>
                {queue.title ?? floorWords().withoutItem} <span class="count">{queue.hands.length}</span>
              </summary>
              <Hands store={store} own={own} queue={queue} />
            </details>
          ))}
        </section>
      )}
      {may('floor.grant') && <Silent store={store} />}
      {may('floor.configure') && <FloorSettingsButton store={store} />}
    </div>
  );
}

interface HandsProps extends PanelProps {
  readonly queue: ItemQueue;
}

function Hands({ store, own, queue }: HandsProps): JSX.Element {
  const { phase } = store.conference.value;
  const mayReorder = allowed('floor.reorder', own.role, phase);
  const mayGrant = allowed('floor.grant', own.role, phase);
  return (
    <ol class="hands">
      {queue.hands.map((queued, index) => (
        <HandRow
          key={queued.participant.id}
          store={store}
          queued={queued}
          queue={queue}
          place={index + 1}
          mayReorder={mayReorder}
          mayGrant={mayGrant}
        />
      ))}
    </ol>
  );
}

interface HandRowProps {
  readonly store: ConferenceStore;
  readonly queued: QueuedHand;
  readonly queue: ItemQueue;
  readonly place: number;
  readonly mayReorder: boolean;
  readonly mayGrant: boolean;
}

function HandRow({ store, queued, queue, place, mayReorder, mayGrant }: HandRowProps): JSX.Element {
  const { hand, participant, budgetLeftMs } = queued;
  const { id, name, siteName } = participant;
  const move = (step: -1 | 1, label: string, testId: string): JSX.Element => {
    const order = movedBy(queue, id, step);
    return (
      <Button
        look="quiet"
        label={label}
        testId={testId}
        disabled={!order}
        onPress={() => {
          if (order) void store.command('floor.reorder', { participantIds: [...order] });
        }}
      >
        {step < 0 ? <UpIcon /> : <DownIcon />}
      </Button>
    );
  };
  return (
    <li class="hand-row" data-testid="queue-row" data-participant={id}>
      <span class="hand-row__place">{place}</span>
      <span class="hand-row__about">
        <strong>{name}</strong>
        {siteName !== name && siteName !== '' && <small>{siteName}</small>}
        <small>
          <b class={`category category--${hand.category}`}>{floorWords().categories[hand.category]}</b>
          {hand.subject !== '' && ` ${hand.subject}`}
        </small>
        {budgetLeftMs !== null && (
          <small class={budgetLeftMs === 0 ? 'hand-row__spent' : ''} data-testid="budget-left">
            {budgetLeftMs === 0 ? floorWords().budgetSpent : floorWords().budgetLeft(duration(budgetLeftMs))}
          </small>
        )}
      </span>
      {mayReorder && (
        <span class="hand-row__order">
          {move(-1, floorWords().up(name), 'queue-up')}
          {move(1, floorWords().down(name), 'queue-down')}
        </span>
      )}
      {mayGrant && <GrantButtons store={store} participantId={id} name={name} />}
    </li>
  );
}

interface GrantButtonsProps {
  readonly store: ConferenceStore;
  readonly participantId: string;
  readonly name: string;
}

/** Gives the floor: for the time that the rules set, or for a chosen number of minutes. */
function GrantButtons({ store, participantId, name }: GrantButtonsProps): JSX.Element {
  return (
    <span class="hand-row__grant">
      <Button
        look="primary"
        label={floorWords().grantTo(name)}
        testId="floor-grant"
        onPress={() => void store.command('floor.grant', { participantId })}
      >
        {floorWords().grant}
      </Button>
      <MinutesButton
        label={floorWords().grantFor}
        question={floorWords().grantTo(name)}
        offers={[1, 3, 5, 10]}
        most={240}
        testId="floor-grant-for"
        onChoose={(minutes) =>
          void store.command('floor.grant', { participantId, turnMs: minutes * minuteMs })
        }
      />
    </span>
  );
}

function Silent({ store }: Pick<PanelProps, 'store'>): JSX.Element {
  const silent = silentSoFar(store.conference.value);
  return (
    <details data-testid="not-spoken">
      <summary>
        {floorWords().notSpoken} <span class="count">{silent.length}</span>
      </summary>
      {silent.length === 0 && <p class="muted">{floorWords().notSpokenNone}</p>}
      <ul class="hands">
        {silent.map(({ id, name, siteName }) => (
          <li class="hand-row" key={id} data-testid="not-spoken-row" data-participant={id}>
            <span class="hand-row__about">
              <strong>{name}</strong>
              {siteName !== name && <small>{siteName}</small>}
            </span>
            <Button
              label={floorWords().grantTo(name)}
              testId="floor-grant"
              onPress={() => void store.command('floor.grant', { participantId: id })}
            >
              {floorWords().grant}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
