import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { allowed } from '../../../../../domain/conference/policy.ts';
import { isModerator } from '../../../../../domain/conference/state.ts';
import type { Participant } from '../../../../../protocol/state.ts';
import { groupWords } from './words.ts';
import type { ConferenceStore } from '../../../../state/conference/conference.ts';
import { groupViews, ownGroup } from '../../../../state/conference/groups.ts';
import type { GroupWithMembers } from '../../../../state/conference/groups.ts';
import { ConfirmedButton } from '../../../shared/controls.tsx';
import { GroupsIcon } from '../../../shared/icons.tsx';
import { SiteLabel } from '../../site-label.tsx';
import { GroupsForm } from './groups-form.tsx';
import type { PanelProps } from '../panel-props.ts';

/** Who is in which group. Chair and secretary divide, reassign, and bring everybody back. */
export function GroupsPanel({ store, own }: PanelProps): JSX.Element {
  const conference = store.conference.value;
  const views = groupViews(conference, own.id);
  if (views.length === 0) {
    return allowed('groups.assign', own.role, conference.phase) ? (
      <GroupsForm store={store} own={own} />
    ) : (
      <p class="muted">{groupWords().none}</p>
    );
  }
  const mayAssign = allowed('groups.assign', own.role, conference.phase);
  return (
    <div class="groups">
      {allowed('groups.close', own.role, conference.phase) && (
        <ConfirmedButton
          look="primary"
          testId="groups-close"
          question={groupWords().closeConfirm}
          confirm={groupWords().close}
          onConfirm={() => void store.command('groups.close', {})}
        >
          {groupWords().close}
        </ConfirmedButton>
      )}
      {views.map((view) => (
        <Group key={view.id ?? ''} store={store} view={view} all={views} mayAssign={mayAssign} />
      ))}
    </div>
  );
}

interface GroupProps {
  readonly store: ConferenceStore;
  readonly view: GroupWithMembers;
  readonly all: readonly GroupWithMembers[];
  readonly mayAssign: boolean;
}

function Group({ store, view, all, mayAssign }: GroupProps): JSX.Element {
  const { id, title, members, isOwn } = view;
  return (
    <section class={`group${isOwn ? ' group--own' : ''}`} data-testid="group" data-group={id ?? 'plenary'}>
      <h3>
        {id === null ? groupWords().plenary : title} <span class="count">{members.length}</span>
      </h3>
      <ul>
        {members.map((member) => (
          <li key={member.id} data-participant={member.id}>
            <Member member={member} />
            {mayAssign && <Assign store={store} member={member} at={id} all={all} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

const Member = ({ member }: { readonly member: Participant }): JSX.Element => (
  <span class="group__member">
    <span>{member.name}</span>
    <SiteLabel of={member} />
  </span>
);

interface AssignProps {
  readonly store: ConferenceStore;
  readonly member: Participant;
  readonly at: string | null;
  readonly all: readonly GroupWithMembers[];
}

function Assign({ store, member, at, all }: AssignProps): JSX.Element {
  return (
    <select
      class="assign"
      aria-label={groupWords().assign(member.name)}
      value={at ?? ''}
      data-testid="group-assign"
      onChange={(event) => {
        const groupId = event.currentTarget.value || null;
        void store.command('groups.assign', { participantId: member.id, groupId });
      }}
    >
      {all.map(({ id, title }) => (
        <option key={id ?? ''} value={id ?? ''}>
          {id === null ? groupWords().plenary : title}
        </option>
      ))}
    </select>
  );
}

/** Shows over the stage the own group and its members. */
export function GroupPrompt({ store, own }: PanelProps): JSX.Element | null {
  const [opened, setOpened] = useState(false);
  const group = ownGroup(store.conference.value, own.id);
  if (!group || isModerator(own.role)) return null;
  const others = group.members.filter(({ id }) => id !== own.id);
  return (
    <details
      class="group-prompt"
      open={opened}
      data-group={group.id}
      onToggle={(event) => setOpened(event.currentTarget.open)}
    >
      <summary>
        <GroupsIcon />
        <strong>{groupWords().youSitIn(group.title)}</strong>
        <span>{groupWords().memberCount(group.members.length)}</span>
      </summary>
      {others.length === 0 ? (
        <p>{groupWords().alone}</p>
      ) : (
        <>
          <p>{groupWords().with}</p>
          <ul>
            {others.map((member) => (
              <li key={member.id}>
                <Member member={member} />
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}
