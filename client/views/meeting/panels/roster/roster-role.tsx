import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Participant } from '../../../../../protocol/state.ts';
import { conductWords } from '../conduct/words.ts';
import { roleTexts } from '../../../../i18n/roles.ts';
import { commonWords } from '../../../../i18n/common.ts';
import type { ConferenceStore } from '../../../../state/conference.ts';
import { givableRoles } from '../../../../state/roster.ts';
import { Button, Dialog } from '../../../shared/controls.tsx';

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
        <Dialog
          title={conductWords().giveRoleTo(member.name)}
          onClose={() => setAsking(false)}
          testId="role-dialog"
        >
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
