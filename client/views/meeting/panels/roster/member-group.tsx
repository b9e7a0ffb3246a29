import type { JSX } from 'preact';
import type { Participant } from '../../../../../protocol/state.ts';
import type { PanelProps } from '../panel-props.ts';
import { MemberRow } from './member-row.tsx';

interface MemberGroupProps extends PanelProps {
  readonly title: string | undefined;
  readonly members: readonly Participant[];
  readonly testId?: string;
  /** The unit that the group is of. */
  readonly siteId?: string | undefined;
  /** A control for the whole group. */
  readonly action?: JSX.Element | null | undefined;
}

/** Participants under one heading, with their number. */
export const MemberGroup = ({
  store,
  own,
  title,
  members,
  testId,
  siteId,
  action,
}: MemberGroupProps): JSX.Element => (
  <section class="roster__group" data-testid={testId} data-site={siteId}>
    <h3>
      {title} <span class="count">{members.length}</span>
      {action}
    </h3>
    <ul>
      {members.map((member) => (
        <li key={member.id}>
          <MemberRow store={store} own={own} member={member} />
        </li>
      ))}
    </ul>
  </section>
);
