import type { JSX } from 'preact';
import { isModerator } from '../../../../domain/conference/state.ts';
import { currentQueue } from '../../../../domain/conference/topics/floor.ts';
import type { ConferenceState, Participant } from '../../../../protocol/state.ts';
import { t } from '../../../i18n/messages.ts';
import type { ConferenceStore } from '../../../state/conference.ts';
import { ballotNews } from '../../../state/ballots.ts';
import { isAskedToReport } from '../../../state/roll-call.ts';
import {
  AgendaIcon,
  BallotIcon,
  ChatIcon,
  ConductIcon,
  DocumentIcon,
  GroupsIcon,
  HandIcon,
  LayoutIcon,
  LobbyIcon,
  PeopleIcon,
  RollCallIcon,
} from '../../icons.tsx';
import { AgendaPanel } from './agenda.tsx';
import { BallotsPanel } from './ballots.tsx';
import { VotePrompt } from './ballots-vote.tsx';
import { AnnouncementBanner } from './chat-announcement.tsx';
import { unreadHere } from './chat-seen.ts';
import { ChatPanel } from './chat.tsx';
import { ConductPanel } from './conduct.tsx';
import { DocumentsPanel } from './documents.tsx';
import { FloorPanel } from './floor.tsx';
import { GroupPrompt, GroupsPanel } from './groups.tsx';
import { LayoutPanel } from './layout.tsx';
import { LobbyPanel } from './lobby.tsx';
import { RollCallPrompt } from './roll-call-report.tsx';
import { RollCallPanel } from './roll-call.tsx';
import { RosterPanel } from './roster.tsx';

export interface PanelProps {
  readonly store: ConferenceStore;
  readonly own: Participant;
}

/** One tab beside the stage. What a panel wants of the REST side it gets by `useMeeting()` (../meeting-context.ts). */
export interface Panel {
  /** Names its tab and itself for tests: `tab-<name>`, `panel-<name>`. */
  readonly name: string;
  readonly title: () => string;
  readonly Icon: () => JSX.Element;
  readonly View: (props: PanelProps) => JSX.Element | null;
  /** Whether the participant has a use for it; without it, everybody has. */
  readonly isFor?: (own: Participant, conference: ConferenceState) => boolean;
  /** How many things in it wait for the participant; stands on the tab. */
  readonly news?: (own: Participant, conference: ConferenceState) => number;
}

/** In the order of their tabs. */
export const panels: readonly Panel[] = [
  { name: 'roster', title: () => t().roster, Icon: PeopleIcon, View: RosterPanel },
  {
    name: 'lobby',
    title: () => t().waiting,
    Icon: LobbyIcon,
    View: LobbyPanel,
    isFor: ({ role }) => isModerator(role),
    news: (_, { participants }) =>
      Object.values(participants).filter(({ presence }) => presence === 'waiting').length,
  },
  {
    name: 'floor',
    title: () => t().floor.title,
    Icon: HandIcon,
    View: FloorPanel,
    news: ({ role }, conference) => (isModerator(role) ? currentQueue(conference).length : 0),
  },
  { name: 'agenda', title: () => t().agenda.title, Icon: AgendaIcon, View: AgendaPanel },
  {
    name: 'roll-call',
    title: () => t().rollCall.title,
    Icon: RollCallIcon,
    View: RollCallPanel,
    isFor: ({ id, role }, { rollCall: { phase, reports } }) =>
      isModerator(role) || phase === 'open' || reports[id] !== undefined,
    news: (own, conference) => (isAskedToReport(conference, own) ? 1 : 0),
  },
  {
    name: 'ballots',
    title: () => t().ballots.title,
    Icon: BallotIcon,
    View: BallotsPanel,
    news: ballotNews,
  },
  { name: 'documents', title: () => t().documents.title, Icon: DocumentIcon, View: DocumentsPanel },
  { name: 'chat', title: () => t().chat.title, Icon: ChatIcon, View: ChatPanel, news: unreadHere },
  {
    name: 'groups',
    title: () => t().groups.title,
    Icon: GroupsIcon,
    View: GroupsPanel,
    isFor: ({ role }, { groups }) => isModerator(role) || groups.groups.length > 0,
  },
  {
    name: 'layout',
    title: () => t().stageWords.title,
    Icon: LayoutIcon,
    View: LayoutPanel,
    isFor: ({ role }) => isModerator(role),
  },
  {
    name: 'conduct',
    title: () => t().conduct.title,
    Icon: ConductIcon,
    View: ConductPanel,
    isFor: ({ role }) => isModerator(role),
  },
];

/** What a participant is asked to do now, over the stage, at a desk and in a room alike; each shows nothing while nothing is asked. */
export const prompts: readonly Panel['View'][] = [
  AnnouncementBanner,
  GroupPrompt,
  RollCallPrompt,
  VotePrompt,
];
