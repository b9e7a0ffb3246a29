import type { JSX } from 'preact';
import { isModerator } from '../../../../domain/conference/state.ts';
import { currentQueue } from '../../../../domain/conference/topics/floor.ts';
import type { ConferenceState, Participant } from '../../../../protocol/state.ts';
import { rosterWords } from './roster/words.ts';
import { floorWords } from './floor/words.ts';
import { agendaWords } from './agenda/words.ts';
import { rollCallWords } from './roll-call/words.ts';
import { ballotWords } from './ballots/words.ts';
import { paperListWords } from '../../shared/papers/words.ts';
import { chatWords } from './chat/words.ts';
import { groupWords } from './groups/words.ts';
import { stageWords } from '../stage/words.ts';
import { conductWords } from './conduct/words.ts';
import { ballotNews } from '../../../state/conference/ballots.ts';
import { isAskedToReport } from '../../../state/conference/roll-call.ts';
import {
  AgendaIcon,
  BallotIcon,
  ChatIcon,
  ConductIcon,
  LayoutIcon,
  LobbyIcon,
  PeopleIcon,
  RollCallIcon,
} from '../../shared/desk-icons.ts';
import { DocumentIcon, GroupsIcon, HandIcon } from '../../shared/icons.tsx';
import { AgendaPanel } from './agenda/agenda.tsx';
import { BallotsPanel } from './ballots/ballots.tsx';
import { VotePrompt } from './ballots/ballots-vote.tsx';
import { AnnouncementBanner } from './chat/chat-announcement.tsx';
import { unreadHere } from './chat/chat-seen.ts';
import { ChatPanel } from './chat/chat.tsx';
import { ConductPanel } from './conduct/conduct.tsx';
import { DocumentsPanel } from './documents/documents.tsx';
import { FloorPanel } from './floor/floor.tsx';
import { GroupPrompt, GroupsPanel } from './groups/groups.tsx';
import { LayoutPanel } from './layout/layout.tsx';
import { LobbyPanel } from './roster/lobby.tsx';
import type { PanelProps, SidePanelProps } from './panel-props.ts';
import { RollCallPrompt } from './roll-call/roll-call-report.tsx';
import { RollCallPanel } from './roll-call/roll-call.tsx';
import { RosterPanel } from './roster/roster.tsx';

/** One tab beside the stage. A panel gets its REST client with `useMeeting()` (../meeting-context.ts). */
export interface Panel {
  /** The name in the test ids of the tab and the panel: `tab-<name>`, `panel-<name>`. */
  readonly name: string;
  readonly title: () => string;
  readonly Icon: () => JSX.Element;
  readonly View: (props: SidePanelProps) => JSX.Element | null;
  /** Whether the panel is of use to the participant; without it, every participant sees the panel. */
  readonly isFor?: (own: Participant, conference: ConferenceState) => boolean;
  /** How many things in the panel wait for the participant; shown on the tab. */
  readonly news?: (own: Participant, conference: ConferenceState) => number;
}

/** In the order of the tabs. */
export const panels: readonly Panel[] = [
  { name: 'roster', title: () => rosterWords().roster, Icon: PeopleIcon, View: RosterPanel },
  {
    name: 'lobby',
    title: () => rosterWords().waiting,
    Icon: LobbyIcon,
    View: LobbyPanel,
    isFor: ({ role }) => isModerator(role),
    news: (_, { participants }) =>
      Object.values(participants).filter(({ presence }) => presence === 'waiting').length,
  },
  {
    name: 'floor',
    title: () => floorWords().title,
    Icon: HandIcon,
    View: FloorPanel,
    news: ({ role }, conference) => (isModerator(role) ? currentQueue(conference).length : 0),
  },
  { name: 'agenda', title: () => agendaWords().title, Icon: AgendaIcon, View: AgendaPanel },
  {
    name: 'roll-call',
    title: () => rollCallWords().title,
    Icon: RollCallIcon,
    View: RollCallPanel,
    isFor: ({ id, role }, { rollCall: { phase, reports } }) =>
      isModerator(role) || phase === 'open' || reports[id] !== undefined,
    news: (own, conference) => (isAskedToReport(conference, own) ? 1 : 0),
  },
  {
    name: 'ballots',
    title: () => ballotWords().title,
    Icon: BallotIcon,
    View: BallotsPanel,
    news: ballotNews,
  },
  { name: 'documents', title: () => paperListWords().title, Icon: DocumentIcon, View: DocumentsPanel },
  { name: 'chat', title: () => chatWords().title, Icon: ChatIcon, View: ChatPanel, news: unreadHere },
  {
    name: 'groups',
    title: () => groupWords().title,
    Icon: GroupsIcon,
    View: GroupsPanel,
    isFor: ({ role }, { groups }) => isModerator(role) || groups.groups.length > 0,
  },
  {
    name: 'layout',
    title: () => stageWords().title,
    Icon: LayoutIcon,
    View: LayoutPanel,
    isFor: ({ role }) => isModerator(role),
  },
  {
    name: 'conduct',
    title: () => conductWords().title,
    Icon: ConductIcon,
    View: ConductPanel,
    isFor: ({ role }) => isModerator(role),
  },
];

/** Prompts over the stage, at a desk and in a room alike. Each shows nothing while it has nothing to ask. */
export const prompts: readonly ((props: PanelProps) => JSX.Element | null)[] = [
  AnnouncementBanner,
  GroupPrompt,
  RollCallPrompt,
  VotePrompt,
];
