import type { JSX } from 'preact';
import type { DeviceState } from '../../../protocol/rest/identity/devices.ts';
import type { EndpointView } from '../../../protocol/rest/sites/endpoints.ts';
import { Button, ConfirmedButton } from '../shared/controls.tsx';
import { Link } from '../shared/navigation.tsx';
import { ClearanceButton } from '../shared/clearance-button.tsx';
import { unitName } from '../shared/units/unit-name.ts';
import { DeviceBadge } from './pairing/device-badge.tsx';
import { endpointWords } from './words.ts';
import { pairingWords } from './pairing/words.ts';
import { sharedWords } from '../shared/words.ts';
import { titleWords } from '../shared/titles.ts';

/** What may be done with a room; the page opens the dialog. */
export type EndpointAction = 'edit' | 'move' | 'tags' | 'pair';

interface EndpointRowProps {
  readonly endpoint: EndpointView;
  readonly device: DeviceState | undefined;
  readonly mayChange: boolean;
  readonly mayClear: boolean;
  readonly onAction: (action: EndpointAction) => void;
  readonly onClear: (cleared: boolean) => void;
  readonly onUnpair: () => void;
}

/** A room, what is known of it, and what may be done with it. */
export function EndpointRow({ endpoint, device, mayChange, mayClear, ...on }: EndpointRowProps): JSX.Element {
  const hasDevice = device?.state === 'paired' || device?.state === 'online';
  const hasCode = device !== undefined && device.codeExpiresAtMs !== null;
  return (
    <li data-testid="endpoint" data-endpoint={endpoint.id}>
      <Known endpoint={endpoint} device={device} />
      <Link to={`/endpoints/${endpoint.id}/rehearsals`} class="button button--quiet" testId="rehearsals">
        {titleWords().rehearsals}
      </Link>
      {mayChange && (
        <Button look="quiet" testId="change-tags" onPress={() => on.onAction('tags')}>
          {endpointWords().tags}
        </Button>
      )}
      {mayChange && (
        <Button look="quiet" testId="change-line" onPress={() => on.onAction('edit')}>
          {endpointWords().details}
        </Button>
      )}
      {mayClear && <ClearanceButton name={endpoint.name} cleared={endpoint.cleared} onChange={on.onClear} />}
      <Button testId="pair" onPress={() => on.onAction('pair')}>
        {pairingWords().pair}
      </Button>
      {(hasDevice || hasCode) && (
        <ConfirmedButton
          look="quiet"
          testId="unpair"
          question={pairingWords().unpairQuestion(endpoint.name)}
          confirm={pairingWords().unpair}
          onConfirm={on.onUnpair}
        >
          {pairingWords().unpair}
        </ConfirmedButton>
      )}
    </li>
  );
}

function Known({ endpoint, device }: Pick<EndpointRowProps, 'endpoint' | 'device'>): JSX.Element {
  const reached = [endpoint.phone, endpoint.email].filter((known) => known !== null);
  return (
    <span class="invitations__name">
      {endpoint.name}
      <small>{unitName(endpoint.siteName, endpoint.parentSiteName)}</small>
      {device && <DeviceBadge device={device} />}
      {reached.length > 0 && <small>{reached.join(' · ')}</small>}
      {endpoint.equipment !== null && <small>{endpoint.equipment}</small>}
      {(endpoint.lineDownKbps ?? endpoint.lineUpKbps) !== null && (
        <small data-testid="line">
          {endpointWords().lineOf(kbps(endpoint.lineDownKbps), kbps(endpoint.lineUpKbps))}
        </small>
      )}
      {endpoint.cleared && (
        <small>
          <span class="badge badge--classified">{sharedWords().cleared}</span>
        </small>
      )}
      {endpoint.tags.length > 0 && (
        <small class="tags">
          {endpoint.tags.map((each) => (
            <span key={each} class="badge">
              {each}
            </span>
          ))}
        </small>
      )}
    </span>
  );
}

const kbps = (known: number | null): string => (known === null ? '?' : String(known));
