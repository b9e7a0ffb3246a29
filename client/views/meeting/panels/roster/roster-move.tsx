import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../../../protocol/errors.ts';
import type { MeetingDetail, MeetingSummary } from '../../../../../protocol/rest/meetings/meetings.ts';
import type { Participant } from '../../../../../protocol/state.ts';
import { timeOfDay } from '../../../../i18n/formats.ts';
import { conductWords } from '../conduct/words.ts';
import { commonWords } from '../../../../i18n/common.ts';
import { errorWords } from '../../../../i18n/errors.ts';
import type { ConferenceStore } from '../../../../state/conference/conference.ts';
import { Alert, Button, Dialog } from '../../../shared/controls.tsx';
import { useMeeting } from '../../meeting-context.ts';

interface MoveButtonProps {
  readonly store: ConferenceStore;
  readonly member: Participant;
  readonly onDone: () => void;
}

/** Moves a participant to another live meeting that the account leads or plans. */
export function MoveButton({ store, member, onDone }: MoveButtonProps): JSX.Element {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button testId="move" onPress={() => setAsking(true)}>
        {conductWords().move}
      </Button>
      {asking && (
        <Dialog title={conductWords().moveTo(member.name)} onClose={() => setAsking(false)}>
          <LiveMeetings
            onChoose={(to) => {
              setAsking(false);
              onDone();
              void store.command('participant.move', { participantId: member.id, to });
            }}
          />
          <div class="dialog__buttons">
            <Button onPress={() => setAsking(false)}>{commonWords().cancel}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** More than are live at once in a province; in a longer list, nobody would find a meeting by reading. */
const mostOffered = 30;

/** Whether one may move a participant to the meeting; the server applies the same rule. */
const takes = ({ self }: MeetingDetail): boolean =>
  self.mayPlan || self.role === 'chair' || self.role === 'secretary';

/** The live meetings to which one may move participants; a press on one chooses it. */
export function LiveMeetings({ onChoose }: { readonly onChoose: (meetingId: string) => void }): JSX.Element {
  const { rest, meetingId } = useMeeting();
  const [meetings, setMeetings] = useState<readonly MeetingSummary[]>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  useEffect(() => {
    const look = async (): Promise<void> => {
      const live = await rest.call('meeting.list', { query: { states: 'live' } });
      if (!live.ok) {
        setRefusal(live.error.code);
        return;
      }
      const others = live.value.meetings.filter(({ id }) => id !== meetingId).slice(0, mostOffered);
      const details = await Promise.all(
        others.map(({ id }) => rest.call('meeting.get', { params: { meetingId: id } })),
      );
      setMeetings(details.flatMap((detail) => (detail.ok && takes(detail.value) ? detail.value : [])));
    };
    void look();
  }, [rest, meetingId]);
  if (refusal) return <Alert>{errorWords()[refusal]}</Alert>;
  if (!meetings) return <p class="muted">{commonWords().loading}</p>;
  if (meetings.length === 0) return <p class="muted">{conductWords().noOtherMeeting}</p>;
  return (
    <div class="choices">
      {meetings.map(({ id, title, startsAtMs, siteName }) => (
        <Button key={id} testId="move-to" onPress={() => onChoose(id)}>
          <span class="choices__about">
            {title}
            <small>
              {timeOfDay(startsAtMs)} · {siteName}
            </small>
          </span>
        </Button>
      ))}
    </div>
  );
}
