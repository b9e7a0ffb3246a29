import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { allowed } from '../../../../../domain/conference/policy.ts';
import { isTooSmall } from '../../../../../domain/conference/topics/ballots.ts';
import { choice } from '../../../../../protocol/conference/ballots.ts';
import { ballotWords } from './words.ts';
import { ballotViews, voteCards } from '../../../../state/ballots.ts';
import type { BallotView } from '../../../../state/ballots.ts';
import { Button, ConfirmedButton } from '../../../shared/controls.tsx';
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
        <Button testId="ballot-new" onPress={() => setDrafting(true)}>
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

/** How many have answered; never what they voted. */
function Progress({ view }: { readonly view: BallotView }): JSX.Element {
  const { ballot, progress, waitingFor } = view;
  const { answered, entitled, quorumReached } = progress;
  return (
    <>
      <div class="ballot__progress">
        <progress value={answered} max={Math.max(1, entitled)} aria-label={ballotWords().title} />
        <p>
          <strong data-testid="ballot-answered" data-answered={answered} data-entitled={entitled}>
            {ballotWords().answered(answered, entitled)}
          </strong>
          <span class={quorumReached ? 'good' : 'muted'} data-testid="ballot-quorum-state">
            {quorumText(view)} ({ballot.quorumPercent}%)
          </span>
        </p>
      </div>
      {ballot.phase === 'closed' && (
        <p class="muted" data-testid="ballot-closed-note">
          {isTooSmall(ballot) ? ballotWords().tooFew : ballotWords().awaitsPublication}
        </p>
      )}
      {waitingFor.length === 0 ? (
        <p class="good">{ballotWords().nobodyMissing}</p>
      ) : (
        <details data-testid="ballot-waiting-for">
          <summary>
            {ballotWords().waitingFor} <span class="count">{waitingFor.length}</span>
          </summary>
          <ul class="names">
            {waitingFor.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/**
 * The quorum of the whole body, where its votes are known; else the text says that it
 * counts only the units here.
 */
function quorumText({ ballot, progress }: BallotView): string {
  const { answeredWeight, quorumOfWeight, quorumReached } = progress;
  const words = ballot.bodyVotes === null ? ballotWords().quorumHere : ballotWords().quorumOfBody;
  return quorumReached
    ? words.reached(answeredWeight, quorumOfWeight)
    : words.missing(answeredWeight, quorumOfWeight);
}

function Result({ view }: { readonly view: BallotView }): JSX.Element {
  const { ballot, progress, result, votes } = view;
  const { totals } = ballot;
  const cast = progress.answeredWeight;
  return (
    <>
      {result && (
        <p class={`verdict verdict--${result}`} data-testid="ballot-result" data-result={result}>
          {ballotWords().results[result]}
        </p>
      )}
      {totals && (
        <dl class="totals">
          {choice.options.map((each) => (
            <div key={each} class={`totals__row totals__row--${each}`} data-testid={`total-${each}`}>
              <dt>{ballotWords().choices[each]}</dt>
              <dd>
                <meter min={0} max={Math.max(1, cast)} value={totals[each]} />
                <strong>{totals[each]}</strong>
                <span class="muted">{cast === 0 ? 0 : Math.round((totals[each] * 100) / cast)}%</span>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p class="muted">
        {ballotWords().answered(progress.answered, progress.entitled)} ·{' '}
        {ballotWords().majorities[ballot.majority]}
      </p>
      <p class="muted" data-testid="ballot-quorum-state">
        {quorumText(view)} ({ballot.quorumPercent}%)
      </p>
      {votes.length > 0 && (
        <details data-testid="ballot-votes">
          <summary>{ballotWords().votesByUnit}</summary>
          <ul class="unit-votes">
            {votes.map(({ unit, name, weight, choice: chosen }) => (
              <li key={unit} data-choice={chosen ?? 'none'}>
                <span>
                  {name}
                  {weight !== 1 && <small class="muted"> ({ballotWords().weight(weight)})</small>}
                </span>
                <b class={`choice choice--${chosen ?? 'none'}`}>
                  {chosen ? ballotWords().choices[chosen] : ballotWords().notVoted}
                </b>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function BallotActions({ store, own, view }: BallotItemProps): JSX.Element | null {
  const { ballot, progress } = view;
  const { phase } = store.conference.value;
  const ballotId = ballot.id;
  if (!allowed('ballot.draft', own.role, phase)) return null;
  switch (ballot.phase) {
    case 'draft': {
      const mayOpen = allowed('ballot.open', own.role, phase);
      return (
        <>
          <p class="muted">
            {ballot.bodyVotes === null
              ? ballotWords().quorumOf(ballot.quorumPercent)
              : ballotWords().quorumOfVotes(ballot.quorumPercent, ballot.bodyVotes)}{' '}
            · {ballotWords().majorities[ballot.majority]}
          </p>
          {ballot.bodyVotes === null && <p class="muted">{ballotWords().bodyUnknown}</p>}
          {!mayOpen && <p class="muted">{ballotWords().openInSession}</p>}
          <div class="panel__buttons">
            <ConfirmedButton
              look="primary"
              disabled={!mayOpen}
              testId="ballot-open"
              question={ballotWords().openConfirm}
              confirm={ballotWords().open}
              onConfirm={() => void store.command('ballot.open', { ballotId })}
            >
              {ballotWords().open}
            </ConfirmedButton>
            <Button
              testId="ballot-discard"
              onPress={() => void store.command('ballot.discard', { ballotId })}
            >
              {ballotWords().discard}
            </Button>
          </div>
        </>
      );
    }
    case 'open':
      return (
        <div class="panel__buttons">
          <ConfirmedButton
            testId="ballot-close"
            question={
              isTooSmall({ ...ballot, phase: 'closed' })
                ? ballotWords().closeTooFewConfirm
                : ballotWords().closeConfirm(progress.waitingFor.length)
            }
            confirm={ballotWords().close}
            onConfirm={() => void store.command('ballot.close', { ballotId })}
          >
            {ballotWords().close}
          </ConfirmedButton>
        </div>
      );
    case 'closed':
      return isTooSmall(ballot) ? (
        <div class="panel__buttons">
          <ConfirmedButton
            testId="ballot-discard-closed"
            question={ballotWords().discardClosedConfirm}
            confirm={ballotWords().discardClosed}
            onConfirm={() => void store.command('ballot.discard', { ballotId })}
          >
            {ballotWords().discardClosed}
          </ConfirmedButton>
        </div>
      ) : (
        <div class="panel__buttons">
          <ConfirmedButton
            look="primary"
            testId="ballot-publish"
            question={ballotWords().publishConfirm}
            confirm={ballotWords().publish}
            onConfirm={() => void store.command('ballot.publish', { ballotId })}
          >
            {ballotWords().publish}
          </ConfirmedButton>
        </div>
      );
    case 'published':
      return null;
    default:
      return ballot.phase satisfies never;
  }
}
