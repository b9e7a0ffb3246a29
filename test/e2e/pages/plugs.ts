import type { Page } from 'playwright-core';
import type { Venue } from './venue.ts';

/**
 * Runs in a page before its own scripts: a test event takes a device away as an unplugged cable does, another
 * brings it back. No test can pull a plug of Chromium's fake devices.
 */
export function plugs(): void {
  const { mediaDevices } = navigator;
  const enumerate = mediaDevices.enumerateDevices.bind(mediaDevices);
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  const gone = new Set<string>();
  const given: MediaStreamTrack[] = [];
  mediaDevices.enumerateDevices = async () => (await enumerate()).filter(({ kind }) => !gone.has(kind));
  mediaDevices.getUserMedia = async (wish) => {
    if (gone.has(wish?.video ? 'videoinput' : 'audioinput')) throw new DOMException('', 'NotFoundError');
    const stream = await open(wish);
    given.push(...stream.getTracks());
    return stream;
  };
  addEventListener('test-plug', (event) => {
    if (!(event instanceof CustomEvent)) return;
    const { kind, isIn } = event.detail;
    if (isIn) gone.delete(kind);
    else gone.add(kind);
    for (const track of given) {
      if (track.readyState === 'ended' || !gone.has(`${track.kind}input`)) continue;
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
    mediaDevices.dispatchEvent(new Event('devicechange'));
  });
}

/** Pulls a device's plug on a page with `plugs`, or puts it back in. */
export const plug = (page: Page, kind: MediaDeviceKind, isIn: boolean): Promise<void> =>
  page.evaluate((detail) => void dispatchEvent(new CustomEvent('test-plug', { detail })), { kind, isIn });

/** The page of a room that is being paired, whose devices can be unplugged. */
export async function pluggedRoom(venue: Venue, endpointId: string): Promise<Page> {
  const room = await venue.page('/room');
  await room.addInitScript(plugs);
  await room.reload();
  await room.getByTestId('pairing-code').fill(await venue.pairingCode(endpointId));
  await room.getByTestId('pair').click();
  return room;
}
