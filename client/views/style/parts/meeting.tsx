import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Rest } from '../../../signaling/rest.ts';
import type { ConferenceStore } from '../../../state/conference/conference.ts';
import type { PanelProps } from '../../meeting/panels/panel-props.ts';
import { ChairControls } from '../../meeting/chair/chair-controls.tsx';
import { AgendaPanel } from '../../meeting/panels/agenda/agenda.tsx';
import { BallotsPanel } from '../../meeting/panels/ballots/ballots.tsx';
import { FloorPanel } from '../../meeting/panels/floor/floor.tsx';
import { MemberRow } from '../../meeting/panels/roster/member-row.tsx';
import { RollCallPanel } from '../../meeting/panels/roll-call/roll-call.tsx';
import { ChairBar } from '../../meeting/bars/chair-bar.tsx';
import { MeetingProvider } from '../../meeting/meeting-context.ts';
import { RoomBanners } from '../../meeting/room/banners.tsx';
import { RoomPrompts } from '../../meeting/room/prompts.tsx';
import { usePictures } from '../../meeting/stage/pictures.ts';
import { TurnBanner } from '../../meeting/stage/turn-banner.tsx';
import { sampleChair, sampleRoom } from '../samples/conference.ts';
import { sampleStore } from '../samples/conference-store.ts';
import { styleWords } from '../words.ts';
import { Part } from './part.tsx';

const panels: readonly ((props: PanelProps) => JSX.Element | null)[] = [
  FloorPanel,
  AgendaPanel,
  BallotsPanel,
  RollCallPanel,
  ChairControls,
];

/** Components of a meeting and of a room's screen, with a session of its own behind them. Always dark. */
export function MeetingParts({ rest }: { readonly rest: Rest }): JSX.Element {
  const words = styleWords();
  const [chair] = useState(() => sampleStore(sampleChair));
  const [room] = useState(() => sampleStore(sampleRoom));
  const meeting = { meetingId: sampleChair.id, rest, pictures: usePictures(rest), mayPlan: false };
  return (
    <MeetingProvider value={meeting}>
      <Part title={words.meeting}>
        <Meeting store={chair} />
      </Part>
      <Part title={words.room}>
        <Room store={room} />
      </Part>
    </MeetingProvider>
  );
}

function Meeting({ store }: { readonly store: ConferenceStore }): JSX.Element | null {
  const own = store.own.value;
  if (!own) return null;
  return (
    <div class="conference style__meeting">
      <TurnBanner store={store} />
      <div class="style__panels">
        <div class="side-panel">
          {Object.values(store.conference.value.participants).map((member) => (
            <MemberRow key={member.id} store={store} own={own} member={member} />
          ))}
        </div>
        {panels.map((View, index) => (
          <div key={index} class="side-panel">
            <View store={store} own={own} />
          </div>
        ))}
      </div>
      <footer class="conference__foot">
        <ChairBar store={store} own={own} />
      </footer>
    </div>
  );
}

function Room({ store }: { readonly store: ConferenceStore }): JSX.Element | null {
  const own = store.own.value;
  if (!own) return null;
  return (
    <div class="conference conference--room style__meeting">
      <RoomBanners store={store} own={own} />
      <TurnBanner store={store} />
      <RoomPrompts store={store} own={own} />
    </div>
  );
}
