import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import { givenRoles } from '../../../../protocol/roles.ts';
import { useSight } from '../../../hooks/sight.ts';
import { commonWords } from '../../../i18n/common.ts';
import { roleTexts } from '../../../i18n/roles.ts';
import { everyInvitee, filterInvitees } from '../../../state/planning/invitees.ts';
import { rowsInSight } from '../../../state/visible-rows.ts';
import { Field, Select } from '../../shared/controls.tsx';
import type { InviteeActions } from './invitee-actions.ts';
import { InviteeRow } from './invitee-row.tsx';
import { invitationWords } from './words.ts';

type InvitationView = MeetingDetail['invitations'][number];

interface InviteeListProps {
  readonly invitations: readonly InvitationView[];
  readonly chairOrder: readonly string[];
  /** Left out while the plan cannot be changed. */
  readonly actions: InviteeActions | undefined;
}

/** Every row has one height, so none needs measuring; on a narrow screen its controls are on a second line. */
const rowHeights = { narrow: 116, wide: 64 };
const narrowPx = 620;

/** The rooms and people that are invited, with a filter. The document holds only the visible rows. */
export function InviteeList({ invitations, chairOrder, actions }: InviteeListProps): JSX.Element {
  const [filter, setFilter] = useState(everyInvitee);
  const { view, sight } = useSight<HTMLDivElement>();
  const words = invitationWords();
  const shown = filterInvitees(invitations, filter);
  const rowHeight = sight.width < narrowPx ? rowHeights.narrow : rowHeights.wide;
  const { first, end } = rowsInSight(shown.length, { ...sight, rowHeight });
  const any = { value: '' as const, text: words.everyRole };
  return (
    <>
      <div class="invitee-filters">
        <Field
          label={commonWords().search}
          value={filter.text}
          onInput={(text) => setFilter({ ...filter, text })}
          type="search"
          maxLength={100}
          testId="invitee-search"
        />
        <Select
          label={words.role}
          value={filter.role ?? ''}
          onChange={(role) => setFilter({ ...filter, role: role || undefined })}
          options={[any, ...givenRoles.map((value) => ({ value, text: roleTexts()[value] }))]}
          testId="invitee-role-filter"
        />
        <Select
          label={words.kind}
          value={filter.kind ?? ''}
          onChange={(kind) => setFilter({ ...filter, kind: kind || undefined })}
          options={[
            { value: '', text: words.everyKind },
            { value: 'endpoint', text: words.roomsOnly },
            { value: 'account', text: words.peopleOnly },
          ]}
          testId="invitee-kind-filter"
        />
        <p class="muted" role="status" data-testid="invitee-count">
          {words.shownOf(shown.length, invitations.length)}
        </p>
      </div>
      <div ref={view} class="invitee-list" data-testid="invitee-list">
        <ul class="invitations invitee-list__rows" style={{ height: `${shown.length * rowHeight}px` }}>
          {shown.slice(first, end).map((invitation, index) => (
            <InviteeRow
              key={invitation.id}
              invitation={invitation}
              chairPlace={chairOrder.length > 1 ? chairOrder.indexOf(invitation.inviteeId) + 1 : 0}
              place={{ at: first + index + 1, of: shown.length, heightPx: rowHeight }}
              actions={actions}
            />
          ))}
        </ul>
      </div>
      {shown.length === 0 && <p class="muted">{commonWords().nothingFound}</p>}
    </>
  );
}
