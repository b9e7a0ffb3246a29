import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { dayInVietnam } from '../../../../domain/sites/calendar.ts';
import type { ErrorCode } from '../../../../protocol/errors.ts';
import type { RetirementCheck } from '../../../../protocol/rest/sites/sites.ts';
import { dateOf } from '../../../i18n/formats.ts';
import { unitEndingWords } from './words.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { commonWords } from '../../../i18n/common.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Alert, Button, Dialog } from '../../shared/controls.tsx';
import { DateField } from '../../shared/dates/date-field.tsx';
import { Held } from './held.tsx';
import type { NamedUnit } from '../../shared/units/named-unit.ts';

interface RetireUnitProps {
  readonly rest: Rest;
  readonly unit: NamedUnit;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/**
 * Sets the day on which a unit ends. Shows the effect first, and again if it has changed
 * before the confirmation.
 */
export function RetireUnit({ rest, unit, onClose, onDone }: RetireUnitProps): JSX.Element {
  const words = unitEndingWords();
  const [day, setDay] = useState(unit.validTo ?? dayInVietnam(Date.now()));
  const [check, setCheck] = useState<RetirementCheck>();
  const [error, setError] = useState<ErrorCode>();
  const [overtaken, setOvertaken] = useState(false);
  const [done, setDone] = useState(false);
  const ask = useCallback(
    async (validTo: string) =>
      validTo === ''
        ? undefined
        : rest.call('site.checkRetirement', { params: { siteId: unit.id }, query: { validTo } }),
    [rest, unit.id],
  );
  useEffect(() => {
    let wanted = true;
    setCheck(undefined);
    void ask(day).then((result) => {
      if (!wanted) return;
      setCheck(result?.ok ? result.value : undefined);
      setError(result?.ok === false ? result.error.code : undefined);
    });
    return () => {
      wanted = false;
    };
  }, [ask, day]);
  const retire = async (digest: string): Promise<void> => {
    const params = { siteId: unit.id };
    const result = await rest.call('site.retire', { params, body: { validTo: day, digest } });
    setDone(result.ok);
    if (result.ok) {
      setOvertaken(false);
      onDone();
      return;
    }
    const isOther = result.error.code === 'conflict';
    const again = isOther ? await ask(day) : undefined;
    setOvertaken(isOther);
    setError(isOther ? undefined : result.error.code);
    if (again?.ok) setCheck(again.value);
  };
  return (
    <Dialog title={words.retireTitle} onClose={onClose}>
      <p>
        <strong>{unit.fullName}</strong> ({unit.code})
      </p>
      {done && (
        <p class="import__done" role="status" data-testid="retire-done">
          {words.retired(dateOf(day))}
        </p>
      )}
      {!done && (
        <>
          <DateField
            label={words.retireDay}
            value={day}
            onInput={(chosen) => {
              setOvertaken(false);
              setDay(chosen);
            }}
            required
            testId="retire-day"
          />
          {overtaken && <Alert>{words.overtaken}</Alert>}
          {error && <Alert>{errorWords()[error]}</Alert>}
          {check?.refusal && <Alert>{words.endRefusals[check.refusal]}</Alert>}
          {check?.refusal === null && (
            <div class="stacked" role="status">
              <p>{words.retireEffect(dateOf(day))}</p>
              <Held counts={check.holds} title={words.stays} nothing={words.nothingStays} />
              <p class="muted">{words.retireHint}</p>
            </div>
          )}
        </>
      )}
      <div class="dialog__buttons">
        <Button onPress={onClose}>{done ? commonWords().close : commonWords().cancel}</Button>
        {!done && (
          <Button
            look="danger"
            testId="retire-confirm"
            disabled={check?.refusal !== null}
            onPress={() => check && void retire(check.digest)}
          >
            {words.retireConfirm}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
