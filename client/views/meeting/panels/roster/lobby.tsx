import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Target } from '../../../../../protocol/conference/contract.ts';
import { conductWords } from '../conduct/words.ts';
import { rosterWords } from './words.ts';
import { roster } from '../../../../state/conference/roster.ts';
import { byParent } from '../../../../state/conference/units.ts';
import type { UnitGroup } from '../../../../state/conference/units.ts';
import { Button, Field } from '../../../shared/controls.tsx';
import { MemberGroup } from './member-group.tsx';
import type { PanelProps } from '../panel-props.ts';

/** The participants in the lobby, by unit; admitted one by one, a unit with all below it, or all at once. */
export function LobbyPanel({ store, own }: PanelProps): JSX.Element {
  const [query, setQuery] = useState('');
  const conference = store.conference.value;
  const { waiting } = roster(conference, query);
  const admit = (target: Target): void => void store.command('participant.admit', { target });
  const group = ({ unit, members }: UnitGroup): JSX.Element => (
    <MemberGroup
      key={unit?.id ?? ''}
      store={store}
      own={own}
      title={unit?.name}
      members={members}
      siteId={unit?.id}
      action={
        unit && (
          <Button
            label={conductWords().admitSite(unit.name)}
            testId="admit-site"
            onPress={() => admit({ kind: 'subtree', siteId: unit.id })}
          >
            {rosterWords().admit}
          </Button>
        )
      }
    />
  );
  return (
    <div class="roster">
      <Button
        look="primary"
        disabled={waiting.length === 0}
        testId="admit-all"
        onPress={() => admit({ kind: 'all' })}
      >
        {rosterWords().admitAll}
      </Button>
      <Field
        label={rosterWords().rosterSearch}
        value={query}
        onInput={setQuery}
        type="search"
        testId="lobby-search"
      />
      <div class="roster__list">
        {waiting.length === 0 && <p class="muted">{rosterWords().nobodyWaits}</p>}
        {byParent(waiting).map(group)}
      </div>
    </div>
  );
}
