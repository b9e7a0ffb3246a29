import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import type { UplinkView } from '../../../protocol/rest/uplinks.ts';
import { usePolled } from '../../hooks/polled.ts';
import { errorWords } from '../../i18n/errors.ts';
import { language } from '../../i18n/language.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, ConfirmedButton } from '../shared/controls.tsx';
import { UplinkDialog } from './uplink-dialog.tsx';
import { uplinkWords } from './uplink-words.ts';

const pollMs = 5_000;
const bitsPerMega = 1_000_000;

/** What the lines of units carry, and what sessions take of it at the moment. */
export function Uplinks({ rest }: { readonly rest: Rest }): JSX.Element {
  const words = uplinkWords();
  const ask = useCallback(() => rest.call('uplink.list', {}), [rest]);
  const { value, error, refresh } = usePolled<'uplink.list'>(ask, pollMs);
  const [editing, setEditing] = useState<UplinkView | 'new'>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  const problem = refusal ?? error;
  const set = async (siteId: string, bps: number | null): Promise<Refusal | undefined> => {
    const result = await rest.call('uplink.set', { params: { siteId }, body: { bps } });
    refresh();
    return result.ok ? undefined : result.error;
  };
  return (
    <section class="uplinks">
      <div class="heading">
        <h2>{words.title}</h2>
        <div class="heading__actions">
          <Button testId="uplink-add" onPress={() => setEditing('new')}>
            {words.add}
          </Button>
        </div>
      </div>
      <p class="muted">{words.hint}</p>
      {problem && <Alert>{errorWords()[problem]}</Alert>}
      {value && value.uplinks.length > 0 && (
        <ul class="endpoints panel">
          {value.uplinks.map((uplink) => (
            <UplinkRow
              key={uplink.siteId}
              uplink={uplink}
              onChange={() => setEditing(uplink)}
              onRemove={() => void set(uplink.siteId, null).then((refused) => setRefusal(refused?.code))}
            />
          ))}
        </ul>
      )}
      {editing && (
        <UplinkDialog
          title={editing === 'new' ? words.add : words.changeTitle}
          rest={rest}
          {...(editing !== 'new' && {
            unit: { id: editing.siteId, name: editing.siteName },
            mbps: String(editing.bps / bitsPerMega),
          })}
          onClose={() => setEditing(undefined)}
          onSave={async (siteId, mbps) => {
            const refused = await set(siteId, Math.round(mbps * bitsPerMega));
            if (refused === undefined) setEditing(undefined);
            return refused;
          }}
        />
      )}
    </section>
  );
}

interface UplinkRowProps {
  readonly uplink: UplinkView;
  readonly onChange: () => void;
  readonly onRemove: () => void;
}

function UplinkRow({ uplink, onChange, onRemove }: UplinkRowProps): JSX.Element {
  const words = uplinkWords();
  const { siteName, bps, reservedBps } = uplink;
  return (
    <li data-testid="uplink-row">
      <span class="invitations__name bridge__name">{siteName}</span>
      <span class="bridge__load">
        <meter min={0} max={bps} high={bps * 0.8} value={reservedBps} aria-label={words.load} />
        <small data-testid="uplink-reserved">{words.reserved(inMega(reservedBps), inMega(bps))}</small>
      </span>
      <span class="bridge__buttons">
        <Button label={words.changeOf(siteName)} testId="uplink-change" onPress={onChange}>
          {words.change}
        </Button>
        <ConfirmedButton
          label={words.removeOf(siteName)}
          question={words.removeQuestion(siteName)}
          confirm={words.remove}
          onConfirm={onRemove}
          testId="uplink-remove"
        >
          {words.remove}
        </ConfirmedButton>
      </span>
    </li>
  );
}

const inMega = (bps: number): string =>
  (bps / bitsPerMega).toLocaleString(language.value, { maximumFractionDigits: 1 });
