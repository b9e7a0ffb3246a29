import type { JSX } from 'preact';
import { isChair } from '../../../domain/conference/chair.ts';
import { isModerator } from '../../../domain/conference/state.ts';
import type { Participant } from '../../../protocol/state.ts';
import { chairWords } from './chair/words.ts';
import { viewingWords } from './stage/viewing-words.ts';
import { meetingWords } from './words.ts';
import type { Attendance } from '../../media/attendance.ts';
import { Button, LanguageSwitch } from '../shared/controls.tsx';
import { ConductIcon, LockIcon, WallIcon } from '../shared/desk-icons.ts';
import { AnnounceButton } from './bars/announce-button.tsx';
import { Clock } from './clock.tsx';
import { Shortcuts } from './shortcuts/shortcuts.tsx';

interface HeadProps {
  readonly attendance: Attendance;
  readonly own: Participant;
  /** The page shows a chair's few controls only. */
  readonly onlyLeads: boolean;
  readonly onAllTools: (all: boolean) => void;
  readonly onSearch: () => void;
}

/** What the conference is and how it stands, and what is within reach whatever the page shows. */
export function Head({ attendance, own, onlyLeads, onAllTools, onSearch }: HeadProps): JSX.Element {
  const store = attendance.conference;
  const conference = store.conference.value;
  return (
    <header class="conference__head">
      <h1>{conference.title}</h1>
      <span class={`badge badge--${conference.phase}`}>{meetingWords().phases[conference.phase]}</span>
      {conference.locked && (
        <span class="badge">
          <LockIcon />
          {meetingWords().locked}
        </span>
      )}
      {!onlyLeads && isModerator(own.role) && <WallButton attendance={attendance} />}
      {!onlyLeads && <AnnounceButton store={store} own={own} />}
      {isChair(own) && (
        <Button
          testId={onlyLeads ? 'all-tools' : 'chair-screen'}
          onPress={() => {
            // The chair's screen has no button that would lead back from the wall.
            attendance.viewing.showStage();
            onAllTools(onlyLeads);
          }}
        >
          <ConductIcon />
          <span>{onlyLeads ? chairWords().allTools : chairWords().chairScreen}</span>
        </Button>
      )}
      <Clock clock={store.clock} />
      {!onlyLeads && <Shortcuts store={store} own={own} onSearch={onSearch} />}
      <LanguageSwitch />
    </header>
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
