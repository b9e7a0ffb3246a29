import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import type { Refusal } from '../../../../protocol/rest/problem.ts';
import { templateWords } from './template-words.ts';
import { commonWords } from '../../../i18n/common.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { daysLater, instantAt, clockTimeAt } from '../../../state/planning/calendar.ts';
import { dayInVietnam } from '../../../../domain/sites/calendar.ts';
import { Button, Dialog, Toggle } from '../../shared/controls.tsx';
import { useIdempotent } from '../../../hooks/idempotent.ts';
import { NameDialog } from '../../shared/name-dialog.tsx';
import { StartFields, useStartForm } from '../plan-form/start-fields.tsx';
import { Refused } from '../../shared/refused.tsx';

interface ReuseProps {
  readonly rest: Rest;
  readonly meeting: MeetingDetail;
  readonly onClose: () => void;
}

/** A new draft like the meeting, at another time: by default a week later. */
export function CopyMeeting({
  rest,
  meeting,
  onClose,
  onCopied,
}: ReuseProps & { readonly onCopied: (meetingId: string) => void }): JSX.Element {
  const start = useStartForm(() =>
    instantAt(daysLater(dayInVietnam(meeting.startsAtMs), 7), clockTimeAt(meeting.startsAtMs)),
  );
  const [refusal, setRefusal] = useState<Refusal>();
  const idempotent = useIdempotent();
  const copy = async (): Promise<void> => {
    if (Number.isNaN(start.startsAtMs)) return;
    const request = { params: { meetingId: meeting.id }, body: { startsAtMs: start.startsAtMs } };
    const copied = await idempotent((idempotencyKey) =>
      rest.call('meeting.copy', { ...request, idempotencyKey }),
    );
    setRefusal(copied.ok ? undefined : copied.error);
    if (copied.ok) onCopied(copied.value.id);
  };
  return (
    <Dialog title={templateWords().copyTitle} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void copy();
        }}
      >
        <p class="muted">{templateWords().copyHint}</p>
        <StartFields form={start} />
        {refusal && <Refused {...refusal} />}
        <div class="dialog__buttons">
          <Button onPress={onClose}>{commonWords().cancel}</Button>
          <Button type="submit" look="primary" testId="copy-make">
            {templateWords().use}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Saves a meeting's plan as a template of its unit. */
export function KeepTemplate({ rest, meeting, onClose }: ReuseProps): JSX.Element {
  const [endpoints, setEndpoints] = useState<'same' | 'organiser'>('same');
  const idempotent = useIdempotent();
  const words = templateWords();
  return (
    <NameDialog
      title={words.keep}
      label={words.name}
      initial={meeting.title}
      onSave={async (name) => {
        const body = { meetingId: meeting.id, name, endpoints };
        const kept = await idempotent((idempotencyKey) =>
          rest.call('template.keep', { body, idempotencyKey }),
        );
        if (!kept.ok) return kept.error;
        onClose();
        return undefined;
      }}
      onClose={onClose}
      testId="template"
    >
      <Toggle
        label={words.whom}
        value={endpoints}
        onChange={setEndpoints}
        options={[
          { value: 'same', text: words.same },
          { value: 'organiser', text: words.organiser },
        ]}
      />
    </NameDialog>
  );
}
