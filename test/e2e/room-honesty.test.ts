import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { openVenue } from './venue.ts';
import type { Venue } from './venue.ts';
import { patience } from './witness.ts';

/**
 * Runs in a page before its own scripts: a test event takes a device away as an unplugged cable does, another
 * brings it back. No test can pull a plug of Chromium's fake devices.
 */
function plugs(): void {
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
    for (const track of given.filter((each) => gone.has(`${each.kind}input`))) {
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
    mediaDevices.dispatchEvent(new Event('devicechange'));
  });
}

/** Runs in a page before its own scripts: tells on the console when the page has tried to play sound. */
function tellPlayback(): void {
  // oxlint-disable-next-line typescript/unbound-method -- called below, with its element
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = async function playing(this: HTMLMediaElement) {
    try {
      await play.call(this);
    } finally {
      // oxlint-disable-next-line no-console -- the test waits for it
      console.log('tried to play');
    }
  };
}

const plug = (page: Page, kind: 'videoinput' | 'audioinput', isIn: boolean): Promise<void> =>
  page.evaluate((detail) => void dispatchEvent(new CustomEvent('test-plug', { detail })), { kind, isIn });

describe('a room’s page says only what is true, in a real browser', function () {
  this.timeout(240_000);
  let venue: Venue;
  let room: Page;
  before(async () => {
    venue = await openVenue({ viewport: { width: 1920, height: 1080 } });
    const { administration, meetingId, endpoints } = venue.meeting;
    const { version } = await administration.call('meeting.get', { params: { meetingId } });
    await administration.call('meeting.cancel', { params: { meetingId }, version });
    const { sites } = await administration.call('site.list', { query: {} });
    for (const { id } of sites)
      await administration.call('contact.set', {
        params: { siteId: id },
        body: { contacts: [{ name: 'Trực kỹ thuật', phone: '0211 386 2001' }] },
      });
    room = await venue.page('/room');
    await room.addInitScript(plugs);
    await room.reload();
    await room.getByTestId('pairing-code').fill(await venue.pairingCode(endpoints[0]));
    await room.getByTestId('pair').click();
  });
  after(() => venue?.[Symbol.asyncDispose]());

  const is = (state: string) =>
    room.locator(`[data-testid="room-readiness"][data-state="${state}"]`).waitFor({ timeout: 30_000 });

  it('is ready after an answer of the server, with its devices', async () => {
    await is('ready');
    await room.getByText('Điểm cầu sẵn sàng').waitFor();
  });

  it('names the device that is missing, and is ready again when the device is back', async () => {
    for (const [kind, input] of [
      ['camera', 'videoinput'],
      ['microphone', 'audioinput'],
    ] as const) {
      await plug(room, input, false);
      await is('not-ready');
      await room.getByTestId(`device-problem-${kind}`).getByText('Không tìm thấy thiết bị').waitFor();
      expect(await room.getByText('Điểm cầu sẵn sàng').count()).to.equal(0);
      await plug(room, input, true);
      await is('ready');
    }
  });

  it('says since when the server has not answered, and whom to telephone, until the server is back', async () => {
    await venue.kill();
    const cutOff = room.getByTestId('cut-off');
    await cutOff.getByText(/^Mất kết nối máy chủ từ \d\d:\d\d, đang thử lại$/).waitFor({ timeout: 30_000 });
    expect(await room.getByTestId('room-readiness').getAttribute('data-state')).to.equal('not-ready');
    expect(await room.getByText('Điểm cầu sẵn sàng').count()).to.equal(0);
    expect(await cutOff.getByTestId('support').textContent()).to.equal(
      'Cần hỗ trợ, gọi: Trực kỹ thuật 0211 386 2001',
    );
    await room.getByTestId('language').click();
    await cutOff.getByText(/^No connection to the server since \d\d:\d\d, trying again$/).waitFor();
    await room.getByTestId('language').click();
    await venue.start();
    await is('ready');
    expect(await cutOff.count()).to.equal(0);
  });

  it('asks for a new code when its access is withdrawn', async () => {
    const params = { endpointId: venue.meeting.endpoints[0] };
    const name = await room.getByTestId('room-endpoint').textContent();
    await venue.meeting.administration.call('device.revoke', { params });
    await room.getByTestId('unpaired').getByText(`Máy này không còn được ghép với ${name}`).waitFor();
    await room.getByTestId('pairing-code').fill(await venue.pairingCode(params.endpointId));
    await room.getByTestId('pair').click();
    await is('ready');
  });
});

describe('a room whose browser blocks sound', function () {
  this.timeout(120_000);
  let venue: Venue;
  before(async () => {
    venue = await openVenue({ autoplay: 'blocked', viewport: { width: 1920, height: 1080 } });
  });
  after(() => venue?.[Symbol.asyncDispose]());

  it('says so when it is paired and after a restart, and one press allows it', async () => {
    const { administration, meetingId, endpoints } = venue.meeting;
    const { version } = await administration.call('meeting.get', { params: { meetingId } });
    await administration.call('meeting.cancel', { params: { meetingId }, version });
    const room = await venue.page('/login');
    await room.addInitScript(tellPlayback);
    // Playwright's every look into a page counts as a press on it, so it must not look before the page has tried.
    const loaded = (load: Promise<unknown>) =>
      Promise.all([room.waitForEvent('console', (message) => message.text() === 'tried to play'), load]);
    await loaded(room.goto('/room'));
    await room.getByTestId('sound-blocked').getByText('Trình duyệt đang chặn âm thanh').waitFor();
    await room.getByTestId('allow-sound').click();
    await room.getByTestId('sound-blocked').waitFor({ state: 'detached' });
    await room.getByTestId('pairing-code').fill(await venue.pairingCode(endpoints[0]));
    await room.getByTestId('pair').click();
    const readiness = room.getByTestId('room-readiness');
    await eventually(async () => (await readiness.getAttribute('data-state')) === 'ready', 'it', patience);
    await loaded(room.reload());
    await room.getByTestId('sound-blocked').waitFor();
    expect(await readiness.getAttribute('data-state')).to.not.equal('ready');
    await room.getByTestId('allow-sound').click();
    await eventually(async () => (await readiness.getAttribute('data-state')) === 'ready', 'it', patience);
  });
});
