import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { isModerator } from '../../../../../domain/conference/state.ts';
import { rosterWords } from './words.ts';
import { commonWords } from '../../../../i18n/common.ts';
import { useNextFrame } from '../../../../hooks/next-frame.ts';
import { pageSeen } from '../../../../hooks/page-seen.ts';
import { useHeldUnderPointer } from '../../../../hooks/pointer-still.ts';
import { noFindings } from '../../../../state/conference/qualities.ts';
import {
  groupKeys,
  rosterFilters,
  rosterList,
  steadyLines,
} from '../../../../state/conference/roster-list.ts';
import type { RosterLine, RosterList, RosterSight } from '../../../../state/conference/roster-list.ts';
import { Button, Field, Toggle } from '../../../shared/controls.tsx';
import { VirtualList } from '../../../shared/virtual-list.tsx';
import { MemberRow } from './member-row.tsx';
import { ForFound } from './for-found.tsx';
import { GroupHeading } from './group-heading.tsx';
import { InviteButton } from './invite-button.tsx';
import type { PanelProps } from '../panel-props.ts';

const rowRem = 3.4;

/** Everybody in the conference, unit by unit, and the actions that one may take on each or on all found. */
export function RosterPanel({ store, own }: PanelProps): JSX.Element {
  const [sight, setSight] = useState<RosterSight>({ query: '', filter: 'all', closed: new Set() });
  const conference = store.conference.value;
  const leads = isModerator(own.role);
  const findings = leads && pageSeen.value ? store.qualities.findings.value : noFindings;
  const devices = leads && pageSeen.value ? store.devices.known.value : undefined;
  const { participants, floor, rollCall } = conference;
  const list = useMemo(
    () => rosterList(conference, own, sight, findings, devices),
    [participants, floor.queue, rollCall.reports, own.role, sight, findings, devices],
  );
  const change = (changes: Partial<RosterSight>): void => setSight({ ...sight, ...changes });
  // Up to thirty new rows.
  const drawn = useNextFrame({ list, sight }, sight);
  const groups = groupKeys(list.lines);
  const allClosed = groups.every((key) => sight.closed.has(key));
  return (
    <div class="roster" data-testid="roster">
      <div class="roster__search">
        <Field
          label={rosterWords().rosterSearch}
          value={sight.query}
          onInput={(query) => change({ query })}
          type="search"
          testId="roster-search"
        />
        <InviteButton store={store} />
        <Button look="quiet" onPress={() => change({ closed: new Set(allClosed ? [] : groups) })}>
          {allClosed ? rosterWords().openAll : rosterWords().closeAll}
        </Button>
      </div>
      {leads && (
        <>
          <Toggle
            label={rosterWords().filter}
            value={sight.filter}
            testId="roster-filter"
            options={rosterFilters.map((value) => ({
              value,
              text: rosterWords().filters[value],
              ...(value !== 'all' && { count: list.counts[value] }),
            }))}
            onChange={(filter) => change({ filter })}
          />
          <ForFound store={store} own={own} list={list} />
        </>
      )}
      <Lines store={store} own={own} list={drawn.list} sight={drawn.sight} onChange={change} />
    </div>
  );
}

interface LinesProps extends PanelProps {
  readonly list: RosterList;
  readonly sight: RosterSight;
  readonly onChange: (changes: Partial<RosterSight>) => void;
}

function Lines({ store, own, list, sight, onChange }: LinesProps): JSX.Element {
  const { closed, query, filter } = sight;
  const [updates, setUpdates] = useState(0);
  const { held, pointer } = useHeldUnderPointer(list.lines, [updates, query, filter, ...closed].join('\n'));
  const { shown, waiting } = steadyLines(held, list.lines);
  const toggle = (key: string): void => {
    const others = [...closed].filter((each) => each !== key);
    onChange({ closed: new Set(closed.has(key) ? others : [...others, key]) });
  };
  const line = (each: RosterLine): JSX.Element => {
    if (each.kind === 'group') return <GroupHeading line={each} onToggle={() => toggle(each.key)} />;
    const member = store.conference.value.participants[each.key];
    return member ? <MemberRow store={store} own={own} member={member} /> : <div class="row" />;
  };
  return (
    <>
      {waiting > 0 && (
        <Button onPress={() => setUpdates(updates + 1)}>{rosterWords().updates(waiting)}</Button>
      )}
      {shown.length === 0 && <p class="muted">{commonWords().nothingFound}</p>}
      <VirtualList
        items={shown}
        keyOf={({ key }) => key}
        render={line}
        rowRem={rowRem}
        label={rosterWords().roster}
        testId="roster-list"
        {...pointer}
      />
    </>
  );
}
