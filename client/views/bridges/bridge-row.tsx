import type { JSX } from 'preact';
import type { BridgeView } from '../../../protocol/rest/bridges.ts';
import { minuteOf } from '../../i18n/formats.ts';
import { language } from '../../i18n/language.ts';
import { Button, ConfirmedButton } from '../shared/controls.tsx';
import { LossNote, ServiceNote } from './bridge-notes.tsx';
import { bridgeWords } from './words.ts';

interface BridgeRowProps {
  readonly bridge: BridgeView;
  readonly onChange: () => void;
  readonly onDrain: () => void;
  readonly onUndrain: () => void;
  readonly onNewCode: () => void;
  readonly onRemove: () => void;
}

/** One bridge: where it is, how it is, and what it carries. */
export function BridgeRow({ bridge, onRemove, ...on }: BridgeRowProps): JSX.Element {
  const words = bridgeWords();
  const { id, name, siteName, state, host, version, address, seenAtMs, codeExpiresAtMs } = bridge;
  const machine = [host, address, version && words.version(version)].filter((part) => part !== null);
  return (
    <li data-testid="bridge-row" data-bridge={id} data-state={state}>
      <span class="invitations__name bridge__name">
        {name}
        {siteName !== null && <small>{siteName}</small>}
        {machine.length > 0 && <small>{machine.join(' · ')}</small>}
        <span class="badges">
          <span class={`badge badge--bridge-${state}`}>{words.states[state]}</span>
          <ServiceNote bridge={bridge} />
          {state === 'away' && seenAtMs !== null && <small>{words.seen(minuteOf(seenAtMs))}</small>}
          {codeExpiresAtMs !== null && codeExpiresAtMs > Date.now() && (
            <small>{words.codeUntil(minuteOf(codeExpiresAtMs))}</small>
          )}
        </span>
      </span>
      {state === 'connected' && <Load bridge={bridge} />}
      <span class="bridge__buttons">
        <Button label={words.changeOf(name)} testId="bridge-change" onPress={on.onChange}>
          {words.change}
        </Button>
        {bridge.drainingSinceMs === null ? (
          <ConfirmedButton
            label={words.drainOf(name)}
            question={words.drainQuestion(name)}
            confirm={words.drain}
            confirmLook="primary"
            onConfirm={on.onDrain}
            testId="bridge-drain"
          >
            {words.drain}
          </ConfirmedButton>
        ) : (
          <Button label={words.undrainOf(name)} testId="bridge-undrain" onPress={on.onUndrain}>
            {words.undrain}
          </Button>
        )}
        <Button label={words.newCodeOf(name)} testId="bridge-new-code" onPress={on.onNewCode}>
          {words.newCode}
        </Button>
        <ConfirmedButton
          label={words.removeOf(name)}
          question={words.removeQuestion(name, bridge.conferences)}
          confirm={words.remove}
          onConfirm={onRemove}
          testId="bridge-remove"
        >
          {words.remove}
        </ConfirmedButton>
      </span>
    </li>
  );
}

function Load({ bridge }: { readonly bridge: BridgeView }): JSX.Element {
  const words = bridgeWords();
  const { conferences, participants, loadPacketsPerS, budgetPacketsPerS } = bridge;
  const budget = budgetPacketsPerS ?? 0;
  return (
    <span class="bridge__load">
      <small data-testid="bridge-carries">{words.carries(conferences, participants)}</small>
      <meter
        min={0}
        max={Math.max(1, budget)}
        high={budget * 0.8}
        value={loadPacketsPerS}
        aria-label={words.load}
      />
      <small>{words.loadOf(counted(loadPacketsPerS), counted(budget))}</small>
      <LossNote bridge={bridge} />
    </span>
  );
}

const counted = (count: number): string => count.toLocaleString(language.value);
