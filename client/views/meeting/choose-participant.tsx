import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Participant } from '../../../protocol/state.ts';
import { commonWords } from '../../i18n/common.ts';
import { Button, Field } from '../shared/controls.tsx';
import { SiteLabel } from './site-label.tsx';

/** So many fit on a screen; the search finds the others. */
const mostShown = 12;

interface ChooseParticipantProps {
  /** The participants to choose from that the text finds. */
  readonly find: (query: string) => readonly Participant[];
  readonly onChoose: (participantId: string) => void;
  readonly disabled?: boolean;
  /** What stands beside the name of a participant. */
  readonly mark?: (participant: Participant) => ComponentChildren;
  readonly searchTestId: string;
  readonly choiceTestId: string;
}

/** A search for one of many participants, which the first press chooses. */
export function ChooseParticipant({
  find,
  onChoose,
  disabled = false,
  mark,
  searchTestId,
  choiceTestId,
}: ChooseParticipantProps): JSX.Element {
  const [query, setQuery] = useState('');
  const found = find(query);
  return (
    <>
      <Field
        label={commonWords().search}
        value={query}
        onInput={setQuery}
        type="search"
        testId={searchTestId}
      />
      {found.length === 0 && <p class="muted">{commonWords().nothingFound}</p>}
      <div class="choices">
        {found.slice(0, mostShown).map((participant) => (
          <Button
            key={participant.id}
            testId={choiceTestId}
            disabled={disabled}
            onPress={() => onChoose(participant.id)}
          >
            <span class="choices__about">
              {participant.name} <SiteLabel of={participant} />
            </span>
            {mark?.(participant)}
          </Button>
        ))}
      </div>
    </>
  );
}
