import type { JSX } from 'preact';
import { isModerator } from '../../../../domain/conference/state.ts';
import type { Participant } from '../../../../protocol/state.ts';
import { timeOfDay } from '../../../i18n/formats.ts';
import { stageWords } from './words.ts';
import { conductWords } from '../panels/conduct/words.ts';
import type { Attendance } from '../../../media/attendance.ts';
import type { ConferenceStore } from '../../../state/conference.ts';
import { duration } from '../../../state/floor.ts';
import { chairIn } from '../../../state/roster.ts';
import { HallIcon } from '../../shared/icons.tsx';
import { LineNotice } from './line-notice.tsx';
import { useServerNow } from '../now.ts';
import { Single } from './single.tsx';
import { Stage } from './stage.tsx';
import { StoppedNotice } from './stopped-notice.tsx';
import { TurnBanner } from './turn-banner.tsx';
import { Wall } from './wall.tsx';

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
      {classification === 'classified' && (
        <p class="scene__classified" data-testid="classification">
          {stageWords().classified}
        </p>
      )}
      {title !== '' && (
        <p class="scene__title" data-testid="screen-title">
          {title}
        </p>
      )}
      <ChairNotice store={store} own={own} />
      <TurnBanner store={store} />
      <StoppedNotice media={attendance.media} />
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

/**
 * Before the session everybody waits for the chair. During it, the other moderators see that the
 * chair is away, and who acts.
 */
function ChairNotice({ store, own }: { readonly store: ConferenceStore; readonly own: Participant }) {
  const conference = store.conference.value;
  const chair = chairIn(conference);
  if (chair.kind === 'here') return null;
  const leads = own.role === 'secretary';
  if (conference.phase !== 'opening' && !isModerator(own.role)) return null;
  const said = (): string => {
    if (conference.phase === 'opening' && !leads) return stageWords().chairAwaited;
    switch (chair.kind) {
      case 'lost':
        return conductWords().chairLost;
      case 'acted-for':
        return conductWords().chairActedFor(chair.by.name);
      case 'absent':
        return leads ? `${conductWords().chairAway} ${conductWords().youAct}` : conductWords().chairAway;
      default:
        return chair satisfies never;
    }
  };
  return (
    <p class="scene__notice" role="status" data-testid="chair-away" data-chair={chair.kind}>
      {said()}
    </p>
  );
}

function BreakScreen({ store }: { readonly store: ConferenceStore }): JSX.Element {
  const { breakUntil, title } = store.conference.value;
  const left = (breakUntil ?? 0) - useServerNow(store.clock, true);
  return (
    <section class="break" data-testid="break">
      <HallIcon />
      <p>{title}</p>
      <h2>{stageWords().breakTitle}</h2>
      {breakUntil !== null && left > 0 ? (
        <>
          <p class="break__left" role="timer" data-testid="break-left">
            {duration(left)}
          </p>
          <p>{stageWords().breakUntil(timeOfDay(breakUntil))}</p>
        </>
      ) : (
        <p>{stageWords().breakOver}</p>
      )}
    </section>
  );
}
