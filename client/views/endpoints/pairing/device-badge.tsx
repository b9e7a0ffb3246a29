import type { JSX } from 'preact';
import type { DeviceState } from '../../../../protocol/rest/identity/devices.ts';
import { pairingWords } from './words.ts';
import { minuteOf } from '../../../i18n/formats.ts';

/** Whether a room has a device, and when it was last there. */
export function DeviceBadge({ device }: { readonly device: DeviceState }): JSX.Element {
  const words = pairingWords();
  return (
    <small class="device" data-testid="device-state" data-state={device.state}>
      <span class={`badge badge--device-${device.state}`}>{words.states[device.state]}</span>{' '}
      {device.state !== 'online' && device.lastSeenAtMs !== null && (
        <span>{words.lastSeen(minuteOf(device.lastSeenAtMs))}</span>
      )}{' '}
      {device.codeExpiresAtMs !== null && <span>{words.codeUntil(minuteOf(device.codeExpiresAtMs))}</span>}
    </small>
  );
}
