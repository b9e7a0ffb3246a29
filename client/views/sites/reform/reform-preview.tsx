import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { fold } from '../../../../domain/sites/fold.ts';
import {
  type Fate,
  fate,
  type ReformedUnitView,
  type ReformReport,
} from '../../../../protocol/rest/sites/reforms.ts';
import { commonWords } from '../../../i18n/common.ts';
import { Field, Select } from '../../shared/controls.tsx';
import { Held } from '../endings/held.tsx';
import { unitEndingWords } from '../endings/words.ts';
import { reformWords } from './words.ts';

/** What becomes of each unit, to be filtered, and what moves along. */
export function ReformPreview({ report }: { readonly report: ReformReport }): JSX.Element {
  const words = reformWords();
  const [shown, setShown] = useState<Fate | 'all'>('all');
  const [query, setQuery] = useState('');
  const { counts, units, unlisted, moves } = report;
  const found = fate.options.filter((each) => counts[each] > 0);
  const all = found.reduce((sum, each) => sum + counts[each], 0);
  const sought = fold(query);
  const listed = units.filter(
    (unit) => (shown === 'all' || unit.fate === shown) && fold(textOf(unit)).includes(sought),
  );
  const options = [
    { value: 'all' as const, text: words.all(all) },
    ...found.map((value) => ({ value, text: words.counted(words.fates[value], counts[value]) })),
  ];
  return (
    <>
      {unlisted > 0 && <p>{words.unlisted(unlisted)}</p>}
      <Held counts={moves} title={words.moves} nothing={unitEndingWords().nothingMoves} />
      {moves.invitations > 0 && <p>{unitEndingWords().invitationsKept(moves.invitations)}</p>}
      {moves.renamed > 0 && <p>{unitEndingWords().renamed(moves.renamed)}</p>}
      {moves.contactsLeft > 0 && <p>{unitEndingWords().contactsLeft(moves.contactsLeft)}</p>}
      {all > 0 && (
        <div class="reform__filters">
          <Select
            label={words.show}
            value={shown}
            options={options}
            onChange={setShown}
            testId="reform-fate"
          />
          <Field
            label={commonWords().search}
            value={query}
            onInput={setQuery}
            type="search"
            testId="reform-search"
          />
        </div>
      )}
      {all > 0 && listed.length === 0 && <p>{commonWords().nothingFound}</p>}
      {listed.length > 0 && (
        <ul class="reform__units" tabIndex={0} aria-label={words.units}>
          {listed.map((unit, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- units that follow another have no row
            <ReformedUnit key={at} unit={unit} />
          ))}
        </ul>
      )}
      {all > units.length && <p>{words.more(all - units.length)}</p>}
    </>
  );
}

function ReformedUnit({ unit }: { readonly unit: ReformedUnitView }): JSX.Element {
  const words = reformWords();
  const { row, fate, was, becomes, holds, heir } = unit;
  const held = heldKinds
    .filter((kind) => holds[kind] > 0)
    .map((kind) => unitEndingWords().counts[kind](holds[kind]));
  return (
    <li data-testid="reform-unit" data-fate={fate}>
      <span>
        <span class="badge">{words.fates[fate]}</span>{' '}
        <small class="muted">{row === null ? words.follows : words.row(row)}</small>
      </span>
      <span>
        {was && <strong>{named(was)}</strong>}
        {fate !== 'stays' && becomes.length > 0 && (
          <>
            {was && ' → '}
            <strong>{becomes.map(named).join('; ')}</strong>
          </>
        )}
        {held.length > 0 && fate !== 'stays' && (
          <small>{heir ? words.goes(held.join(', '), named(heir)) : words.keeps(held.join(', '))}</small>
        )}
      </span>
    </li>
  );
}

const heldKinds = ['endpoints', 'accounts', 'meetings', 'groups', 'templates', 'contacts'] as const;

const named = ({ code, name }: { readonly code: string; readonly name: string }): string =>
  `${name} (${code})`;
const textOf = ({ was, becomes }: ReformedUnitView): string =>
  [was, ...becomes].flatMap((unit) => (unit ? named(unit) : [])).join(' ');
