import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { v7 as uuid } from 'uuid';
import { allowed } from '../../../../domain/conference/policy.ts';
import { ballotKinds } from '../../../../protocol/conference/ballots.ts';
import type { BallotRules } from '../../../../protocol/conference/ballots.ts';
import { chairWords } from './words.ts';
import { commonWords } from '../../../i18n/common.ts';
import {
  ballotNow,
  ballotOnTheSpot,
  currentItem,
  preparedBallots,
} from '../../../state/conference/chair-controls.ts';
import { rulesTyped } from '../../../state/conference/ballots.ts';
import { Button, Dialog, Field } from '../../shared/controls.tsx';
import { BallotIcon } from '../../shared/desk-icons.ts';
import { BallotActions } from '../panels/ballots/ballot-actions.tsx';
import { Progress, Result } from '../panels/ballots/ballot-progress.tsx';
import { ballotWords } from '../panels/ballots/words.ts';
import type { PanelProps } from '../panels/panel-props.ts';

/** A ballot that the chair is about to open: the id of a prepared one, or the rules of a new one. */
type Chosen =
  | { readonly id: string; readonly question: string }
  | { readonly rules: BallotRules; readonly question: string };

/** A ballot in three touches: the button, the question, the confirmation. Then its course and its result. */
export function ChairBallot({ store, own }: PanelProps): JSX.Element {
  const [isAsking, setAsking] = useState(false);
  const conference = store.conference.value;
  const view = ballotNow(conference, own);
  const underWay = view !== undefined && view.ballot.phase !== 'published';
  return (
    <section class="chair__part">
      {!underWay && allowed('ballot.open', own.role, conference.phase) && (
        <Button large testId="chair-ballot" onPress={() => setAsking(true)}>
          <BallotIcon />
          {chairWords().vote}
        </Button>
      )}
      {view && (
        <details key={view.ballot.id} class="ballot" open data-testid="ballot" data-phase={view.ballot.phase}>
          <summary class="ballot__question">{view.ballot.question}</summary>
          {underWay ? <Progress view={view} /> : <Result view={view} />}
          <BallotActions store={store} own={own} view={view} />
        </details>
      )}
      {isAsking && <BallotDialog store={store} onClose={() => setAsking(false)} />}
    </section>
  );
}

interface BallotDialogProps extends Pick<PanelProps, 'store'> {
  readonly onClose: () => void;
}

function BallotDialog({ store, onClose }: BallotDialogProps): JSX.Element {
  const [chosen, setChosen] = useState<Chosen>();
  return (
    <Dialog title={chairWords().voteOn} onClose={onClose}>
      {chosen ? (
        <Opening store={store} chosen={chosen} onDone={onClose} />
      ) : (
        <Questions store={store} onChoose={setChosen} />
      )}
      <div class="dialog__buttons">
        <Button onPress={onClose}>{commonWords().cancel}</Button>
      </div>
    </Dialog>
  );
}

interface QuestionsProps extends Pick<PanelProps, 'store'> {
  readonly onChoose: (chosen: Chosen) => void;
}

function Questions({ store, onChoose }: QuestionsProps): JSX.Element {
  const conference = store.conference.value;
  const item = currentItem(conference);
  const [question, setQuestion] = useState(item === undefined ? '' : chairWords().adopt(item));
  const prepared = preparedBallots(conference);
  return (
    <div class="choices">
      {prepared.length > 0 && <h3>{chairWords().prepared}</h3>}
      {prepared.map((ballot) => (
        <Button
          key={ballot.id}
          testId="chair-ballot-prepared"
          onPress={() => onChoose({ id: ballot.id, question: ballot.question })}
        >
          <span class="choices__about">
            {ballot.question}
            <small>{ballotWords().kinds[ballot.kind]}</small>
          </span>
        </Button>
      ))}
      <h3>{chairWords().onTheSpot}</h3>
      <Field
        label={chairWords().question}
        value={question}
        maxLength={1_000}
        testId="chair-ballot-question"
        onInput={setQuestion}
      />
      <div class="chair__buttons">
        {ballotKinds.map((kind) => {
          const rules = rulesTyped(ballotOnTheSpot(conference, question, kind));
          return (
            <Button
              key={kind}
              large
              disabled={!rules}
              testId={`chair-ballot-${kind}`}
              onPress={() => {
                if (rules) onChoose({ rules, question: rules.question });
              }}
            >
              {ballotWords().kinds[kind]}
            </Button>
          );
        })}
      </div>
    </div>
  );
}

interface OpeningProps extends Pick<PanelProps, 'store'> {
  readonly chosen: Chosen;
  readonly onDone: () => void;
}

function Opening({ store, chosen, onDone }: OpeningProps): JSX.Element {
  const [newId] = useState(() => uuid());
  const open = async (): Promise<void> => {
    onDone();
    const isNew = 'rules' in chosen;
    const ballotId = isNew ? newId : chosen.id;
    if (isNew && !(await store.command('ballot.draft', { ...chosen.rules, ballotId }))) return;
    await store.command('ballot.open', { ballotId });
  };
  return (
    <>
      <p class="chair__question">{chosen.question}</p>
      <p class="muted">{ballotWords().openConfirm}</p>
      <Button look="primary" large testId="chair-ballot-open" onPress={() => void open()}>
        {chairWords().openNow}
      </Button>
    </>
  );
}
