import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { EndpointView } from '../../../../protocol/rest/sites/endpoints.ts';
import { commonWords } from '../../../i18n/common.ts';
import { meetingWords } from '../words.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { ownRoom } from '../../../state/room/known-room.ts';
import { ServerReach } from '../../../state/room/reach.ts';
import type { SecondDisplay } from '../../../state/room/second-display.ts';
import { remember, remembered } from '../../../state/remembered.ts';
import { afterView, putOut, roomScreen, triesAgain } from '../../../state/room/room.ts';
import type { Parting } from '../../../state/room/room.ts';
import { ServerClock } from '../../../state/conference/server-clock.ts';
import type { DeviceSession } from '../../../state/session.ts';
import { Button } from '../../shared/controls.tsx';
import { MessagePage } from '../../shared/message-page.tsx';
import { EmergencyBanner, EmergencyCall } from './emergency-call.tsx';
import { usePolled } from '../../../hooks/polled.ts';
import { MeetingProvider } from '../meeting-context.ts';
import { usePictures } from '../stage/pictures.ts';
import { RoomPairing } from './pairing.tsx';
import { useKeptPage, useWakeLock } from './kept-page.ts';
import { RoomNotice } from './notice.tsx';
import { useKnownRoom, useReach } from './own-server.ts';
import { useRemoteControl } from './remote-control.ts';
import { OnSecondDisplay, useSecondDisplay, WithoutSlides } from './second-display/second-display.tsx';
import { WaitingRoom } from './waiting-room.tsx';
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
  useRemoteControl();
  useWakeLock();
  const endpoint = device.endpoint.value;
  const [clock] = useState(() => new ServerClock());
  const [reach] = useState(() => new ServerReach(clock));
  useEffect(() => {
    if (endpoint.kind === 'unknown') void device.resume();
    if (endpoint.kind !== 'unreachable') return undefined;
    reach.failed('unavailable');
    const timer = setInterval(() => void device.resume(), retryMs);
    return () => clearInterval(timer);
  }, [endpoint, device, reach]);
  const display = useSecondDisplay(endpoint.kind !== 'none');
  return (
    <>
      <OnSecondDisplay display={display}>
        <WithoutSlides clock={clock} reach={reach} />
      </OnSecondDisplay>
      <FirstDisplay device={device} clock={clock} reach={reach} display={display} />
    </>
  );
}

interface FirstDisplayProps {
  readonly device: DeviceSession;
  readonly clock: ServerClock;
  readonly reach: ServerReach;
  readonly display: SecondDisplay;
}

function FirstDisplay({ device, clock, reach, display }: FirstDisplayProps): JSX.Element {
  const endpoint = device.endpoint.value;
  switch (endpoint.kind) {
    case 'unknown':
      return (
        <RoomNotice clock={clock} reach={reach}>
          <MessagePage title={commonWords().loading} />
        </RoomNotice>
      );
    case 'unreachable':
      return <Unreachable reach={reach} clock={clock} />;
    case 'none':
      return <RoomPairing device={device} />;
    case 'held':
      return <Room rest={device.rest} endpoint={endpoint.by} clock={clock} reach={reach} display={display} />;
    default:
      return endpoint satisfies never;
  }
}

/** The page was loaded without a server. */
function Unreachable(props: Pick<RoomProps, 'clock' | 'reach'>): JSX.Element {
  const room = ownRoom.value;
  return (
    <RoomNotice {...props} testId="unreachable">
      {room && (
        <div class="room__endpoint">
          <h1>{room.name}</h1>
          <p>{room.siteName}</p>
        </div>
      )}
    </RoomNotice>
  );
}

interface RoomProps extends Omit<FirstDisplayProps, 'device'> {
  readonly rest: Rest;
  readonly endpoint: EndpointView;
}

function Room({ rest, endpoint, clock, reach, display }: RoomProps): JSX.Element {
  const [parting, setParting] = useState<Parting>();
  const pictures = usePictures(rest);
  const ask = useCallback(() => rest.call('room.get', {}), [rest]);
  const polled = usePolled<'room.get'>(ask, pollMs);
  const { value: view } = polled;
  useReach(reach, polled);
  useKnownRoom(rest, endpoint);
  // Loaded while there is time: all rooms of a meeting join at the same moment.
  useEffect(() => void RoomConference.prepare(), []);
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
  const isWaiting = screen === undefined || screen.kind === 'waiting';
  const [isOld, setIsOld] = useState(false);
  useKeptPage(useCallback(() => setIsOld(true), []));
  useEffect(() => {
    // A new version of the page is here; a room in a meeting gets it afterwards.
    if (isOld && isWaiting) location.reload();
  }, [isOld, isWaiting]);
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
        <WaitingRoom
          rest={rest}
          pictures={pictures}
          endpoint={endpoint}
          clock={clock}
          reach={reach}
          display={display}
          next={screen?.next}
        />
      );
    case 'called':
      return (
        <EmergencyCall
          key={screen.by.id}
          by={screen.by}
          clock={clock}
          reach={reach}
          onAnswer={() => answer(screen.by.id)}
        />
      );
    case 'conference': {
      const { calledBy } = screen;
      return (
        <MeetingProvider
          key={screen.meetingId}
          value={{ meetingId: screen.meetingId, rest, pictures, mayPlan: false }}
        >
          <RoomConference
            meetingId={screen.meetingId}
            rest={rest}
            clock={clock}
            reach={reach}
            display={display}
            onParted={setParting}
          />
          {calledBy && <EmergencyBanner by={calledBy} onAnswer={() => answer(calledBy.id)} />}
        </MeetingProvider>
      );
    }
    case 'parted': {
      const { title, text } = meetingWords().farewells[screen.farewell];
      return (
        <RoomNotice clock={clock} reach={reach}>
          <MessagePage title={title} text={text} testId={`over-${screen.farewell}`}>
            {!putOut.includes(screen.farewell) && (
              <Button look="primary" large onPress={() => setParting(undefined)}>
                {commonWords().join}
              </Button>
            )}
          </MessagePage>
        </RoomNotice>
      );
    }
    default:
      return screen satisfies never;
  }
}
