import type { JSX } from 'preact';
import { memo } from 'preact/compat';
import { dayColumns, type RecordKind, type SheetChange } from '../../../../protocol/rest/sheets.ts';
import { dateOf } from '../../../i18n/formats.ts';
import { sheetWords } from './words.ts';
import { headingOf } from './heading.ts';

interface SheetChangesProps {
  readonly kind: RecordKind;
  readonly changes: readonly SheetChange[];
  /** How many more changes exist than are listed. */
  readonly unlisted: number;
}

/**
 * What each row of a sheet would do. The document holds up to a thousand rows, and the browser draws only the
 * visible ones (sheets.css). That does not work with the rows of a real table, hence the roles.
 */
export const SheetChanges = memo(({ kind, changes, unlisted }: SheetChangesProps): JSX.Element => {
  const words = sheetWords();
  return (
    <div class="import__changes" tabIndex={0} role="region" aria-label={words.changes}>
      <div role="table" aria-label={words.changes}>
        <div role="row" class="import__change import__change--head">
          <span role="columnheader">{words.row}</span>
          <span role="columnheader">{words.whoOf[kind]}</span>
          <span role="columnheader">{words.changes}</span>
        </div>
        {changes.map((change, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- left-out entries have no row, and may share a name
          <Change key={at} kind={kind} change={change} />
        ))}
      </div>
      {unlisted > 0 && <p class="import__rest">{words.moreChanges(unlisted)}</p>}
    </div>
  );
});

/** Days as people write them. */
const shownIn = (column: string, text: string): string => (dayColumns.has(column) ? dateOf(text) : text);

function Change({
  kind,
  change: { row, what, siteName, name, cells, takenOut },
}: {
  readonly kind: RecordKind;
  readonly change: SheetChange;
}): JSX.Element {
  const words = sheetWords();
  return (
    <div
      role="row"
      class={`import__change import__change--${what}`}
      data-testid="import-change"
      data-what={what}
    >
      <span role="cell" class="import__row">
        {row ?? '–'}
      </span>
      <span role="cell" class="import__who">
        <span class="badge">{words.what[what]}</span> <strong>{name ?? siteName}</strong>
        {name !== null && <small>{siteName}</small>}
      </span>
      <div role="cell" class="import__cells">
        <ul>
          {cells.map(({ column, was, becomes }) => (
            <li key={column}>
              <span class="muted">{headingOf(kind, column)}:</span>{' '}
              {was !== null && <del>{shownIn(column, was)}</del>}
              {was !== null && what === 'changed' && ' → '}
              {becomes !== null && <ins>{shownIn(column, becomes)}</ins>}
              {becomes === null && what === 'changed' && <em>{words.blank}</em>}
            </li>
          ))}
          {takenOut && takenOut.invitations > 0 && <li>{words.stillInvited(takenOut.invitations)}</li>}
          {takenOut?.isPaired === true && <li>{words.deviceSignedOut}</li>}
        </ul>
      </div>
    </div>
  );
}
