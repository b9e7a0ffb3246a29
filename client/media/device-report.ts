import { longestDeviceName } from '../../protocol/devices.ts';
import type { Device, DeviceReport } from '../../protocol/devices.ts';
import type { Capture, CapturedKind } from './capture.ts';

/** What this page knows of its devices now. */
export const ownDeviceReport = (capture: Capture, soundBlocked: boolean): DeviceReport => ({
  camera: captured(capture, 'camera'),
  microphone: captured(capture, 'microphone'),
  speaker: speaker(capture),
  soundBlocked,
});

function captured(capture: Capture, kind: CapturedKind): Device {
  const track = capture[kind].value;
  if (track) return named(capture.isSilenced(kind) ? 'muted' : 'working', track.label);
  if (!capture.isStarted || !capture.isWanted(kind)) return named('off', '');
  const problem = capture.problem(kind);
  return named(problem ?? 'opening', problem === 'busy' ? chosenName(capture, kind) : '');
}

function speaker(capture: Capture): Device {
  // Without this, the browser plays on the system's speaker and names none.
  if (!('setSinkId' in HTMLMediaElement.prototype)) return named('unknown', '');
  if (capture.devices('speaker').length > 0) return named('working', chosenName(capture, 'speaker'));
  return named(capture.hasNoSpeaker ? 'missing' : 'unknown', '');
}

function chosenName(capture: Capture, kind: 'speaker' | CapturedKind): string {
  const devices = capture.devices(kind);
  const chosen = devices.find(({ deviceId }) => deviceId === capture.chosen(kind)) ?? devices[0];
  return chosen?.label ?? '';
}

/** Names come from drivers: control characters would be refused. */
const named = (state: Device['state'], label: string): Device => ({
  state,
  name: label
    .replaceAll(/\p{Cc}/gu, ' ')
    .slice(0, longestDeviceName)
    .toWellFormed(),
});
