import type { JSX } from 'preact';
import type { BridgeView } from '../../../protocol/rest/bridges.ts';
import { minuteOf } from '../../i18n/formats.ts';
import { bridgeWords } from './words.ts';

/** What keeps new sessions away from a bridge. */
export function ServiceNote({ bridge }: { readonly bridge: BridgeView }): JSX.Element | null {
  const words = bridgeWords();
  const { state, drainingSinceMs, conferences, isUnsteady } = bridge;
  if (drainingSinceMs === null) return isUnsteady ? <small>{words.unsteady}</small> : null;
  const isIdle = state === 'connected' && conferences === 0;
  return (
    <>
      <span class="badge badge--bridge-draining" data-testid="bridge-draining">
        {words.draining(minuteOf(drainingSinceMs))}
      </span>
      {isIdle && <small data-testid="bridge-idle">{words.idle}</small>}
      {conferences > 0 && <small data-testid="bridge-waits">{words.waits(conferences)}</small>}
    </>
  );
}

/** What would happen if this bridge died now. */
export function LossNote({ bridge }: { readonly bridge: BridgeView }): JSX.Element | null {
  const words = bridgeWords();
  const { ifLost, conferences } = bridge;
  if (ifLost === null) return null;
  if (ifLost.isOnly) return <small data-testid="bridge-if-lost">{words.lostOnly}</small>;
  if (ifLost.short.length === 0)
    return conferences === 0 ? null : <small data-testid="bridge-if-lost">{words.lostFits}</small>;
  return (
    <div class="bridge__short" data-testid="bridge-if-lost">
      <small>{words.lostShort}</small>
      <ul>
        {ifLost.short.map(({ meetingId, title, withoutRoom, participants }) => (
          <li key={meetingId}>{words.without(title ?? words.untitled, withoutRoom, participants)}</li>
        ))}
      </ul>
    </div>
  );
}

/** What somebody should do something about, over all bridges; none if all is well. */
export function warningsOf(bridges: readonly BridgeView[]): readonly string[] {
  const words = bridgeWords();
  const connected = bridges.filter(({ state }) => state === 'connected');
  const indispensable = connected.filter(({ ifLost }) => ifLost?.isOnly === false && ifLost.short.length > 0);
  return [
    ...(connected.length > 0 && connected.every(({ drainingSinceMs }) => drainingSinceMs !== null)
      ? [words.allDraining]
      : []),
    ...(connected.length === 1 ? [words.onlyOne] : []),
    ...(indispensable.length > 0 ? [words.indispensable(indispensable.map(({ name }) => name))] : []),
  ];
}
