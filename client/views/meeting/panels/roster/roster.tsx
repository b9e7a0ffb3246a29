import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isModerator } from '../../../../../domain/conference/state.ts';
import type { Participant } from '../../../../../protocol/state.ts';
import { rosterWords } from './words.ts';
import { commonWords } from '../../../../i18n/common.ts';
import { roster } from '../../../../state/roster.ts';
import { Field } from '../../../shared/controls.tsx';
import { MemberGroup } from './member-group.tsx';
import type { PanelProps } from '../panel-props.ts';

/** Everybody in the conference, and the actions that one may take on each of them. */
export function RosterPanel({ store, own }: PanelProps): JSX.Element {
  const [query, setQuery] = useState('');
  const { moderators, endpoints, removed } = roster(store.conference.value, query);
  const group = (title: string, members: readonly Participant[], kind: string): JSX.Element | null =>
    members.length === 0 ? null : (
      <MemberGroup store={store} own={own} title={title} members={members} testId={`roster-${kind}`} />
    );
  return (
    <div class="roster" data-testid="roster">
      <Field
        label={rosterWords().rosterSearch}
        value={query}
        onInput={setQuery}
        type="search"
        testId="roster-search"
      />
      <div class="roster__list">
        {group(rosterWords().moderators, moderators, 'moderators')}
        {group(rosterWords().rooms, endpoints, 'endpoints')}
        {isModerator(own.role) && group(rosterWords().removedOnes, removed, 'removed')}
        {moderators.length + endpoints.length === 0 && <p class="muted">{commonWords().nothingFound}</p>}
      </div>
    </div>
  );
}
