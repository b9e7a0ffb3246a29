import type { JSX } from 'preact';
import { isModerator } from '../../../../../domain/conference/state.ts';
import type { MeetingDetail } from '../../../../../protocol/rest/meetings/meetings.ts';
import { dueFor } from '../../../../state/planning/plan-due.ts';
import { planPageWords } from '../words.ts';
import { CourseTab } from './course.tsx';
import { HistoryTab } from './history.tsx';
import { InviteesTab } from './invitees.tsx';
import { LettersTab } from './letters.tsx';
import { PapersTab } from './papers.tsx';
import { RecordTab } from './record.tsx';
import type { TabProps } from './tab-props.ts';
import { TimesTab } from './times.tsx';

/** One tab of a meeting's plan page. */
export interface PlanTab {
  /** Its name in the address (`#<name>`) and in the test ids `plan-tab-<name>` and `plan-panel-<name>`. */
  readonly name: string;
  readonly title: () => string;
  readonly View: (props: TabProps) => JSX.Element | null;
  /** Whether the caller sees the tab; without it, every caller does. */
  readonly isFor?: (meeting: MeetingDetail) => boolean;
  /** How many things the tab lists or wants done; shown on it unless there are none. */
  readonly count?: (meeting: MeetingDetail) => number;
}

/** In the order of the tabs. A new tab is a file in this folder and a line here. */
export const planTabs: readonly PlanTab[] = [
  {
    name: 'course',
    title: () => planPageWords().course,
    View: CourseTab,
    count: (meeting) => dueFor(meeting).length,
  },
  {
    name: 'invitees',
    title: () => planPageWords().invitees,
    View: InviteesTab,
    count: ({ invitations }) => invitations.length,
  },
  {
    name: 'letters',
    title: () => planPageWords().letters,
    View: LettersTab,
    isFor: ({ self }) => self.mayPlan,
  },
  { name: 'papers', title: () => planPageWords().papers, View: PapersTab },
  { name: 'times', title: () => planPageWords().times, View: TimesTab },
  {
    name: 'record',
    title: () => planPageWords().record,
    View: RecordTab,
    isFor: ({ state, self }) =>
      (state === 'ended' || state === 'closed') && self.role !== null && isModerator(self.role),
  },
  {
    name: 'history',
    title: () => planPageWords().history,
    View: HistoryTab,
    isFor: ({ self }) => self.mayPlan,
  },
];
