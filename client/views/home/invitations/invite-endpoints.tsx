import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { invitedRole } from '../../../../protocol/rest/meetings/meetings.ts';
import { t } from '../../../i18n/messages.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Button, Field, Select } from '../../controls.tsx';
import { useSearched } from '../../../hooks/searched.ts';
import { unitName } from '../../shared/unit-name.ts';

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
      <h4>{t().inviteEndpoints}</h4>
      <div class="invite__fields">
        <Field
          label={t().inviteSearch}
          value={query}
          onInput={setQuery}
          type="search"
          testId="invite-search"
        />
        <Select
          label={t().role}
          value={role}
          onChange={setRole}
          testId="invite-role"
          options={invitedRole.options.map((value) => ({ value, text: t().roles[value] }))}
        />
      </div>
      {found?.length === 0 && <p class="muted">{t().nothingFound}</p>}
      <ul class="found">
        {found?.map((endpoint) => (
          <li key={endpoint.id} data-testid="found-endpoint" data-endpoint={endpoint.id}>
            <span class="invitations__name">
              {endpoint.name}
              <small>{unitName(endpoint.siteName, endpoint.parentSiteName)}</small>
            </span>
            {invited.includes(endpoint.id) ? (
              <span class="muted">{t().invited}</span>
            ) : (
              <Button
                onPress={() => onInvite(endpoint.id, role)}
                label={`${t().invite}: ${endpoint.name}`}
                testId="invite"
              >
                {t().invite}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
