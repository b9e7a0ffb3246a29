import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { chairWords } from './words.ts';
import { commonWords } from '../../../i18n/common.ts';
import { agendaView, sessionTiming } from '../../../state/conference/agenda.ts';
import { currentItem } from '../../../state/conference/chair-controls.ts';
import { duration } from '../../../state/conference/floor.ts';
import { Button, Dialog } from '../../shared/controls.tsx';
import { EndButton, MuteAllButton, ResumeButton, StartButton } from '../bars/session-buttons.tsx';
import { useServerNow } from '../now.ts';
import { agendaWords } from '../panels/agenda/words.ts';
import { NextItemButton } from '../panels/agenda/next-item.tsx';
import { Timing } from '../panels/agenda/session-timing.tsx';
import { SessionCourse } from '../panels/conduct/session-course.tsx';
import type { PanelProps } from '../panels/panel-props.ts';
import { ChairBallot } from './chair-ballot.tsx';
import { Speakers } from './speakers.tsx';

/**
 * All that a chair needs to lead: speakers, time, the agenda's next step, a ballot, quiet. To end the session
 * is two steps away from the button that mutes everybody.
 */
export function ChairControls({ store, own }: PanelProps): JSX.Element {
  return (
    <aside class="chair" aria-label={chairWords().title} data-testid="chair-controls">
      <StartButton store={store} own={own} large />
      <ResumeButton store={store} own={own} large />
      <Speakers store={store} own={own} />
      <AgendaStep store={store} own={own} />
      <ChairBallot store={store} own={own} />
      <div class="chair__last">
        <MuteAllButton store={store} own={own} large />
        <SessionMenu store={store} own={own} />
      </div>
    </aside>
  );
}

function AgendaStep({ store, own }: PanelProps): JSX.Element {
  const now = useServerNow(store.clock, true);
  const conference = store.conference.value;
  const { items } = agendaView(conference, now);
  const current = items.find(({ standing }) => standing === 'current');
  return (
    <section class="chair__part">
      <Timing timing={sessionTiming(conference, now)} />
      {items.length > 0 && (
        <>
          <h2>{chairWords().agenda}</h2>
          <p class="chair__item" data-testid="chair-item">
            <strong>{currentItem(conference) ?? chairWords().betweenItems}</strong>
            {current && (
              <small class={current.overMs > 0 ? 'late' : 'muted'}>
                {current.overMs > 0
                  ? agendaWords().over(duration(current.overMs))
                  : agendaWords().used(duration(current.usedMs))}
              </small>
            )}
          </p>
          <NextItemButton store={store} own={own} />
        </>
      )}
    </section>
  );
}

/** What is done once in a session, behind one more press. */
function SessionMenu({ store, own }: PanelProps): JSX.Element {
  const [isOpened, setOpened] = useState(false);
  return (
    <>
      <Button testId="session-menu" onPress={() => setOpened(true)}>
        {chairWords().session}
      </Button>
      {isOpened && (
        <Dialog title={chairWords().sessionTitle} onClose={() => setOpened(false)}>
          <SessionCourse store={store} own={own} />
          <EndButton store={store} own={own} />
          <div class="dialog__buttons">
            <Button onPress={() => setOpened(false)}>{commonWords().close}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
