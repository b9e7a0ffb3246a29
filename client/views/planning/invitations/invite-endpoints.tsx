import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { invitedRole } from '../../../../protocol/rest/meetings/meetings.ts';
import { invitationWords } from './words.ts';
import { roleTexts } from '../../../i18n/roles.ts';
import { commonWords } from '../../../i18n/common.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Button, Field, Select } from '../../shared/controls.tsx';
import { useSearched } from '../../../hooks/searched.ts';
import { unitName } from '../../shared/units/unit-name.ts';

type InvitedRole = (typeof invitedRole.options)[number];

interface InviteEndpointsProps {
  readonly rest: Rest;
  readonly invited: readonly string[];
  readonly onInvite: (endpointId: string, role: InvitedRole) => void;
}

const shown = 20;

export function InviteEndpoints({ rest, invited, onInvite }: InviteEndpointsProps): JSX.Element {
  const [query, setQuery] = useState('');
  const [role, setRole] = useState<InvitedRole>('delegate');
  const ask = useCallback(
    async (q: string) => {
      const result = await rest.call('endpoint.list', { query: { q, limit: shown } });
      return result.ok ? result.value.endpoints : [];
    },
    [rest],
  );
  const found = useSearched(query, ask);
  return (
    <section class="invite">
      <h4>{invitationWords().inviteEndpoints}</h4>
      <div class="invite__fields">
        <Field
          label={invitationWords().inviteSearch}
          value={query}
          onInput={setQuery}
          type="search"
          testId="invite-search"
        />
        <Select
          label={invitationWords().role}
          value={role}
          onChange={setRole}
          testId="invite-role"
          options={invitedRole.options.map((value) => ({ value, text: roleTexts()[value] }))}
        />
      </div>
      {found?.length === 0 && <p class="muted">{commonWords().nothingFound}</p>}
      <ul class="found">
        {found?.map((endpoint) => (
          <li key={endpoint.id} data-testid="found-endpoint" data-endpoint={endpoint.id}>
            <span class="invitations__name">
              {endpoint.name}
              <small>{unitName(endpoint.siteName, endpoint.parentSiteName)}</small>
            </span>
            {invited.includes(endpoint.id) ? (
              <span class="muted">{invitationWords().invited}</span>
            ) : (
              <Button
                onPress={() => onInvite(endpoint.id, role)}
                label={`${invitationWords().invite}: ${endpoint.name}`}
                testId="invite"
              >
                {invitationWords().invite}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
