import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { GivenRole } from '../../../../protocol/roles.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Button } from '../controls.tsx';
import { CloseIcon } from '../icons.tsx';
import { type Findable, type FoundInvitee, nounOf } from './find-invitees.ts';
import { InviteeName } from './invitee-name.tsx';
import { InviteeSearch } from './invitee-search.tsx';
import { RoleSelect } from './role-select.tsx';
import { inviteeWords } from './words.ts';

/** A room or a person to be invited, and as what; a delegate where the picker offers no roles. */
export interface ChosenInvitee extends FoundInvitee {
  readonly role: GivenRole;
}

interface InviteePickerProps {
  readonly rest: Rest;
  readonly find: Findable;
  /** Why they are chosen; by default to be invited. */
  readonly label?: string | undefined;
  readonly chosen: readonly ChosenInvitee[];
  readonly onChange: (chosen: readonly ChosenInvitee[]) => void;
  /** Whether each gets a role of its own here. */
  readonly withRoles?: boolean;
  /** Those that are invited already: shown as such, and not offered. */
  readonly invited?: ReadonlySet<string>;
}

/** A choice of any number of rooms and people, one by one or by group. */
export function InviteePicker({
  rest,
  find,
  label = inviteeWords().toInvite[find],
  chosen,
  onChange,
  withRoles = false,
  invited,
}: InviteePickerProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  /** The pressed button goes; the next invitee is typed in the search. */
  const choose = (some: readonly ChosenInvitee[]): void => {
    onChange(some);
    box.current?.querySelector<HTMLElement>('input[type="search"]')?.focus();
  };
  const change = (id: string, role: GivenRole): void =>
    onChange(chosen.map((each) => (each.id === id ? { ...each, role } : each)));
  return (
    <div class="invitee-picker" ref={box}>
      {chosen.length > 0 && (
        <ul class="invitee-picker__chosen" aria-label={label}>
          {chosen.map((invitee) => (
            <li key={invitee.id} data-testid={`chosen-${nounOf(invitee)}`}>
              <InviteeName invitee={invitee} />
              {withRoles && (
                <RoleSelect
                  of={invitee.name}
                  role={invitee.role}
                  onChange={(role) => change(invitee.id, role)}
                  testId="chosen-role"
                />
              )}
              <Button
                look="quiet"
                label={inviteeWords().takeOut(invitee.name)}
                onPress={() => choose(chosen.filter(({ id }) => id !== invitee.id))}
              >
                <CloseIcon />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <InviteeSearch
        rest={rest}
        find={find}
        label={label}
        chosen={new Set(chosen.map(({ id }) => id))}
        {...(invited && { invited })}
        onChoose={(some) =>
          choose([...chosen, ...some.map((invitee) => ({ ...invitee, role: 'delegate' as const }))])
        }
      />
    </div>
  );
}
