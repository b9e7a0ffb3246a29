import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { RestRequest } from '../../../../../protocol/rest/client-types.ts';
import type { MeetingDetail } from '../../../../../protocol/rest/meetings/meetings.ts';
import type { ErrorCode } from '../../../../../protocol/errors.ts';
import { rosterWords } from './words.ts';
import { commonWords } from '../../../../i18n/common.ts';
import { errorWords } from '../../../../i18n/errors.ts';
import type { Rest } from '../../../../signaling/rest.ts';
import { Alert, Button, Dialog } from '../../../shared/controls.tsx';
import { type ChosenInvitee, InviteePicker } from '../../../shared/invitees/invitee-picker.tsx';
import { useMeeting } from '../../meeting-context.ts';
import type { PanelProps } from '../panel-props.ts';

/** Invites rooms, people and groups of people to the session that is under way; a room then joins by itself. */
export function InviteButton({ store }: Pick<PanelProps, 'store'>): JSX.Element | null {
  const { mayPlan } = useMeeting();
  const [isOpened, setOpened] = useState(false);
  if (!mayPlan) return null;
  return (
    <>
      <Button testId="invite-now" onPress={() => setOpened(true)}>
        {rosterWords().inviteNow}
      </Button>
      {isOpened && <InviteDialog store={store} onClose={() => setOpened(false)} />}
    </>
  );
}

interface InviteDialogProps extends Pick<PanelProps, 'store'> {
  readonly onClose: () => void;
}

function InviteDialog({ store, onClose }: InviteDialogProps): JSX.Element {
  const { rest, meetingId } = useMeeting();
  const [chosen, setChosen] = useState<readonly ChosenInvitee[]>([]);
  const [invited, setInvited] = useState<ReadonlySet<string>>(new Set());
  const [refusal, setRefusal] = useState<ErrorCode>();
  /** How many the last press invited. */
  const [sent, setSent] = useState(0);
  useEffect(() => {
    void rest.call('meeting.get', { params: { meetingId } }).then((meeting) => {
      if (meeting.ok) setInvited(inviteesOf(meeting.value));
      else setRefusal(meeting.error.code);
    });
  }, [rest, meetingId]);
  const { participants } = store.conference.value;
  const invite = async (): Promise<void> => {
    const invitations = chosen.map(({ kind, id, role }) => ({ kind, inviteeId: id, role }));
    const refused = await inviteTo(rest, meetingId, invitations, setInvited);
    setRefusal(refused);
    if (refused !== undefined) return;
    setChosen([]);
    setSent(chosen.length);
  };
  return (
    <Dialog title={rosterWords().inviteNow} onClose={onClose}>
      {refusal && <Alert>{errorWords()[refusal]}</Alert>}
      <InviteePicker
        rest={rest}
        find="rooms-and-people"
        chosen={chosen}
        onChange={(some) => {
          setChosen(some);
          setSent(0);
        }}
        withRoles
        invited={new Set([...invited, ...Object.keys(participants)])}
      />
      <p role="status" data-testid="invite-now-sent">
        {sent > 0 && rosterWords().invitedNow(sent)}
      </p>
      <div class="dialog__buttons">
        <Button testId="invite-now-close" onPress={onClose}>
          {commonWords().close}
        </Button>
        <Button
          look="primary"
          disabled={chosen.length === 0}
          testId="invite-now-send"
          onPress={() => void invite()}
        >
          {rosterWords().invite(chosen.length)}
        </Button>
      </div>
    </Dialog>
  );
}

type Wanted = RestRequest<'meeting.invite'>['body']['invitations'];

const inviteesOf = ({ invitations }: MeetingDetail): ReadonlySet<string> =>
  new Set(invitations.map(({ inviteeId }) => inviteeId));

/**
 * Invites those that the meeting does not have yet: a second invitation would change the invitee's role.
 *
 * @returns why the invitations are refused; undefined once all are invited
 */
async function inviteTo(
  rest: Rest,
  meetingId: string,
  wanted: Wanted,
  setInvited: (ids: ReadonlySet<string>) => void,
): Promise<ErrorCode | undefined> {
  const params = { meetingId };
  const meeting = await rest.call('meeting.get', { params });
  if (!meeting.ok) return meeting.error.code;
  const before = inviteesOf(meeting.value);
  const invitations = wanted.filter(({ inviteeId }) => !before.has(inviteeId));
  if (invitations.length === 0) {
    setInvited(before);
    return undefined;
  }
  const { version } = meeting.value;
  const sent = await rest.call('meeting.invite', { params, query: {}, version, body: { invitations } });
  if (!sent.ok) return sent.error.code;
  setInvited(inviteesOf(sent.value));
  return undefined;
}
