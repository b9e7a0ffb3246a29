import type { JSX } from 'preact';
import { isTooSmall } from '../../../../../domain/conference/topics/ballots.ts';
import { choices } from '../../../../../protocol/conference/ballots.ts';
import { ballotWords } from './words.ts';
import type { BallotView } from '../../../../state/conference/ballots.ts';

/** How many have answered; never what they voted. */
export function Progress({ view }: { readonly view: BallotView }): JSX.Element {
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
          <span class={quorumReached ? 'good' : 'muted'}>
            {quorumText(view)} ({ballot.quorumPercent}%)
          </span>
        </p>
      </div>
      {ballot.phase === 'closed' && (
        <p class="muted">{isTooSmall(ballot) ? ballotWords().tooFew : ballotWords().awaitsPublication}</p>
      )}
      {waitingFor.length === 0 ? (
        <p class="good">{ballotWords().nobodyMissing}</p>
      ) : (
        <details>
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

/** The verdict, the totals and, of a named ballot, the votes by unit. */
export function Result({ view }: { readonly view: BallotView }): JSX.Element {
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
          {choices.map((each) => (
            <div key={each} class={`totals__row totals__row--${each}`} data-testid={`total-${each}`}>
              <dt>{ballotWords().choices[each]}</dt>
              <dd>
                <meter
                  min={0}
                  max={Math.max(1, cast)}
                  value={totals[each]}
                  aria-label={ballotWords().choices[each]}
                />
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
      <p class="muted">
        {quorumText(view)} ({ballot.quorumPercent}%)
      </p>
      {votes.length > 0 && (
        <details>
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
