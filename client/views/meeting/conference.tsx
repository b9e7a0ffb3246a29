import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isChair } from '../../../domain/conference/chair.ts';
import { isModerator } from '../../../domain/conference/state.ts';
import { meetingWords } from './words.ts';
import type { Attendance } from '../../media/attendance.ts';
import { remember, remembered } from '../../state/remembered.ts';
import { Button } from '../shared/controls.tsx';
import { drawnAtOnce } from '../../hooks/drawn-at-once.ts';
import { useSteadyMediaQuery } from '../../hooks/media-query.ts';
import { AskedPrompt } from './asked.tsx';
import { ChairBar } from './bars/chair-bar.tsx';
import { ChairControls } from './chair/chair-controls.tsx';
import { useMeeting } from './meeting-context.ts';
import { Head } from './head.tsx';
import { OwnBar } from './bars/own-bar.tsx';
import { usePrefetch } from './prefetch.ts';
import { CurrentQueue } from './panels/floor/queue.tsx';
import { floorWords } from './panels/floor/words.ts';
import { prompts } from './panels/registry.ts';
import { SessionScript } from './panels/script/script.tsx';
import { Refusal } from './refusal.tsx';
import { PrivateWordBar } from './private-word/private-word-bar.tsx';
import { SidePanel } from './side-panel.tsx';
import { SpokenNews } from './spoken-news.tsx';
import { prepareScene, Scene } from './stage/scene.tsx';
import { Sounds } from './stage/sounds.tsx';

import { NotInYet, ReconnectBanner } from './standing.tsx';

/** The conference as a person at a desk sees it. A chair has the few controls of a chair, until it asks for all. */
export function Conference({ attendance }: { readonly attendance: Attendance }): JSX.Element {
  const store = attendance.conference;
  useEffect(() => void prepareScene(), []);
  usePrefetch(useMeeting(), Object.keys(store.conference.value.documents.byId).join(' '));
  const own = store.own.value;
  const conference = store.conference.value;
  const [chosen, setChosen] = useState<string | null>();
  const [hasAllTools, setAllTools] = useState(() => remembered('chair-tools') === 'all');
  const isWide = useSteadyMediaQuery('(min-width: 90rem)');
  // Asked once: a tablet that is turned keeps the panel, and what is being typed in it.
  const [hasRoom] = useState(() => matchMedia('(min-width: 60rem)').matches);
  if (!own) {
    return (
      <div class="conference conference--notice">
        <NotInYet store={store} />
        <Button testId="leave" onPress={() => void attendance.leave()}>
          {meetingWords().leave}
        </Button>
      </div>
    );
  }
  // On a wide screen, the roster is open from the start for moderators.
  const offered = isModerator(own.role) && hasRoom ? 'roster' : undefined;
  const opened = chosen === undefined ? offered : (chosen ?? undefined);
  const onlyLeads = isChair(own) && !hasAllTools;
  const hasQueueBeside = isWide && !onlyLeads && opened === 'roster' && isModerator(own.role);
  const beside = onlyLeads
    ? 'conference__body--chair'
    : hasQueueBeside
      ? 'conference__body--panel conference__body--console'
      : opened === undefined
        ? ''
        : 'conference__body--panel';
  const searchRoster = (): void => {
    drawnAtOnce(() => setChosen('roster'));
    document.querySelector<HTMLElement>('[data-testid="roster-search"]')?.focus();
  };
  return (
    <div class="conference" data-testid="conference" data-phase={conference.phase}>
      <Head
        attendance={attendance}
        own={own}
        onlyLeads={onlyLeads}
        onSearch={searchRoster}
        onAllTools={(all) => {
          remember('chair-tools', all ? 'all' : undefined);
          setAllTools(all);
        }}
      />
      <ReconnectBanner store={store} />
      <Refusal store={store} />
      <PrivateWordBar attendance={attendance} own={own} />
      <div class={`conference__body ${beside}`}>
        <Scene attendance={attendance} own={own} />
        {hasQueueBeside && (
          <aside class="up-next" aria-label={floorWords().queue} data-testid="up-next">
            <h2 class="visually-hidden">{floorWords().queue}</h2>
            <SessionScript store={store} own={own} />
            <CurrentQueue store={store} own={own} />
          </aside>
        )}
        {onlyLeads ? (
          <ChairControls store={store} own={own} />
        ) : (
          <SidePanel
            attendance={attendance}
            store={store}
            own={own}
            opened={opened}
            onOpen={(name) => setChosen(name ?? null)}
          />
        )}
      </div>
      <footer class="conference__foot">
        <div class="prompts">
          <AskedPrompt store={store} />
          {prompts.map((Prompt, index) => (
            <Prompt key={index} store={store} own={own} />
          ))}
        </div>
        <OwnBar attendance={attendance} own={own} />
        {!onlyLeads && <ChairBar store={store} own={own} />}
      </footer>
      <SpokenNews conference={conference} own={own} />
      <Sounds attendance={attendance} />
    </div>
  );
}
