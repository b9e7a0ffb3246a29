import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AskedDelegate, MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import { invitationWords } from './words.ts';
import { commonWords } from '../../../i18n/common.ts';
import { delegatesOf, typedDelegates } from '../../../state/planning/delegates.ts';
import { Alert, Button, Dialog } from '../../shared/controls.tsx';
import { TextArea } from '../../shared/form-fields.tsx';

interface DelegatesButtonProps {
  readonly invitation: MeetingDetail['invitations'][number];
  readonly onAsk: (delegates: AskedDelegate[]) => void;
}

/** Edits the delegates that the planners ask an office to send. */
export function DelegatesButton({ invitation, onAsk }: DelegatesButtonProps): JSX.Element {
  const { name, siteName, delegates } = invitation;
  const [typed, setTyped] = useState<string>();
  const meant = typed === undefined ? [] : delegatesOf(typed);
  const words = invitationWords();
  const close = (): void => setTyped(undefined);
  return (
    <>
      <Button
        look="quiet"
        label={`${words.delegates}: ${name}, ${siteName}`}
        testId="ask-delegates"
        onPress={() => setTyped(typedDelegates(delegates))}
      >
        {words.delegates}
      </Button>
      {typed !== undefined && (
        <Dialog title={words.delegatesOf(name)} onClose={close}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (meant === undefined) return;
              close();
              onAsk(meant);
            }}
          >
            <p class="muted">{siteName}</p>
            <TextArea
              label={words.delegatesHint}
              placeholder={words.delegatesExample}
              value={typed}
              onInput={setTyped}
              maxLength={45_000}
              rows={6}
              testId="delegates-typed"
            />
            {meant === undefined && <Alert>{words.delegatesInvalid}</Alert>}
            <div class="dialog__buttons">
              <Button onPress={close}>{commonWords().cancel}</Button>
              <Button type="submit" look="primary" disabled={meant === undefined} testId="delegates-save">
                {words.saveDelegates}
              </Button>
            </div>
          </form>
        </Dialog>
      )}
    </>
  );
}
