import type { JSX } from 'preact';
import type { ConferenceState } from '../../../../../protocol/state.ts';
import { nextSpeakers } from '../../../../state/conference/chair-controls.ts';
import { stageable } from '../../../../state/conference/prepared-stage.ts';
import type { PreparedStage } from '../../../../state/conference/prepared-stage.ts';
import { Select } from '../../../shared/controls.tsx';
import { ChooseButton } from './choose-button.tsx';
import { layoutWords } from './words.ts';

interface SpeakerChoiceProps {
  readonly conference: ConferenceState;
  readonly prepared: PreparedStage;
  readonly onChange: (prepared: PreparedStage) => void;
}

const stay = 'stay';
const nobody = 'nobody';

/** Who speaks on the next stage: as now, the next of the script and the queue, or any other. */
export function SpeakerChoice({ conference, prepared, onChange }: SpeakerChoiceProps): JSX.Element {
  const { speakerId, ...others } = prepared;
  const words = layoutWords();
  const name = (id: string | undefined): string | undefined =>
    id === undefined ? undefined : conference.participants[id]?.name;
  const holderId = conference.floor.holder?.participantId;
  const offered = [
    ...nextSpeakers(conference).first.map(({ participantId }) => participantId),
    ...(speakerId ? [speakerId] : []),
  ];
  const options = [
    { value: stay, text: words.staySpeaker(name(holderId)) },
    ...(holderId !== undefined || speakerId === null ? [{ value: nobody, text: words.nobody }] : []),
    ...[...new Set(offered)].map((id) => ({ value: id, text: name(id) ?? '' })),
  ];
  const choose = (value: string): void => {
    if (value === stay) onChange(others);
    else onChange({ ...others, speakerId: value === nobody ? null : value });
  };
  return (
    <section>
      <Select
        label={words.speaker}
        value={speakerId === null ? nobody : (speakerId ?? stay)}
        options={options}
        onChange={choose}
        testId="prepared-speaker"
      />
      <ChooseButton
        label={words.other}
        testId="prepared-other-speaker"
        find={(query) => stageable(conference, query, holderId === undefined ? [] : [holderId])}
        onChoose={choose}
      />
    </section>
  );
}
