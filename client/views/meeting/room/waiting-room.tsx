import type { JSX } from 'preact';
import type { EndpointView } from '../../../../protocol/rest/sites/endpoints.ts';
import type { RoomView } from '../../../../protocol/rest/meetings/rooms.ts';
import { dayOf, timeOfDay } from '../../../i18n/formats.ts';
import { roomWords } from './words.ts';
import { commonWords } from '../../../i18n/common.ts';
import type { Rest } from '../../../signaling/rest.ts';
import type { PagePictures } from '../../../state/page-pictures.ts';
import type { Reach } from '../../../state/reach.ts';
import type { ServerClock } from '../../../state/server-clock.ts';
import { LanguageSwitch } from '../../shared/controls.tsx';
import { Emblem } from '../../shared/icons.tsx';
import { Clock } from '../clock.tsx';
import { usePrefetch } from '../prefetch.ts';
import { RoomAttendance } from './attendance.tsx';
import { unitName } from '../../shared/units/unit-name.ts';
import { RoomReadiness } from './readiness.tsx';

interface WaitingRoomProps {
  readonly rest: Rest;
  readonly pictures: PagePictures;
  readonly endpoint: EndpointView;
  readonly clock: ServerClock;
  readonly reach: Reach;
  /** Undefined until the server has answered. */
  readonly next: RoomView['meeting'] | undefined;
}

/** A room between meetings: whether it is ready, and which meeting it joins next. */
export function WaitingRoom({ rest, pictures, endpoint, clock, reach, next }: WaitingRoomProps): JSX.Element {
  usePrefetch({ rest, pictures, ...(next && { meetingId: next.id }) });
  const state = reach.state.value;
  return (
    <main class="room room--waiting" data-testid="room-waiting">
      <header>
        <div class="brand">
          <Emblem />
          <span>{commonWords().appName}</span>
        </div>
        <LanguageSwitch />
        <Clock clock={clock} />
      </header>
      <div class="room__endpoint">
        <h1 data-testid="room-endpoint">{endpoint.name}</h1>
        <p>{unitName(endpoint.siteName, endpoint.parentSiteName)}</p>
      </div>
      <RoomReadiness reach={reach} />
      <div class="room__next">
        {state.kind === 'cut-off' && next !== undefined && (
          <p>{roomWords().asOf(timeOfDay(state.sinceMs))}</p>
        )}
        {next === null && <p>{roomWords().none}</p>}
        {next && (
          <>
            <p>{roomWords().next}</p>
            <h2>{next.title}</h2>
            <p class="room__time">
              {timeOfDay(next.startsAtMs)} – {timeOfDay(next.endsAtMs)}, {dayOf(next.startsAtMs)}
            </p>
            <RoomAttendance key={next.id} meeting={next} rest={rest} />
          </>
        )}
        {state.kind === 'answering' && <p class="room__hint">{roomWords().joinsItself}</p>}
      </div>
    </main>
  );
}
