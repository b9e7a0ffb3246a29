import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { chair } from '../../support/planning/province.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience } from '../pages/witness.ts';

/** Runs in a page before its own scripts: tells on the console what became of each try to play sound. */
function tellPlayback(): void {
  // oxlint-disable-next-line typescript/unbound-method -- called below, with its element
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = async function playing(this: HTMLMediaElement) {
    const what = this.isConnected ? 'a participant' : 'the speaker';
    try {
      await play.call(this);
      // oxlint-disable-next-line no-console -- the test waits for it
      console.log(`played ${what}`);
    } catch (error) {
      // oxlint-disable-next-line no-console -- the test waits for it
      console.log(`blocked ${what}`);
      throw error;
    }
  };
}

/**
 * Waits until the page says that. Playwright's every look into a page counts as a press on it, so it must not look
 * before the page has tried.
 */
const says = (page: Page, said: string): Promise<unknown> =>
  page.waitForEvent('console', { predicate: (message) => message.text() === said, ...patience });

/** Allows the sound of a conference with the button over the stage. */
async function enableSound(page: Page): Promise<void> {
  await page.getByTestId('enable-sound').click();
  await page.getByTestId('enable-sound').waitFor({ state: 'detached' });
  const isPlayed = (): Promise<boolean> =>
    page
      .getByTestId('audio')
      .evaluateAll(
        (all) => all.length > 0 && all.every((audio) => audio instanceof HTMLAudioElement && !audio.paused),
      );
  await eventually(isPlayed, 'all sounds to be played', patience);
}

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
    const loaded = (load: Promise<unknown>) => Promise.all([says(room, 'blocked the speaker'), load]);
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

describe('a desk whose browser wants a press for each new sound', function () {
  this.timeout(120_000);
  let venue: Venue;
  before(async () => {
    venue = await openVenue({ autoplay: 'by-press' });
  });
  after(() => venue?.[Symbol.asyncDispose]());

  it('offers a press for the sound of a room that speaks later', async () => {
    const [roomId] = venue.meeting.endpoints;
    const room = await venue.room(roomId);
    const desk = await venue.signedIn(chair);
    await desk.getByTestId('account').waitFor();
    await desk.addInitScript(tellPlayback);
    await desk.goto(`/meetings/${venue.meeting.meetingId}`);
    await desk.getByTestId('join').click();
    await desk.getByTestId('all-tools').click();
    await desk.getByTestId('tab-conduct').click();
    await desk.getByTestId('microphone-policy-open').click();
    const microphone = (state: string) =>
      room.locator(`[data-testid="own-microphone"][data-microphone="${state}"]`).waitFor();
    let isBlocked = false;
    desk.on('console', (message) => {
      isBlocked ||= message.text() === 'blocked a participant';
    });
    // A press counts for some seconds: the room speaks again and again until the last one at the desk is too old.
    const speaksAgain = async (): Promise<boolean> => {
      await room.getByTestId('microphone').click();
      await microphone('open');
      await room.getByTestId('microphone').click();
      await microphone('muted');
      return isBlocked;
    };
    await eventually(speaksAgain, 'the sound of the room to be blocked', patience);
    await room.getByTestId('microphone').click();
    await microphone('open');
    await enableSound(desk);
  });
});
