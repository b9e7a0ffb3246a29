import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { allowed } from '../../../../domain/conference/policy.ts';
import { isTooSmall } from '../../../../domain/conference/topics/ballots.ts';
import { choice } from '../../../../protocol/conference/ballots.ts';
import { t } from '../../../i18n/messages.ts';
import { ballotViews, voteCards } from '../../../state/ballots.ts';
import type { BallotView } from '../../../state/ballots.ts';
import { Button, ConfirmedButton } from '../../controls.tsx';
import { BallotForm } from './ballots-form.tsx';
import { VoteCardView } from './ballots-vote.tsx';
import type { PanelProps } from './registry.ts';

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
          {t().ballots.draft}
        </Button>
      )}
      {drafting && <BallotForm store={store} onDone={() => setDrafting(false)} />}
      {views.length === 0 && !drafting && <p class="muted">{t().ballots.none}</p>}
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
          {t().ballots.phases[ballot.phase]}
        </span>
        <span>{t().ballots.kinds[ballot.kind]}</span>
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
        <progress value={answered} max={Math.max(1, entitled)} aria-label={t().ballots.title} />
        <p>
          <strong data-testid="ballot-answered" data-answered={answered} data-entitled={entitled}>
            {t().ballots.answered(answered, entitled)}
          </strong>
          <span class={quorumReached ? 'good' : 'muted'} data-testid="ballot-quorum-state">
            {quorumText(view)} ({ballot.quorumPercent}%)
          </span>
        </p>
      </div>
      {ballot.phase === 'closed' && (
        <p class="muted" data-testid="ballot-closed-note">
          {isTooSmall(ballot) ? t().ballots.tooFew : t().ballots.awaitsPublication}
        </p>
      )}
      {waitingFor.length === 0 ? (
        <p class="good">{t().ballots.nobodyMissing}</p>
      ) : (
        <details data-testid="ballot-waiting-for">
          <summary>
            {t().ballots.waitingFor} <span class="count">{waitingFor.length}</span>
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
  const words = ballot.bodyVotes === null ? t().ballots.quorumHere : t().ballots.quorumOfBody;
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
          {t().ballots.results[result]}
        </p>
      )}
      {totals && (
        <dl class="totals">
          {choice.options.map((each) => (
            <div key={each} class={`totals__row totals__row--${each}`} data-testid={`total-${each}`}>
              <dt>{t().ballots.choices[each]}</dt>
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
        {t().ballots.answered(progress.answered, progress.entitled)} ·{' '}
        {t().ballots.majorities[ballot.majority]}
      </p>
      <p class="muted" data-testid="ballot-quorum-state">
        {quorumText(view)} ({ballot.quorumPercent}%)
      </p>
      {votes.length > 0 && (
        <details data-testid="ballot-votes">
          <summary>{t().ballots.votesByUnit}</summary>
          <ul class="unit-votes">
            {votes.map(({ unit, name, weight, choice: chosen }) => (
              <li key={unit} data-choice={chosen ?? 'none'}>
                <span>
                  {name}
                  {weight !== 1 && <small class="muted"> ({t().ballots.weight(weight)})</small>}
                </span>
                <b class={`choice choice--${chosen ?? 'none'}`}>
                  {chosen ? t().ballots.choices[chosen] : t().ballots.notVoted}
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
              ? t().ballots.quorumOf(ballot.quorumPercent)
              : t().ballots.quorumOfVotes(ballot.quorumPercent, ballot.bodyVotes)}{' '}
            · {t().ballots.majorities[ballot.majority]}
          </p>
          {ballot.bodyVotes === null && <p class="muted">{t().ballots.bodyUnknown}</p>}
          {!mayOpen && <p class="muted">{t().ballots.openInSession}</p>}
          <div class="panel__buttons">
            <ConfirmedButton
              look="primary"
              disabled={!mayOpen}
              testId="ballot-open"
              question={t().ballots.openConfirm}
              confirm={t().ballots.open}
              onConfirm={() => void store.command('ballot.open', { ballotId })}
            >
              {t().ballots.open}
            </ConfirmedButton>
            <Button
              testId="ballot-discard"
              onPress={() => void store.command('ballot.discard', { ballotId })}
            >
              {t().ballots.discard}
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
                ? t().ballots.closeTooFewConfirm
                : t().ballots.closeConfirm(progress.waitingFor.length)
            }
            confirm={t().ballots.close}
            onConfirm={() => void store.command('ballot.close', { ballotId })}
          >
            {t().ballots.close}
          </ConfirmedButton>
        </div>
      );
    case 'closed':
      return isTooSmall(ballot) ? (
        <div class="panel__buttons">
          <ConfirmedButton
            testId="ballot-discard-closed"
            question={t().ballots.discardClosedConfirm}
            confirm={t().ballots.discardClosed}
            onConfirm={() => void store.command('ballot.discard', { ballotId })}
          >
            {t().ballots.discardClosed}
          </ConfirmedButton>
        </div>
      ) : (
        <div class="panel__buttons">
          <ConfirmedButton
            look="primary"
            testId="ballot-publish"
            question={t().ballots.publishConfirm}
            confirm={t().ballots.publish}
            onConfirm={() => void store.command('ballot.publish', { ballotId })}
          >
            {t().ballots.publish}
          </ConfirmedButton>
        </div>
      );
    case 'published':
      return null;
    default:
      return ballot.phase satisfies never;
  }
}
