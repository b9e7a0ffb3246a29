import type { JSX } from 'preact';
import { allowed } from '../../../../../domain/conference/policy.ts';
import { isTooSmall } from '../../../../../domain/conference/topics/ballots.ts';
import { ballotWords } from './words.ts';
import type { BallotView } from '../../../../state/conference/ballots.ts';
import { Button, ConfirmedButton } from '../../../shared/controls.tsx';
import type { PanelProps } from '../panel-props.ts';

interface BallotActionsProps extends PanelProps {
  readonly view: BallotView;
}

/** What a leader may do with a ballot next. */
export function BallotActions({ store, own, view }: BallotActionsProps): JSX.Element | null {
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
