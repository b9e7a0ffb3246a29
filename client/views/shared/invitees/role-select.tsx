import type { JSX } from 'preact';
import { givenRoles, type GivenRole } from '../../../../protocol/roles.ts';
import { roleTexts } from '../../../i18n/roles.ts';
import { inviteeWords } from './words.ts';

interface RoleSelectProps {
  /** The invitee's name, for screen readers. */
  readonly of: string;
  readonly role: GivenRole;
  readonly onChange: (role: GivenRole) => void;
  readonly testId: string;
}

/** The role of one invitee in a list, where a visible label for each would say the same in every row. */
export const RoleSelect = ({ of, role, onChange, testId }: RoleSelectProps): JSX.Element => (
  <select
    class="role-select"
    aria-label={inviteeWords().roleOf(of)}
    value={role}
    data-testid={testId}
    onChange={({ currentTarget: { value } }) => {
      const chosen = givenRoles.find((option) => option === value);
      if (chosen !== undefined && chosen !== role) onChange(chosen);
    }}
  >
    {givenRoles.map((option) => (
      <option key={option} value={option}>
        {roleTexts()[option]}
      </option>
    ))}
  </select>
);
