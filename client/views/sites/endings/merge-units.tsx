import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../../protocol/errors.ts';
import type { MergeCheck } from '../../../../protocol/rest/sites/sites.ts';
import { unitEndingWords } from './words.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { commonWords } from '../../../i18n/common.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Alert, Button, Dialog } from '../../shared/controls.tsx';
import { ChooseUnit } from '../../shared/units/choose-unit.tsx';
import { Held } from './held.tsx';
import type { NamedUnit, UnitPair } from '../../shared/units/named-unit.ts';

interface MergeUnitsProps {
  readonly rest: Rest;
  /** Which units merge into which; or a single unit, whose target the dialog asks for. */
  readonly wish: readonly UnitPair[] | NamedUnit;
  /** Units that may be the target. */
  readonly candidates: readonly NamedUnit[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Merges units into others. Shows the effect first, and again if it has changed before the confirmation. */
export function MergeUnits({ rest, wish, candidates, onClose, onDone }: MergeUnitsProps): JSX.Element {
  const words = unitEndingWords();
  const [pairs, setPairs] = useState('id' in wish ? [] : wish);
  const [check, setCheck] = useState<MergeCheck>();
  const [error, setError] = useState<ErrorCode>();
  const [overtaken, setOvertaken] = useState(false);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const ask = useCallback(async () => {
    const merges = pairs.map(({ unit, into }) => ({ siteId: unit.id, intoSiteId: into.id }));
    const result = await rest.call('site.checkMerge', { body: { merges } });
    setCheck(result.ok ? result.value : undefined);
    setError(result.ok ? undefined : result.error.code);
  }, [rest, pairs]);
  useEffect(() => {
    setCheck(undefined);
    if (pairs.length > 0) void ask();
  }, [ask, pairs]);
  const merge = async ({ merges, digest }: MergeCheck): Promise<void> => {
    setBusy(true);
    const asked = merges.map(({ siteId, intoSiteId }) => ({ siteId, intoSiteId }));
    const result = await rest.call('site.merge', { body: { merges: asked, digest } });
    setDone(result.ok);
    const isOther = !result.ok && result.error.code === 'conflict';
    setOvertaken(isOther);
    if (isOther) await ask();
    else setError(result.ok ? undefined : result.error.code);
    setBusy(false);
    if (result.ok) onDone();
  };
  const refused = check?.merges.filter(({ refusal }) => refusal !== null) ?? [];
  const isReady = check !== undefined && refused.length === 0 && !done;
  return (
    <Dialog title={words.mergeTitle} onClose={onClose} testId="merge-dialog">
      {pairs.length === 0 && 'id' in wish && (
        <>
          <p>
            <strong>{wish.fullName}</strong> ({wish.code})
          </p>
          <ChooseUnit
            label={words.mergeInto}
            testId="merge"
            units={candidates.filter(({ id, levelId }) => id !== wish.id && levelId === wish.levelId)}
            onChoose={(into) => setPairs([{ unit: wish, into }])}
          />
        </>
      )}
      {pairs.length > 0 && <Pairs pairs={pairs} />}
      {done && (
        <p class="import__done" role="status">
          {words.merged(pairs.length)}
        </p>
      )}
      {overtaken && <Alert>{words.overtaken}</Alert>}
      {error && <Alert>{errorWords()[error]}</Alert>}
      {pairs.length > 0 && !check && !error && <p role="status">{words.checking}</p>}
      {refused.length > 0 && <Refused refused={refused} isOne={pairs.length === 1} />}
      {isReady && (
        <div class="stacked" role="status" data-testid="merge-check">
          <p>{words.mergeEffect(pairs.length)}</p>
          <Held counts={check.moves} title={words.moves} nothing={words.nothingMoves} />
          {check.moves.invitations > 0 && <p>{words.invitationsKept(check.moves.invitations)}</p>}
          {check.moves.renamed > 0 && <p data-testid="merge-renamed">{words.renamed(check.moves.renamed)}</p>}
          {check.moves.contactsLeft > 0 && <p>{words.contactsLeft(check.moves.contactsLeft)}</p>}
          <p class="muted">{words.overStays}</p>
        </div>
      )}
      <div class="dialog__buttons">
        <Button onPress={onClose}>{done ? commonWords().close : commonWords().cancel}</Button>
        {'id' in wish && pairs.length > 0 && !done && (
          <Button onPress={() => setPairs([])}>{commonWords().change}</Button>
        )}
        {pairs.length > 0 && !done && (
          <Button
            look="danger"
            testId="merge-confirm"
            disabled={!isReady || busy}
            onPress={() => check && void merge(check)}
          >
            {words.mergeConfirm(pairs.length)}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function Pairs({ pairs }: { readonly pairs: readonly UnitPair[] }): JSX.Element {
  const { mergeTitle, into: arrow } = unitEndingWords();
  return (
    <ul class="pairs" tabIndex={0} aria-label={mergeTitle}>
      {pairs.map(({ unit, into }) => (
        <li key={unit.id} data-testid="merge-pair">
          <strong>{unit.fullName}</strong> ({unit.code}) {arrow} <strong>{into.fullName}</strong> ({into.code}
          )
        </li>
      ))}
    </ul>
  );
}

function Refused({
  refused,
  isOne,
}: {
  readonly refused: MergeCheck['merges'];
  readonly isOne: boolean;
}): JSX.Element {
  const words = unitEndingWords();
  const told = refused.map(({ siteId, name, code, refusal }) => ({
    siteId,
    unit: `${name} (${code})`,
    text: refusal === null ? '' : words.mergeRefusals[refusal],
  }));
  if (isOne) return <Alert>{told[0]?.text}</Alert>;
  return (
    <>
      <Alert>{words.refusedCount(refused.length)}</Alert>
      <ul class="pairs" tabIndex={0} aria-label={words.refusedCount(refused.length)}>
        {told.map(({ siteId, unit, text }) => (
          <li key={siteId}>
            <strong>{unit}</strong>: {text}
          </li>
        ))}
      </ul>
    </>
  );
}
