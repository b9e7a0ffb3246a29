import type { JSX } from 'preact';
import { groupOf } from '../../../../domain/media/sources.ts';
import { floorWords } from '../panels/floor/words.ts';
import type { ConferenceStore } from '../../../state/conference/conference.ts';
import { turnView } from '../../../state/conference/floor.ts';
import { MicrophoneIcon } from '../../shared/icons.tsx';
import { useServerNow } from '../now.ts';
import { turnTime } from '../panels/floor/turn-time.ts';

/** Who has the floor and for how long; the same on every screen, by the server's clock. */
export function TurnBanner({ store }: { readonly store: ConferenceStore }): JSX.Element | null {
  const conference = store.conference.value;
  const now = useServerNow(store.clock, conference.floor.holder !== null);
  const turn = turnView(conference, now);
  // Without the server, the page knows neither who speaks now nor for how long.
  if (!turn || store.standing.value.kind === 'reconnecting') return null;
  const { participant, pace } = turn;
  const ownId = store.own.value?.id;
  // A group does not hear the plenary session's speaker.
  if (ownId !== undefined && groupOf(conference, ownId) !== undefined) return null;
  const isOwn = participant.id === ownId;
  return (
    <div
      class={`turn turn--${pace}`}
      data-testid="turn"
      data-participant={participant.id}
      data-pace={pace}
      data-own={isOwn}
    >
      <MicrophoneIcon />
      <span class="turn__who">
        <small>{isOwn ? floorWords().youHaveFloor : floorWords().speaking}</small>
        <strong>{participant.name}</strong>
      </span>
      <span class="turn__time" role="timer" data-testid="turn-time">
        {turnTime(turn)}
      </span>
      {/* Screen readers read the warning once; the seconds are not announced. */}
      <span class="turn__warning" role="status">
        {pace === 'warned' && floorWords().endsSoon}
      </span>
    </div>
  );
}
