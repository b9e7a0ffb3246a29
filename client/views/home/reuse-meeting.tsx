import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { MeetingDetail } from '../../../protocol/rest/meetings.ts';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import { t } from '../../i18n/messages.ts';
import type { Rest } from '../../signaling/rest.ts';
import { daysLater, instantAt, clockTimeAt } from '../../state/calendar.ts';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { Alert, Button, Dialog, Field, Toggle } from '../controls.tsx';
import { StartFields, useStartForm } from './start-fields.tsx';

interface ReuseProps {
  readonly rest: Rest;
  readonly meeting: MeetingDetail;
  readonly onClose: () => void;
}

/** A new draft like the meeting, at another time: in a week, until somebody says otherwise. */
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
  const idempotencyKey = useRef(crypto.randomUUID());
  const copy = async (): Promise<void> => {
    if (Number.isNaN(start.startsAtMs)) return;
    const copied = await rest.call('meeting.copy', {
      params: { meetingId: meeting.id },
      body: { startsAtMs: start.startsAtMs },
      idempotencyKey: idempotencyKey.current,
    });
    setRefusal(copied.ok ? undefined : copied.error);
    if (copied.ok) onCopied(copied.value.id);
    else if (copied.error.code !== 'unavailable') idempotencyKey.current = crypto.randomUUID();
  };
  return (
    <Dialog title={t().templates.copyTitle} onClose={onClose} testId="copy-dialog">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void copy();
        }}
      >
        <p class="muted">{t().templates.copyHint}</p>
        <StartFields form={start} />
        {refusal && <Alert>{t().errors[refusal.code]}</Alert>}
        <div class="dialog__buttons">
          <Button onPress={onClose}>{t().cancel}</Button>
          <Button type="submit" look="primary" testId="copy-make">
            {t().templates.use}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Keeps the plan of a meeting as a template of its unit. */
export function KeepTemplate({ rest, meeting, onClose }: ReuseProps): JSX.Element {
  const [name, setName] = useState(meeting.title);
  const [endpoints, setEndpoints] = useState<'same' | 'organiser'>('same');
  const [refusal, setRefusal] = useState<Refusal>();
  const idempotencyKey = useRef(crypto.randomUUID());
  const words = t().templates;
  const keep = async (): Promise<void> => {
    const kept = await rest.call('template.keep', {
      body: { meetingId: meeting.id, name, endpoints },
      idempotencyKey: idempotencyKey.current,
    });
    setRefusal(kept.ok ? undefined : kept.error);
    if (kept.ok) onClose();
    else if (kept.error.code !== 'unavailable') idempotencyKey.current = crypto.randomUUID();
  };
  return (
    <Dialog title={words.keep} onClose={onClose} testId="template-dialog">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
      >
        <Field
          label={words.name}
          value={name}
          onInput={setName}
          maxLength={200}
          required
          testId="template-name"
        />
        <Toggle
          label={words.whom}
          value={endpoints}
          onChange={setEndpoints}
          testId="template-endpoints"
          options={[
            { value: 'same', text: words.same },
            { value: 'organiser', text: words.organiser },
          ]}
        />
        {refusal && <Alert>{t().errors[refusal.code]}</Alert>}
        <div class="dialog__buttons">
          <Button onPress={onClose}>{t().cancel}</Button>
          <Button type="submit" look="primary" disabled={name.trim() === ''} testId="template-keep">
            {words.keep}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
