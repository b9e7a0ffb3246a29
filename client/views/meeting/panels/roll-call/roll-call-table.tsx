import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { attendances } from '../../../../../domain/conference/roll-call.ts';
import type { RollCall, RollCallRow, Sums } from '../../../../../domain/conference/roll-call.ts';
import { isBlank } from '../../../../../protocol/conference/contract.ts';
import { timeOfDay } from '../../../../i18n/formats.ts';
import { rollCallWords } from './words.ts';
import { roleTexts } from '../../../../i18n/roles.ts';
import { commonWords } from '../../../../i18n/common.ts';
import type { ConferenceStore } from '../../../../state/conference/conference.ts';
import { Button, Dialog, Field } from '../../../shared/controls.tsx';
import { Crumbs, useDrillDown } from '../../../shared/drill-down.tsx';
import { SiteLabel } from '../../site-label.tsx';

interface RollCallTableProps {
  readonly store: ConferenceStore;
  readonly rollCall: RollCall;
  readonly mayExcuse: boolean;
}

/** The roll call of one unit: its sums, the units below it, and its own rows. */
export function RollCallTable({ store, rollCall, mayExcuse }: RollCallTableProps): JSX.Element {
  const { level, choose } = useDrillDown(rollCall);
  const { path, units, rows } = level;
  return (
    <div class="roll">
      <Crumbs label={rollCallWords().unit} top={rollCallWords().allUnits} path={path} onChoose={choose} />
      <SumTiles sums={path.at(-1) ?? rollCall.total} />
      {units.length > 0 && (
        <ul class="roll__units">
          {units.map((unit) => (
            <li key={unit.siteId}>
              <button
                type="button"
                class="roll__unit"
                data-site={unit.siteId}
                data-present={unit.present + unit.late}
                data-total={unit.total}
                onClick={() => choose(unit.siteId)}
              >
                <span class="roll__name">{unit.name}</span>
                <span class="roll__count">
                  {unit.present + unit.late}/{unit.total}
                </span>
                <Bar sums={unit} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <ul class="roll__rows">
        {rows.map((row) => (
          <Row key={row.id} store={store} row={row} mayExcuse={mayExcuse} />
        ))}
      </ul>
    </div>
  );
}

function SumTiles({ sums }: { readonly sums: Sums }): JSX.Element {
  return (
    <>
      <dl class="sums">
        {attendances.map((each) => (
          <div key={each} class={`sums__one sums__one--${each}`}>
            <dt>{rollCallWords().attendances[each]}</dt>
            <dd data-testid={`roll-${each}`}>{sums[each]}</dd>
          </div>
        ))}
      </dl>
      <Bar sums={sums} />
      <p class="roll__people">
        <span>
          {rollCallWords().total}: <b>{sums.total}</b>
        </span>
        <span>
          {rollCallWords().headCount}: <b data-testid="roll-head-count">{sums.headCount}</b>
        </span>
        <span>
          {rollCallWords().delegates}: <b>{sums.delegates}</b>
        </span>
      </p>
    </>
  );
}

/**
 * The parts of the whole, in the colours of the tiles. The text beside it says the same,
 * so screen readers skip it.
 */
const Bar = ({ sums }: { readonly sums: Sums }): JSX.Element => (
  <svg class="bar" viewBox={`0 0 ${Math.max(1, sums.total)} 1`} preserveAspectRatio="none" aria-hidden="true">
    {attendances.map((each, index) => (
      <rect
        key={each}
        class={`bar__part bar__part--${each}`}
        x={attendances.slice(0, index).reduce((sum, before) => sum + sums[before], 0)}
        width={sums[each]}
        height="1"
      />
    ))}
  </svg>
);

interface RowProps {
  readonly store: ConferenceStore;
  readonly row: RollCallRow;
  readonly mayExcuse: boolean;
}

function Row({ store, row, mayExcuse }: RowProps): JSX.Element {
  const [excusing, setExcusing] = useState(false);
  const [reason, setReason] = useState(row.reason);
  const { id, name, role, attendance, invited, since, headCount, delegates } = row;
  const isMissing = attendance !== 'present' && attendance !== 'late';
  return (
    <li class="roll__row" data-testid="roll-row" data-invitee={id} data-attendance={attendance}>
      <div class="roll__who">
        <strong>{name}</strong>
        <small class="muted">
          <SiteLabel of={row} as="span" />
          {role !== 'delegate' && <span>{roleTexts()[role]}</span>}
          {!invited && <span>{rollCallWords().uninvited}</span>}
          {attendance === 'late' && since !== null && <span>{rollCallWords().since(timeOfDay(since))}</span>}
          {headCount !== null && delegates !== null && (
            <span>{rollCallWords().reportedShort(headCount, delegates)}</span>
          )}
          {attendance === 'unconfirmed' && <span>{rollCallWords().unconfirmedHint}</span>}
          {row.reason !== '' && <i>{row.reason}</i>}
        </small>
      </div>
      <span class={`attendance attendance--${attendance}`}>{rollCallWords().attendances[attendance]}</span>
      {mayExcuse && isMissing && (
        <Button look="quiet" testId="roll-excuse" onPress={() => setExcusing(true)}>
          {rollCallWords().excuse}
        </Button>
      )}
      {excusing && (
        <Dialog title={rollCallWords().excuseFor(name)} onClose={() => setExcusing(false)}>
          <form
            class="form"
            onSubmit={(event) => {
              event.preventDefault();
              setExcusing(false);
              void store.command('rollCall.excuse', { inviteeId: id, reason });
            }}
          >
            <Field
              label={rollCallWords().reason}
              value={reason}
              maxLength={300}
              required
              testId="excuse-reason"
              onInput={setReason}
            />
            <div class="dialog__buttons">
              <Button onPress={() => setExcusing(false)}>{commonWords().cancel}</Button>
              <Button type="submit" look="primary" disabled={isBlank(reason)} testId="excuse-save">
                {rollCallWords().save}
              </Button>
            </div>
          </form>
        </Dialog>
      )}
    </li>
  );
}
