import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { allowed } from '../../../../../domain/conference/policy.ts';
import { ballotWords } from './words.ts';
import { drawnAtOnce } from '../../../../hooks/drawn-at-once.ts';
import { ballotViews, voteCards } from '../../../../state/conference/ballots.ts';
import type { BallotView } from '../../../../state/conference/ballots.ts';
import { Button } from '../../../shared/controls.tsx';
import { BallotActions } from './ballot-actions.tsx';
import { Progress, Result } from './ballot-progress.tsx';
import { BallotForm } from './ballots-form.tsx';
import { VoteCardView } from './ballots-vote.tsx';
import type { PanelProps } from '../panel-props.ts';

/** All ballots of the session, from draft to result. */
export function BallotsPanel({ store, own }: PanelProps): JSX.Element {
  const [drafting, setDrafting] = useState(false);
  const conference = store.conference.value;
  const views = ballotViews(conference, own);
  const mayDraft = allowed('ballot.draft', own.role, conference.phase);
  return (
    <div class="ballots">
      {mayDraft && !drafting && (
        <Button testId="ballot-new" onPress={() => drawnAtOnce(() => setDrafting(true))}>
          {ballotWords().draft}
        </Button>
      )}
      {drafting && <BallotForm store={store} onDone={() => setDrafting(false)} />}
      {views.length === 0 && !drafting && <p class="muted">{ballotWords().none}</p>}
      {views.map((view) => (
        <BallotItem key={view.ballot.id} store={store} own={own} view={view} />
      ))}
    </div>
  );
}

interface BallotItemProps extends PanelProps {
  readonly view: BallotView;
}

function BallotItem({ store, own, view }: BallotItemProps): JSX.Element {
  const { ballot } = view;
  const card = voteCards(store.conference.value, own).find((each) => each.ballot.id === ballot.id);
  return (
    <section class="ballot" data-testid="ballot" data-ballot={ballot.id} data-phase={ballot.phase}>
      <p class="ballot__head">
        <span class={`badge badge--${ballot.phase === 'open' ? 'live' : ballot.phase}`}>
          {ballotWords().phases[ballot.phase]}
        </span>
        <span>{ballotWords().kinds[ballot.kind]}</span>
      </p>
      <h3 class="ballot__question">{ballot.question}</h3>
      {card && <VoteCardView store={store} card={card} />}
      {(ballot.phase === 'open' || ballot.phase === 'closed') && <Progress view={view} />}
      {ballot.phase === 'published' && <Result view={view} />}
      <BallotActions store={store} own={own} view={view} />
    </section>
  );
}
