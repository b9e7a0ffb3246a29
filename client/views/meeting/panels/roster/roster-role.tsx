import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Participant } from '../../../../../protocol/state.ts';
import { conductWords } from '../conduct/words.ts';
import { roleTexts } from '../../../../i18n/roles.ts';
import { commonWords } from '../../../../i18n/common.ts';
import type { ConferenceStore } from '../../../../state/conference/conference.ts';
import { givableRoles, roleAfterActing } from '../../../../state/conference/roster.ts';
import { Button, ConfirmedButton, Dialog } from '../../../shared/controls.tsx';

interface RoleButtonProps {
  readonly store: ConferenceStore;
  readonly member: Participant;
  readonly onDone: () => void;
}

/** Gives a participant another role: a second chair, a secretary, or back to delegate. */
export function RoleButton({ store, member, onDone }: RoleButtonProps): JSX.Element {
  const [asking, setAsking] = useState(false);
  const own = store.own.value;
  const roles = own ? givableRoles(store.conference.value, own, member) : [];
  return (
    <>
      <Button testId="give-role" onPress={() => setAsking(true)}>
        {conductWords().giveRole}
      </Button>
      {asking && (
        <Dialog title={conductWords().giveRoleTo(member.name)} onClose={() => setAsking(false)}>
          <div class="choices">
            {roles.map((role) => (
              <Button
                key={role}
                testId={`role-${role}`}
                onPress={() => {
                  setAsking(false);
                  onDone();
                  void store.command('role.give', { participantId: member.id, role });
                }}
              >
                {roleTexts()[role]}
              </Button>
            ))}
          </div>
          <div class="dialog__buttons">
            <Button onPress={() => setAsking(false)}>{commonWords().cancel}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** Ends that a participant acts for the chair: it gets its own role back. */
export function StopActingButton({ store, member, onDone }: RoleButtonProps): JSX.Element | null {
  const own = store.own.value;
  const role = own && roleAfterActing(store.conference.value, own, member);
  if (role === undefined) return null;
  return (
    <ConfirmedButton
      testId="stop-acting"
      question={conductWords().stopActingConfirm(member.name)}
      confirm={conductWords().stopActing}
      onConfirm={() => {
        onDone();
        void store.command('role.give', { participantId: member.id, role });
      }}
    >
      {conductWords().stopActing}
    </ConfirmedButton>
  );
}
