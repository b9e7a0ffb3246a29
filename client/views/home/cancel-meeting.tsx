import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../i18n/messages.ts';
import { Button, Dialog, Field } from '../controls.tsx';

/** Asks whether, and why. */
export function CancelMeeting({
  question,
  onCancel,
}: {
  readonly question: string;
  readonly onCancel: (reason: string | undefined) => void;
}): JSX.Element {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  return (
    <>
      <Button testId="meeting-cancel" onPress={() => setAsking(true)}>
        {t().cancelMeeting}
      </Button>
      {asking && (
        <Dialog title={question} onClose={() => setAsking(false)} testId="confirm-dialog">
          <Field
            label={t().series.cancelReason}
            value={reason}
            onInput={setReason}
            maxLength={1_000}
            testId="cancel-reason"
          />
          <div class="dialog__buttons">
            <Button onPress={() => setAsking(false)}>{t().cancel}</Button>
            <Button
              look="danger"
              testId="confirm"
              onPress={() => {
                setAsking(false);
                onCancel(reason.trim() === '' ? undefined : reason);
              }}
            >
              {t().cancelMeeting}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
