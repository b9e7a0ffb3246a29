import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { CalledEmergency } from '../../../../protocol/rest/meetings/emergencies.ts';
import type { Refusal } from '../../../../protocol/rest/problem.ts';
import type { AccountView } from '../../../../protocol/rest/identity/session.ts';
import { emergencyWords } from './emergency-words.ts';
import { commonWords } from '../../../i18n/common.ts';
import { plannedMeetingWords } from '../meeting-words.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Button, Checkbox, ConfirmedButton, Dialog, Field, Select } from '../../shared/controls.tsx';
import { Clashes } from '../clashes/clashes.tsx';
import { useIdempotent } from '../../../hooks/idempotent.ts';
import { type ChosenInvitee, InviteePicker } from '../../shared/invitees/invitee-picker.tsx';
import { SelectionFields } from '../invitations/selection-fields.tsx';
import { useSelectionForm } from '../invitations/selection-form.ts';
import { SitePicker, useOwnSite } from '../../shared/units/site-picker.tsx';
import { wordedText } from '../../shared/worded.tsx';
import { Refused } from '../../shared/refused.tsx';

const hourChoices = ['1', '2', '4', '8', '24'] as const;

interface CallEmergencyProps {
  readonly rest: Rest;
  readonly account: AccountView;
  readonly onClose: () => void;
  readonly onCalled: () => void;
}

/**
 * Calls the chosen rooms at once, by default all below the unit, and shows which meetings they would miss.
 */
export function CallEmergency({ rest, account, onClose, onCalled }: CallEmergencyProps): JSX.Element {
  const [title, setTitle] = useState('');
  const [site, setSite] = useOwnSite(rest, account.siteId);
  const [hours, setHours] = useState<(typeof hourChoices)[number]>('2');
  const [chairsHere, setChairsHere] = useState(true);
  const [rooms, setRooms] = useState<readonly ChosenInvitee[]>([]);
  const [refusal, setRefusal] = useState<Refusal>();
  const [called, setCalled] = useState<CalledEmergency>();
  const [busy, setBusy] = useState(false);
  const idempotent = useIdempotent();
  const words = emergencyWords();
  const form = useSelectionForm(rest, { ownUnit: site });
  const room = rooms.at(-1);
  const { include, except, endpoints } = form;
  const isReady =
    title.trim() !== '' && site !== undefined && include.length > 0 && (chairsHere || room !== undefined);

  const call = async (): Promise<void> => {
    if (!site) return;
    const chair =
      chairsHere || !room
        ? { kind: 'account' as const, inviteeId: account.id }
        : { kind: 'endpoint' as const, inviteeId: room.id };
    setBusy(true);
    const body = {
      title,
      siteId: site.id,
      include,
      except,
      chair,
      durationMinutes: Number(hours) * 60,
    };
    const answer = await idempotent((idempotencyKey) =>
      rest.call('emergency.call', { body, idempotencyKey }),
    );
    setBusy(false);
    setRefusal(answer.ok ? undefined : answer.error);
    if (!answer.ok) return;
    onCalled();
    if (answer.value.clashes.length > 0) setCalled(answer.value);
    else onClose();
  };

  if (called) {
    return (
      <Dialog title={words.called(called.invitations.length)} onClose={onClose} testId="emergency-called">
        <p>{words.heldElsewhere}</p>
        <Clashes answer={{ clashes: called.clashes }} />
        <div class="dialog__buttons">
          <Button look="primary" onPress={onClose}>
            {commonWords().close}
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={words.call} onClose={onClose} testId="emergency-dialog">
      <div class="planning">
        <p class="muted">{words.hint}</p>
        <Field
          label={plannedMeetingWords().meetingTitle}
          value={title}
          onInput={setTitle}
          maxLength={200}
          required
          testId="emergency-title"
        />
        <Select
          label={words.duration}
          value={hours}
          onChange={setHours}
          options={hourChoices.map((value) => ({ value, text: words.hours(Number(value)) }))}
          testId="emergency-duration"
        />
        <SitePicker rest={rest} chosen={site} onChoose={setSite} />
        <SelectionFields rest={rest} form={form} label={words.whom} roomsLabel={words.rooms} />
        <Checkbox
          label={words.chairsHere}
          checked={chairsHere}
          onChange={setChairsHere}
          testId="emergency-chairs-here"
        />
        {!chairsHere && (
          <InviteePicker
            rest={rest}
            find="rooms"
            label={words.chairRoom}
            chosen={rooms}
            onChange={(chosen) => setRooms(chosen.slice(-1))}
          />
        )}
        {refusal && <Refused {...refusal} />}
        <div class="dialog__buttons">
          <Button onPress={onClose}>{commonWords().cancel}</Button>
          <ConfirmedButton
            look="danger"
            testId="emergency-press"
            question={words.question(wordedText(form.worded), endpoints)}
            confirm={words.call}
            disabled={!isReady || endpoints === 0 || busy}
            onConfirm={() => void call()}
          >
            {words.call}
          </ConfirmedButton>
        </div>
      </div>
    </Dialog>
  );
}
