import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Participant } from '../../../../protocol/state.ts';
import { t } from '../../../i18n/messages.ts';
import type { ConferenceStore } from '../../../state/conference.ts';
import { givableRoles } from '../../../state/roster.ts';
import { Button, Dialog } from '../../controls.tsx';

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
        {t().conduct.giveRole}
      </Button>
      {asking && (
        <Dialog
          title={t().conduct.giveRoleTo(member.name)}
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
                {t().roles[role]}
              </Button>
            ))}
          </div>
          <div class="dialog__buttons">
            <Button onPress={() => setAsking(false)}>{t().cancel}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
