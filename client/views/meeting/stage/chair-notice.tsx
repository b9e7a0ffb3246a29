import type { JSX } from 'preact';
import { awaitsChair } from '../../../../domain/conference/chair.ts';
import { isModerator } from '../../../../domain/conference/state.ts';
import type { Participant } from '../../../../protocol/state.ts';
import type { ConferenceStore } from '../../../state/conference/conference.ts';
import { chairIn } from '../../../state/conference/chair-presence.ts';
import { lazyView } from '../../shared/lazy-view.tsx';
import { stageWords } from './words.ts';

const GiveChairButton = lazyView(async () => (await import('./give-chair.tsx')).GiveChairButton, 'part');

interface ChairNoticeProps {
  readonly store: ConferenceStore;
  readonly own: Participant;
}

/**
 * Before the session everybody waits for the chair. During it, the other moderators see that the
 * chair is away, and who acts; the secretary can have somebody act. Without the server, the page does not know who
 * is there.
 */
export function ChairNotice({ store, own }: ChairNoticeProps): JSX.Element | null {
  const conference = store.conference.value;
  const chair = chairIn(conference);
  if (chair.kind === 'here' || store.standing.value.kind === 'reconnecting') return null;
  const leads = own.role === 'secretary';
  if (conference.phase !== 'opening' && !isModerator(own.role)) return null;
  const said = (): string => {
    if (isModerator(own.role) && awaitsChair(conference)) return stageWords().chairNeeded;
    if (conference.phase === 'opening' && !leads) return stageWords().chairAwaited;
    switch (chair.kind) {
      case 'lost':
        return stageWords().chairLost;
      case 'acted-for':
        return stageWords().chairActedFor(chair.by.name);
      case 'absent':
        return leads ? `${stageWords().chairAway} ${stageWords().youAct}` : stageWords().chairAway;
      default:
        return chair satisfies never;
    }
  };
  return (
    <div
      class="scene__notice scene__notice--with-button"
      role="status"
      data-testid="chair-away"
      data-chair={chair.kind}
    >
      <span>{said()}</span>
      {leads && chair.kind === 'absent' && <GiveChairButton store={store} own={own} />}
    </div>
  );
}
