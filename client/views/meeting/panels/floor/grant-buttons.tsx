import type { JSX } from 'preact';
import type { Participant } from '../../../../../protocol/state.ts';
import { floorWords } from './words.ts';
import type { ConferenceStore } from '../../../../state/conference/conference.ts';
import { Button } from '../../../shared/controls.tsx';
import { MinutesButton } from '../../bars/minutes-button.tsx';

const minuteMs = 60_000;

interface GrantButtonsProps {
  readonly store: ConferenceStore;
  readonly speaker: Participant;
}

/** Gives the floor: for the time that the rules set, or for a chosen number of minutes. */
export function GrantButtons({ store, speaker }: GrantButtonsProps): JSX.Element {
  const { id: participantId } = speaker;
  return (
    <span class="hand-row__grant">
      <Button
        look="primary"
        label={floorWords().grantNamed(speaker.name)}
        testId="floor-grant"
        onPress={() => void store.command('floor.grant', { participantId })}
      >
        {floorWords().grant}
      </Button>
      <MinutesButton
        label={floorWords().grantFor}
        question={floorWords().grantTo(speaker)}
        offers={[1, 3, 5, 10]}
        most={240}
        testId="floor-grant-for"
        onChoose={(minutes) =>
          void store.command('floor.grant', { participantId, turnMs: minutes * minuteMs })
        }
      />
    </span>
  );
}
