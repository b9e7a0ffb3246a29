import type { JSX } from 'preact';
import type { EndpointView } from '../../../../protocol/rest/sites/endpoints.ts';
import type { RoomView } from '../../../../protocol/rest/meetings/rooms.ts';
import { dayOf, sinceOf, timeOfDay } from '../../../i18n/formats.ts';
import { roomWords } from './words.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { isOffered, lastEnded } from '../../../state/room/ended-meeting.ts';
import type { PagePictureCache } from '../../../state/documents/page-pictures.ts';
import type { ReachState, ServerReach } from '../../../state/room/reach.ts';
import type { SecondDisplay } from '../../../state/room/second-display.ts';
import type { ServerClock } from '../../../state/conference/server-clock.ts';
import { useServerNow } from '../now.ts';
import { usePrefetchByNight } from '../prefetch.ts';
import { RoomAttendance } from './attendance.tsx';
import { RoomHead } from './head.tsx';
import { unitName } from '../../shared/units/unit-name.ts';
import { RoomPapers } from './room-papers.tsx';
import { RoomReadiness } from './readiness.tsx';
import { SecondDisplayNotice, SecondDisplayToggle } from './second-display/second-display.tsx';

interface WaitingRoomProps {
  readonly rest: Rest;
  readonly pictures: PagePictureCache;
  readonly endpoint: EndpointView;
  readonly clock: ServerClock;
  readonly reach: ServerReach;
  readonly display: SecondDisplay;
  /** Undefined until the server has answered. */
  readonly next: RoomView['meeting'] | undefined;
}

/** A room between meetings: whether it is ready, and which meeting it joins next. */
export function WaitingRoom(props: WaitingRoomProps): JSX.Element {
  const { rest, pictures, endpoint, clock, reach, display, next } = props;
  usePrefetchByNight({ rest, pictures, clock }, next);
  const ended = lastEnded.value;
  const state = reach.state.value;
  return (
    <main class="room room--waiting" data-testid="room-waiting">
      <RoomHead clock={clock} />
      <div class="room__endpoint">
        <h1 data-testid="room-endpoint">{endpoint.name}</h1>
        <p>{unitName(endpoint.siteName, endpoint.parentSiteName)}</p>
      </div>
      <RoomReadiness reach={reach} clock={clock} />
      <SecondDisplayNotice display={display} />
      <div class="room__next">
        {next !== undefined && <NextHeading next={next} clock={clock} state={state} />}
        {next && (
          <>
            <h2>{next.title}</h2>
            <p class="room__time">
              {timeOfDay(next.startsAtMs)} – {timeOfDay(next.endsAtMs)}, {dayOf(next.startsAtMs)}
            </p>
            <RoomAttendance
              key={next.id}
              meeting={next}
              rest={rest}
              isAnswered={state.kind === 'answering'}
            />
          </>
        )}
        {next && (
          <RoomPapers
            key={next.id}
            rest={rest}
            pictures={pictures}
            meetingId={next.id}
            heading={roomWords().papers}
          />
        )}
        {ended && ended.id !== next?.id && isOffered(ended, clock.now()) && (
          <RoomPapers
            key={ended.id}
            rest={rest}
            pictures={pictures}
            meetingId={ended.id}
            heading={roomWords().papersOfEnded(ended.title)}
          />
        )}
        <div data-remote-aside="">
          <SecondDisplayToggle display={display} />
        </div>
        {state.kind === 'answering' && <p class="room__hint">{roomWords().joinsItself}</p>}
      </div>
    </main>
  );
}

interface NextHeadingProps extends Pick<WaitingRoomProps, 'clock'> {
  readonly next: RoomView['meeting'];
  readonly state: ReachState;
}

/** Says what is below it. Cut off, the page does not know whether a meeting has begun without this room. */
function NextHeading({ next, clock, state }: NextHeadingProps): JSX.Element {
  const words = roomWords();
  const now = useServerNow(clock, true);
  return (
    <p class="room__about-next">
      {state.kind === 'cut-off' && (
        <span data-testid="schedule-as-of">{words.asOf(sinceOf(state.sinceMs, now))}</span>
      )}
      <span data-testid="next-heading">
        {next === null ? words.none : now < next.startsAtMs ? words.next : words.planned}
      </span>
    </p>
  );
}
