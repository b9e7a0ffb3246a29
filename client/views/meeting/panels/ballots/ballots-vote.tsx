import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { choices } from '../../../../../protocol/conference/ballots.ts';
import type { Choice } from '../../../../../protocol/conference/ballots.ts';
import { ballotWords } from './words.ts';
import { meetingWords } from '../../words.ts';
import { voteCards } from '../../../../state/conference/ballots.ts';
import type { VoteCard } from '../../../../state/conference/ballots.ts';
import type { ConferenceStore } from '../../../../state/conference/conference.ts';
import { Button } from '../../../shared/controls.tsx';
import { BallotIcon, DoneIcon } from '../../../shared/desk-icons.ts';
import type { PanelProps } from '../panel-props.ts';

/** Ballots that a person at a desk has postponed; they wait in the panel. */
const putOff = signal<ReadonlySet<string>>(new Set());

/**
 * Asks for the vote over the stage. At a desk it can be postponed. A room has no panel: its prompt stays
 * until the room has voted, and then shows until the ballot closes that the vote is recorded.
 */
export function VotePrompt({ store, own }: PanelProps): JSX.Element | null {
  const inRoom = own.kind === 'endpoint';
  const card = voteCards(store.conference.value, own).find(
    ({ ballot, votedBy }) => inRoom || (votedBy === undefined && !putOff.value.has(ballot.id)),
  );
  if (!card) return null;
  const { ballot, votedBy } = card;
  return (
    <section
      class={`vote-prompt${inRoom ? ' vote-prompt--room' : ''}${votedBy ? ' vote-prompt--voted' : ''}`}
      aria-label={ballotWords().cardTitle}
      data-testid="vote-prompt"
      data-ballot={ballot.id}
    >
      {!votedBy && (
        <header>
          <BallotIcon />
          <h2>{ballotWords().cardTitle}</h2>
          {!inRoom && (
            <Button
              look="quiet"
              testId="vote-later"
              onPress={() => {
                putOff.value = new Set([...putOff.value, ballot.id]);
              }}
            >
              {meetingWords().notNow}
            </Button>
          )}
        </header>
      )}
      <p class="vote-prompt__question">{ballot.question}</p>
      <VoteControls key={ballot.id} store={store} card={card} inRoom={inRoom} />
    </section>
  );
}

interface VoteCardViewProps {
  readonly store: ConferenceStore;
  readonly card: VoteCard;
}

/** The same vote in the panel, unless it is already asked over the stage. */
export function VoteCardView({ store, card }: VoteCardViewProps): JSX.Element | null {
  if (card.votedBy === undefined && !putOff.value.has(card.ballot.id)) return null;
  return (
    <div class="vote-card">
      <VoteControls store={store} card={card} inRoom={false} />
    </div>
  );
}

interface VoteControlsProps extends VoteCardViewProps {
  readonly inRoom: boolean;
}

/** Three large buttons, then a confirmation: a vote is final. */
function VoteControls({ store, card, inRoom }: VoteControlsProps): JSX.Element {
  const { ballot, unitName, weight, votedBy } = card;
  const [chosen, setChosen] = useState<Choice>();
  const [busy, setBusy] = useState(false);
  const region = useRef<HTMLDivElement>(null);
  // A room's keyboard or remote control has no other use; a person at a desk may be typing. Before the choices are
  // drawn: an arrow that is pressed at once starts from the first of them.
  useLayoutEffect(() => {
    if (inRoom) region.current?.querySelector<HTMLElement>('[data-first]')?.focus();
  }, [inRoom, chosen]);
  if (votedBy) {
    return (
      <p class="voted" role="status" data-testid="vote-recorded">
        <strong class="with-icon">
          <DoneIcon />
          {ballotWords().voted}
        </strong>
        {votedBy.id !== store.own.value?.id && <span>{ballotWords().votedBy(votedBy.name)}</span>}
      </p>
    );
  }
  const send = async (choice: Choice): Promise<void> => {
    setBusy(true);
    const accepted = await store.command('ballot.cast', { ballotId: ballot.id, choice });
    setBusy(false);
    if (!accepted) setChosen(undefined);
  };
  return (
    <div
      ref={region}
      class="vote"
      data-own-keys=""
      onKeyDown={(event) => {
        const choice = choices[Number(event.key) - 1];
        if (choice) setChosen(choice);
        else if (event.key === 'Escape') setChosen(undefined);
        else moveFocus(event, region.current);
      }}
    >
      <p class="vote__unit">
        {ballotWords().votesFor(unitName)}
        {weight !== 1 && ` (${ballotWords().weight(weight)})`}
      </p>
      {chosen === undefined ? (
        <div class="vote__choices">
          {choices.map((choice, index) => (
            <button
              key={choice}
              type="button"
              class={`vote__choice vote__choice--${choice}`}
              data-testid={`vote-${choice}`}
              data-first={index === 0 ? '' : undefined}
              onClick={() => setChosen(choice)}
            >
              <kbd>{index + 1}</kbd>
              {ballotWords().choices[choice]}
            </button>
          ))}
        </div>
      ) : (
        <div
          class="vote__confirm"
          role="alertdialog"
          aria-label={ballotWords().confirmChoice(ballotWords().choices[chosen])}
        >
          <p>{ballotWords().confirmChoice(ballotWords().choices[chosen])}</p>
          <div class="vote__choices">
            <button
              type="button"
              class={`vote__choice vote__choice--${chosen}`}
              disabled={busy}
              data-testid="vote-send"
              data-first=""
              onClick={() => void send(chosen)}
            >
              {ballotWords().send}
            </button>
            <button
              type="button"
              class="vote__choice"
              disabled={busy}
              data-testid="vote-again"
              onClick={() => setChosen(undefined)}
            >
              {ballotWords().chooseAgain}
            </button>
          </div>
        </div>
      )}
      <p class="vote__final">{ballotWords().final}</p>
    </div>
  );
}

/** The arrow keys move between the buttons, as on a remote control. */
function moveFocus(event: KeyboardEvent, region: HTMLElement | null): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : undefined;
  if (step === undefined || !region) return;
  const buttons = [...region.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  buttons[at + step]?.focus();
}
