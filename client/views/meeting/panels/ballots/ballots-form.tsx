import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { v7 as uuid } from 'uuid';
import { ballotKinds, majorities, rulesForLateJoiners } from '../../../../../protocol/conference/ballots.ts';
import type { BallotRules } from '../../../../../protocol/conference/ballots.ts';
import { ballotWords } from './words.ts';
import { commonWords } from '../../../../i18n/common.ts';
import { nextBallot, rulesTyped, unitsToVote, votesHere } from '../../../../state/conference/ballots.ts';
import type { ConferenceStore } from '../../../../state/conference/conference.ts';
import { Button, Checkbox, Select, Toggle } from '../../../shared/controls.tsx';
import { NumberField, TextArea } from '../../../shared/form-fields.tsx';

interface BallotFormProps {
  readonly store: ConferenceStore;
  readonly onDone: () => void;
}

/** The rules of a ballot; they are fixed when it opens. */
export function BallotForm({ store, onDone }: BallotFormProps): JSX.Element {
  const [ballotId] = useState(() => uuid());
  const form = useRef<HTMLFormElement>(null);
  // The button that opened the form is gone.
  useLayoutEffect(() => form.current?.querySelector('textarea')?.focus(), []);
  const conference = store.conference.value;
  const [typed, setTyped] = useState(() => nextBallot(conference));
  const [quorum, setQuorum] = useState(String(typed.quorumPercent));
  const [body, setBody] = useState(typed.bodyVotes === null ? '' : String(typed.bodyVotes));
  const quorumPercent = quorum.trim() === '' ? NaN : Number(quorum);
  const bodyVotes = body.trim() === '' ? null : Number(body);
  const rules = rulesTyped({ ...typed, quorumPercent, bodyVotes });
  const here = votesHere(conference, typed);
  const change = (changes: Partial<BallotRules>): void => setTyped({ ...typed, ...changes });
  const save = async (): Promise<void> => {
    if (rules && (await store.command('ballot.draft', { ...rules, ballotId }))) onDone();
  };
  return (
    <form
      ref={form}
      class="form ballot"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextArea
        label={ballotWords().question}
        placeholder={ballotWords().questionHint}
        value={typed.question}
        maxLength={1_000}
        testId="ballot-question"
        // The question has one line, even if it is long.
        onInput={(text) => change({ question: text.replaceAll(/\s*\n\s*/g, ' ') })}
      />
      <Toggle
        label={ballotWords().kind}
        value={typed.kind}
        options={ballotKinds.map((value) => ({ value, text: ballotWords().kinds[value] }))}
        testId="ballot-kind"
        onChange={(kind) => change({ kind })}
      />
      {typed.kind === 'secret' && <p class="muted">{ballotWords().secretHint}</p>}
      <NumberField
        label={ballotWords().quorum}
        value={quorum}
        min={0}
        max={100}
        testId="ballot-quorum"
        onInput={setQuorum}
      />
      <NumberField label={ballotWords().bodyVotes} value={body} min={1} max={10_000_000} onInput={setBody} />
      <p class="muted">
        {bodyVotes === null
          ? ballotWords().bodyUnknown
          : bodyVotes < here
            ? ballotWords().bodyTooSmall(here)
            : ballotWords().bodyHint}
      </p>
      <Select
        label={ballotWords().majority}
        value={typed.majority}
        testId="ballot-majority"
        options={majorities.map((value) => ({
          value,
          text: ballotWords().majorities[value],
        }))}
        onChange={(majority) => change({ majority })}
      />
      <Select
        label={ballotWords().late}
        value={typed.lateJoiners}
        options={rulesForLateJoiners.map((value) => ({
          value,
          text: ballotWords().lateJoiners[value],
        }))}
        onChange={(lateJoiners) => change({ lateJoiners })}
      />
      <Checkbox
        label={ballotWords().chairVotes}
        checked={typed.chairVotes}
        testId="ballot-chair-votes"
        onChange={(chairVotes) => change({ chairVotes })}
      />
      {typed.kind === 'named' && (
        <Weights store={store} typed={typed} onChange={(weights) => change({ weights })} />
      )}
      <div class="panel__buttons">
        <Button type="submit" look="primary" disabled={!rules} testId="ballot-save">
          {ballotWords().saveDraft}
        </Button>
        <Button testId="ballot-cancel" onPress={onDone}>
          {commonWords().cancel}
        </Button>
      </div>
    </form>
  );
}

interface WeightsProps {
  readonly store: ConferenceStore;
  readonly typed: BallotRules;
  readonly onChange: (weights: BallotRules['weights']) => void;
}

function Weights({ store, typed, onChange }: WeightsProps): JSX.Element {
  return (
    <details data-testid="ballot-weights">
      <summary>{ballotWords().weights}</summary>
      <p class="muted">{ballotWords().weightsHint}</p>
      <ul class="weights">
        {unitsToVote(store.conference.value, typed).map(({ unit, name }) => (
          <li key={unit}>
            <label>
              <span>{name}</span>
              <input
                type="number"
                min={1}
                max={1_000_000}
                value={typed.weights[unit] ?? 1}
                data-testid="ballot-weight"
                data-unit={unit}
                onInput={(event) => onChange({ ...typed.weights, [unit]: Number(event.currentTarget.value) })}
              />
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}
