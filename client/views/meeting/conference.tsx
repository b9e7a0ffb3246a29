import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isModerator } from '../../../domain/conference/state.ts';
import { refusalText } from '../../i18n/formats.ts';
import { meetingWords } from './words.ts';
import { commonWords } from '../../i18n/common.ts';
import { viewingWords } from './stage/viewing-words.ts';
import type { Attendance } from '../../media/attendance.ts';
import { Alert, Button, LanguageSwitch } from '../shared/controls.tsx';
import { LockIcon, WallIcon } from '../shared/icons.tsx';
import { AskedPrompt } from './asked.tsx';
import { ChairBar } from './bars/chair-bar.tsx';
import { Clock } from './clock.tsx';
import { useMeeting } from './meeting-context.ts';
import { OwnBar } from './bars/own-bar.tsx';
import { usePrefetch } from './prefetch.ts';
import { prompts } from './panels/registry.ts';
import { SidePanel } from './side-panel.tsx';
import { Scene } from './stage/scene.tsx';
import { Sounds } from './stage/sounds.tsx';

import { NotInYet, ReconnectBanner } from './standing.tsx';

/** The conference as a person at a desk sees it. */
export function Conference({ attendance }: { readonly attendance: Attendance }): JSX.Element {
  const store = attendance.conference;
  usePrefetch(useMeeting(), Object.keys(store.conference.value.documents.byId).join(' '));
  const own = store.own.value;
  const conference = store.conference.value;
  const refusal = store.refusal.value;
  const [chosen, setChosen] = useState<string | null>();
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
  const offered = isModerator(own.role) && matchMedia('(min-width: 60rem)').matches ? 'roster' : undefined;
  const opened = chosen === undefined ? offered : (chosen ?? undefined);
  return (
    <div class="conference" data-testid="conference" data-phase={conference.phase}>
      <header class="conference__head">
        <h1>{conference.title}</h1>
        <span class={`badge badge--${conference.phase}`} data-testid="phase">
          {meetingWords().phases[conference.phase]}
        </span>
        {conference.locked && (
          <span class="badge" data-testid="locked">
            <LockIcon />
            {meetingWords().locked}
          </span>
        )}
        {isModerator(own.role) && <WallButton attendance={attendance} />}
        <Clock clock={store.clock} />
        <LanguageSwitch />
      </header>
      <ReconnectBanner store={store} />
      {refusal && (
        <div class="conference__refusal">
          <Alert>{refusalText(refusal)}</Alert>
          <Button look="quiet" onPress={() => store.forgetRefusal()}>
            {commonWords().close}
          </Button>
        </div>
      )}
      <div class={`conference__body${opened === undefined ? '' : ' conference__body--panel'}`}>
        <Scene attendance={attendance} own={own} />
        <SidePanel store={store} own={own} opened={opened} onOpen={(name) => setChosen(name ?? null)} />
      </div>
      <footer class="conference__foot">
        <div class="prompts">
          <AskedPrompt store={store} />
          {prompts.map((Prompt, index) => (
            <Prompt key={index} store={store} own={own} />
          ))}
        </div>
        <OwnBar attendance={attendance} own={own} />
        <ChairBar store={store} own={own} />
      </footer>
      <Sounds attendance={attendance} />
    </div>
  );
}

function WallButton({ attendance: { viewing } }: { readonly attendance: Attendance }): JSX.Element {
  const isShown = viewing.shown.value.kind !== 'stage';
  return (
    <Button
      pressed={isShown}
      look={isShown ? 'primary' : 'plain'}
      testId="wall-switch"
      onPress={() => (isShown ? viewing.showStage() : viewing.showWall())}
    >
      <WallIcon />
      <span>{viewingWords().wall}</span>
    </Button>
  );
}
