import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { EndpointView } from '../../../../protocol/rest/sites/endpoints.ts';
import type { RoomView } from '../../../../protocol/rest/meetings/rooms.ts';
import { dayOf, timeOfDay } from '../../../i18n/formats.ts';
import { commonWords } from '../../../i18n/common.ts';
import { roomWords } from './words.ts';
import { meetingWords } from '../words.ts';
import type { Rest } from '../../../signaling/rest.ts';
import type { PagePictures } from '../../../state/page-pictures.ts';
import { remember, remembered } from '../../../state/remembered.ts';
import { afterView, putOut, roomScreen, triesAgain } from '../../../state/room.ts';
import type { Parting } from '../../../state/room.ts';
import { ServerClock } from '../../../state/server-clock.ts';
import type { DeviceSession } from '../../../state/session.ts';
import { Button, LanguageSwitch, Notice } from '../../shared/controls.tsx';
import { EmergencyBanner, EmergencyCall } from './emergency-call.tsx';
import { usePolled } from '../../../hooks/polled.ts';
import { unitName } from '../../shared/units/unit-name.ts';
import { Emblem } from '../../shared/icons.tsx';
import { Clock } from '../clock.tsx';
import { MeetingProvider } from '../meeting-context.ts';
import { usePictures } from '../stage/pictures.ts';
import { usePrefetch } from '../prefetch.ts';
import { RoomPairing } from './pairing.tsx';
import { RoomAttendance } from './attendance.tsx';
import { lazyView } from '../../shared/lazy-view.tsx';

const pollMs = 5000;
const retryMs = 3000;
/**
 * A room has no one to press a button: an outdated page reloads, and a refused one
 * tries again after this time.
 */
const againMs = 30_000;

const RoomConference = lazyView(async () => (await import('./conference.tsx')).RoomConference);

/** A device in a meeting room: paired once, then it works by itself. */
export function RoomPage({ device }: { readonly device: DeviceSession }): JSX.Element {
  const endpoint = device.endpoint.value;
  useEffect(() => {
    if (endpoint.kind === 'unknown') void device.resume();
    if (endpoint.kind !== 'unreachable') return undefined;
    const timer = setInterval(() => void device.resume(), retryMs);
    return () => clearInterval(timer);
  }, [endpoint, device]);
  switch (endpoint.kind) {
    case 'unknown':
      return <Notice title={commonWords().loading} />;
    case 'unreachable':
      return <Notice title={commonWords().unreachable} testId="unreachable" />;
    case 'none':
      return <RoomPairing device={device} />;
    case 'held':
      return <Room rest={device.rest} endpoint={endpoint.by} />;
    default:
      return endpoint satisfies never;
  }
}

interface RoomProps {
  readonly rest: Rest;
  readonly endpoint: EndpointView;
}

function Room({ rest, endpoint }: RoomProps): JSX.Element {
  const [parting, setParting] = useState<Parting>();
  const pictures = usePictures(rest);
  const ask = useCallback(() => rest.call('room.get', {}), [rest]);
  const { value: view } = usePolled<'room.get'>(ask, pollMs);
  const [clock] = useState(() => new ServerClock());
  useEffect(() => {
    if (view) clock.heard(view.nowMs);
  }, [view, clock]);
  // Remembered: otherwise a room whose browser restarts would ring instead of joining again.
  const [answeredId, setAnsweredId] = useState(() => remembered('answered-emergency'));
  const answer = (meetingId: string): void => {
    remember('answered-emergency', meetingId);
    setAnsweredId(meetingId);
    // An earlier move by a moderator no longer counts.
    setParting(undefined);
  };
  useEffect(() => {
    if (view) setParting((before) => before && afterView(before, view));
  }, [view]);
  const screen = view ? roomScreen(view, parting, answeredId) : undefined;
  const outdated = screen?.kind === 'parted' && screen.farewell === 'outdated';
  useEffect(() => {
    if (!outdated) return undefined;
    const timer = setTimeout(() => location.reload(), againMs);
    return () => clearTimeout(timer);
  }, [outdated]);
  const again = view !== undefined && triesAgain(parting, view);
  useEffect(() => {
    if (!again) return undefined;
    const timer = setTimeout(() => setParting(undefined), againMs);
    return () => clearTimeout(timer);
  }, [again]);
  switch (screen?.kind) {
    case undefined:
    case 'waiting':
      return (
        <Waiting rest={rest} pictures={pictures} endpoint={endpoint} clock={clock} next={screen?.next} />
      );
    case 'called':
      return <EmergencyCall key={screen.by.id} by={screen.by} onAnswer={() => answer(screen.by.id)} />;
    case 'conference': {
      const { calledBy } = screen;
      return (
        <MeetingProvider key={screen.meetingId} value={{ meetingId: screen.meetingId, rest, pictures }}>
          <RoomConference meetingId={screen.meetingId} rest={rest} clock={clock} onParted={setParting} />
          {calledBy && <EmergencyBanner by={calledBy} onAnswer={() => answer(calledBy.id)} />}
        </MeetingProvider>
      );
    }
    case 'parted': {
      const { title, text } = meetingWords().farewells[screen.farewell];
      return (
        <Notice title={title} text={text} testId={`over-${screen.farewell}`}>
          {!putOut.includes(screen.farewell) && (
            <Button look="primary" large onPress={() => setParting(undefined)}>
              {commonWords().join}
            </Button>
          )}
        </Notice>
      );
    }
    default:
      return screen satisfies never;
  }
}

interface WaitingProps {
  readonly rest: Rest;
  readonly pictures: PagePictures;
  readonly endpoint: EndpointView;
  readonly clock: ServerClock;
  /** Undefined until the server has answered. */
  readonly next: RoomView['meeting'] | undefined;
}

function Waiting({ rest, pictures, endpoint, clock, next }: WaitingProps): JSX.Element {
  usePrefetch({ rest, pictures, ...(next && { meetingId: next.id }) });
  // Loaded while there is time: all rooms of a meeting join at the same moment.
  useEffect(() => void RoomConference.prepare(), []);
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
        <p class="room__ready">{roomWords().roomReady}</p>
        <h1 data-testid="room-endpoint">{endpoint.name}</h1>
        <p>{unitName(endpoint.siteName, endpoint.parentSiteName)}</p>
      </div>
      <div class="room__next">
        {next === null && <p>{roomWords().roomNone}</p>}
        {next && (
          <>
            <p>{roomWords().roomNext}</p>
            <h2>{next.title}</h2>
            <p class="room__time">
              {timeOfDay(next.startsAtMs)} – {timeOfDay(next.endsAtMs)}, {dayOf(next.startsAtMs)}
            </p>
            <RoomAttendance key={next.id} meeting={next} rest={rest} />
          </>
        )}
        <p class="room__hint">{roomWords().roomJoinsItself}</p>
      </div>
    </main>
  );
}
