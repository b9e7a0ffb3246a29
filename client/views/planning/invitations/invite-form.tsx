import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RestRequest, RestResponse } from '../../../../protocol/rest/client-types.ts';
import type { MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import { invitationWords } from './words.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Button, Toggle } from '../../shared/controls.tsx';
import { PeopleGroupsButton } from './people-groups-button.tsx';
import { InviteSelection, type SelectionWish } from './invite-selection.tsx';
import { type ChosenInvitee, InviteePicker } from '../../shared/invitees/invitee-picker.tsx';

const ways = ['many', 'single'] as const;

interface InviteFormProps {
  readonly rest: Rest;
  readonly meeting: MeetingDetail;
  /** What the last selection invited. */
  readonly selected: RestResponse<'meeting.inviteSelection'>['selection'] | undefined;
  readonly onInviteSelection: (wish: SelectionWish) => void;
  /** Resolves to whether they are invited. */
  readonly onInvite: (invitations: RestRequest<'meeting.invite'>['body']['invitations']) => Promise<boolean>;
}

/** Invites many rooms at once, or rooms and people one by one. A meeting without rooms begins with many. */
export function InviteForm({
  rest,
  meeting,
  selected,
  onInviteSelection,
  onInvite,
}: InviteFormProps): JSX.Element {
  const { invitations } = meeting;
  const [way, setWay] = useState<(typeof ways)[number]>(
    invitations.some(({ kind }) => kind === 'endpoint') ? 'single' : 'many',
  );
  const [chosen, setChosen] = useState<readonly ChosenInvitee[]>([]);
  const words = invitationWords();
  const invite = async (): Promise<void> => {
    const asked = chosen.map(({ kind, id, role }) => ({ kind, inviteeId: id, role }));
    if (await onInvite(asked)) setChosen([]);
  };
  return (
    <section class="invite">
      <Toggle
        label={words.ways}
        value={way}
        onChange={setWay}
        testId="invite-way"
        options={ways.map((value) => ({ value, text: words.way[value] }))}
      />
      {way === 'many' ? (
        <InviteSelection
          rest={rest}
          siteId={meeting.siteId}
          atMs={meeting.startsAtMs}
          result={selected}
          onInvite={onInviteSelection}
        />
      ) : (
        <>
          <InviteePicker
            rest={rest}
            find="rooms-and-people"
            chosen={chosen}
            onChange={setChosen}
            withRoles
            invited={new Set(invitations.map(({ inviteeId }) => inviteeId))}
          />
          <div class="invite__buttons">
            <PeopleGroupsButton rest={rest} siteId={meeting.siteId} chosen={chosen} />
            <Button
              look="primary"
              disabled={chosen.length === 0}
              testId="invite-chosen"
              onPress={() => void invite()}
            >
              {words.inviteChosen(chosen.length)}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
