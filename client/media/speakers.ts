/**
 * Whether the machine has no loudspeaker. Also false where the browser does not say: speakers are listed once the
 * microphone is permitted, and a browser that asks its user for each lists only those.
 */
export function hasNoSpeaker(devices: readonly MediaDeviceInfo[]): boolean {
  const canChoose = 'setSinkId' in HTMLMediaElement.prototype;
  const isPermitted = devices.some(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '');
  const isListComplete = canChoose && isPermitted && !('selectAudioOutput' in navigator.mediaDevices);
  return isListComplete && !devices.some(({ kind }) => kind === 'audiooutput');
}
