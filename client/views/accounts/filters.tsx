import type { JSX } from 'preact';
import { accountState, type AccountState } from '../../../protocol/rest/identity/accounts.ts';
import { accountKinds, type AccountKind } from '../../../protocol/rest/permissions.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Field, Select } from '../shared/controls.tsx';
import { UnitFilter } from '../shared/units/unit-filter.tsx';
import { accountWords } from './words.ts';
import { commonWords } from '../../i18n/common.ts';

/** Which accounts the page lists. */
export interface ShownAccounts {
  readonly q: string;
  readonly kind: AccountKind | undefined;
  readonly state: AccountState | undefined;
  readonly siteId: string | undefined;
}

export const allAccounts: ShownAccounts = { q: '', kind: undefined, state: undefined, siteId: undefined };

/** The same as the server is asked. */
export const accountsAsked = ({ q, kind, state, siteId }: ShownAccounts) => ({
  q: q.trim() === '' ? undefined : q.trim(),
  kind,
  state,
  siteId,
});

interface AccountFiltersProps {
  readonly rest: Rest;
  readonly shown: ShownAccounts;
  readonly onChange: (change: Partial<ShownAccounts>) => void;
}

export function AccountFilters({ rest, shown, onChange }: AccountFiltersProps): JSX.Element {
  const words = accountWords();
  const any = { value: '' as const, text: words.all };
  return (
    <div class="list-filters">
      <Field
        label={commonWords().search}
        value={shown.q}
        onInput={(q) => onChange({ q })}
        type="search"
        maxLength={100}
        testId="account-search"
      />
      <Select
        label={words.kind}
        value={shown.kind ?? ''}
        options={[any, ...accountKinds.map((value) => ({ value, text: words.kinds[value] }))]}
        onChange={(kind) => onChange({ kind: kind || undefined })}
        testId="account-filter-kind"
      />
      <Select
        label={words.state}
        value={shown.state ?? ''}
        options={[any, ...accountState.options.map((value) => ({ value, text: words.states[value] }))]}
        onChange={(state) => onChange({ state: state || undefined })}
        testId="account-filter-state"
      />
      <UnitFilter
        rest={rest}
        unit={shown.siteId}
        onChange={(siteId) => onChange({ siteId })}
        testId="account-filter-unit"
      />
    </div>
  );
}
