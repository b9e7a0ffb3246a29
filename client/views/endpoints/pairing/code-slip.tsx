import type { JSX } from 'preact';
import type { EndpointView } from '../../../../protocol/rest/sites/endpoints.ts';
import { QrCode } from '../../shared/qr-code.tsx';
import { inGroups } from '../../shared/code-groups.ts';
import { unitName } from '../../shared/units/unit-name.ts';
import { pairingAddress } from './code-life.tsx';
import { pairingWords } from './words.ts';
import { minuteOf } from '../../../i18n/formats.ts';

interface CodeSlipProps {
  readonly endpoint: EndpointView;
  readonly code: string;
  readonly expiresAtMs: number;
}

/** What one room gets: its name, where to open the page, the code, and both as a QR code. */
export function CodeSlip({ endpoint, code, expiresAtMs }: CodeSlipProps): JSX.Element {
  const words = pairingWords();
  return (
    <article class="code-slip" data-testid="code-slip" data-endpoint={endpoint.id}>
      <div>
        <h3>{endpoint.name}</h3>
        <p>{unitName(endpoint.siteName, endpoint.parentSiteName)}</p>
        <p class="code-slip__label">{words.open}</p>
        <p class="code-slip__address">{location.origin}/room</p>
        <p class="code-slip__label">{words.code}</p>
        <p class="code-slip__code" data-testid="slip-code">
          {inGroups(code)}
        </p>
        <p class="code-slip__label">{words.once(minuteOf(expiresAtMs))}</p>
      </div>
      <QrCode text={pairingAddress(code)} label={words.scan} />
    </article>
  );
}
