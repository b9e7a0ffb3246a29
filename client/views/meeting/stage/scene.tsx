import type { JSX } from 'preact';
import type { Participant } from '../../../../protocol/state.ts';
import { timeOfDay } from '../../../i18n/formats.ts';
import { stageWords } from './words.ts';
import type { Attendance } from '../../../media/attendance.ts';
import type { ConferenceStore } from '../../../state/conference/conference.ts';
import { duration } from '../../../state/conference/floor.ts';
import { HallIcon } from '../../shared/icons.tsx';
import { ChairNotice } from './chair-notice.tsx';
import { lazyView } from '../../shared/lazy-view.tsx';
import { LineNotice } from './line-notice.tsx';
import { useServerNow } from '../now.ts';
import { DocumentSlide, Stage } from './stage.tsx';
import { TurnBanner } from './turn-banner.tsx';

const Single = lazyView(async () => (await import('./single.tsx')).Single, 'part');
const StoppedNotice = lazyView(async () => (await import('./stopped-notice.tsx')).StoppedNotice, 'part');
const Wall = lazyView(async () => (await import('./wall.tsx')).Wall, 'part');

/** Loads what the scene may show later, before it does. A room has it in its cache (client/room-worker). */
export const prepareScene = (): Promise<unknown> =>
  Promise.all([DocumentSlide, Single, Wall].map(({ prepare }) => prepare()));

interface SceneProps {
  readonly attendance: Attendance;
  readonly own: Participant;
}

/**
 * Everything that all participants see: the stage, the layers over and under it, and
 * the page shown in a break.
 */
export function Scene({ attendance, own }: SceneProps): JSX.Element {
  const store = attendance.conference;
  const { phase, classification, stage } = store.conference.value;
  const { title, ticker } = stage.text;
  return (
    <main class="scene">
      {classification === 'classified' && <p class="scene__classified">{stageWords().classified}</p>}
      {title !== '' && (
        <p class="scene__title" data-testid="screen-title">
          {title}
        </p>
      )}
      <ChairNotice store={store} own={own} />
      <TurnBanner store={store} />
      {attendance.media.sendingStopped.value && <StoppedNotice media={attendance.media} />}
      <LineNotice attendance={attendance} />
      {phase === 'break' ? <BreakScreen store={store} /> : <Shown attendance={attendance} />}
      {ticker !== '' && (
        <p class="scene__ticker" data-testid="screen-ticker">
          {/* Long texts run at the speed of short ones. */}
          <span style={{ animationDuration: `${12 + ticker.length / 6}s` }}>{ticker}</span>
        </p>
      )}
    </main>
  );
}

function Shown({ attendance }: { readonly attendance: Attendance }): JSX.Element {
  const shown = attendance.viewing.shown.value;
  switch (shown.kind) {
    case 'stage':
      return <Stage attendance={attendance} />;
    case 'wall':
      return <Wall attendance={attendance} page={shown.page} />;
    case 'single':
      return <Single attendance={attendance} participant={shown.participant} />;
    default:
      return shown satisfies never;
  }
}

function BreakScreen({ store }: { readonly store: ConferenceStore }): JSX.Element {
  const { breakUntil, title } = store.conference.value;
  const left = (breakUntil ?? 0) - useServerNow(store.clock, true);
  const isCutOff = store.standing.value.kind === 'reconnecting';
  return (
    <section class="break" data-testid="break">
      <HallIcon />
      <p>{title}</p>
      <h2>{stageWords().breakTitle}</h2>
      {breakUntil !== null && left > 0 ? (
        <>
          <p class="break__left" role="timer">
            {duration(left)}
          </p>
          <p>{stageWords().breakUntil(timeOfDay(breakUntil))}</p>
        </>
      ) : (
        // Without the server, the page does not know whether the session has begun again.
        !isCutOff && <p>{stageWords().breakOver}</p>
      )}
    </section>
  );
}
