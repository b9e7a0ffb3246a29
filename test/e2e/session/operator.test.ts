import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium } from '../../support/browsers/chromium.ts';
import { eventually } from '../../support/eventually.ts';
import { inviteAccount, provinceAccount } from '../../support/planning/province.ts';
import { faultsOf } from '../pages/axe.ts';
import { plug, pluggedRoom } from '../pages/plugs.ts';
import { isReadable as isPageReadable } from '../pages/readable.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience } from '../pages/witness.ts';

const operatorName = 'Đỗ Văn Kỹ';
const operator = {
  login: 'kythuat',
  password: 'mat-khau-cua-ky-thuat',
  fullName: operatorName,
  kind: 'operator',
} as const;
const observer = {
  login: 'duthinh',
  password: 'mat-khau-cua-du-thinh',
  fullName: 'Lê Thị Thính',
  kind: 'official',
} as const;

/** How loud a page plays a participant's sound, once packets of it have arrived; undefined before. */
const volumeOf = (page: Page, id: string | undefined, source: string): Promise<number | undefined> =>
  page.evaluate(
    ([of, from]) => {
      const audio = document.querySelector<HTMLAudioElement>(
        `audio[data-participant="${of}"][data-source="${from}"]`,
      );
      const [track] = audio?.srcObject instanceof MediaStream ? audio.srcObject.getAudioTracks() : [];
      return track?.muted === false ? audio?.volume : undefined;
    },
    [id, source],
  );

/** What a page has received about private words. A snapshot says to all that there are none. */
const toldOfWords = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    window.witness.frames.filter((frame) =>
      /privateWords?\b|private-word/.test(frame.replaceAll('"privateWords":{}', '')),
    ),
  );

describe('what an operator does for a room during the session, in real browsers', function () {
  this.timeout(240_000);
  let venue: Venue;
  let desk: Page;
  let chair: Page;
  let room: Page;
  let other: Page;
  let asking: Browser;
  let operatorId: string;
  let observerId: string;
  let roomId: string;

  before(async () => {
    venue = await openVenue({ viewport: { width: 1920, height: 1080 } });
    const { administration, endpoints, meetingId } = venue.meeting;
    roomId = endpoints[0];
    operatorId = await provinceAccount(administration, operator);
    await inviteAccount(administration, meetingId, operatorId, 'operator');
    observerId = await provinceAccount(administration, observer);
    await inviteAccount(administration, meetingId, observerId, 'observer');
    chair = await venue.chair();
    room = await pluggedRoom(venue, roomId);
    await room.getByTestId('conference').waitFor();
    asking = await launchChromium({ devices: 'asked' });
    other = await venue.page('/room', asking);
    await other.context().grantPermissions(['camera']);
    await other.getByTestId('pairing-code').fill(await venue.pairingCode(endpoints[1]));
    await other.getByTestId('pair').click();
    await other.getByTestId('conference').waitFor();
    desk = await venue.signedIn(operator);
    await desk.setViewportSize({ width: 1280, height: 900 });
    for (const page of [desk, await venue.signedIn(observer)]) {
      await page.getByTestId('meeting').getByTestId('meeting-join').click();
      await page.getByTestId('join').click();
      await page.getByTestId('conference').waitFor();
    }
    await chair.getByTestId('conference-start').click();
    await chair.getByTestId('confirm').click();
    await desk.locator('[data-testid="conference"][data-phase="in-session"]').waitFor();
  });
  after(async () => {
    await asking?.close();
    await venue?.[Symbol.asyncDispose]();
  });

  const row = (page: Page, id: string): Locator =>
    page.locator(`[data-testid="roster-row"][data-participant="${id}"]`);
  const word = (page: Page, kind: string): Locator =>
    page.locator(`[data-testid="private-word"][data-kind="${kind}"]`);
  const offer = async (): Promise<void> => {
    await row(desk, roomId).getByTestId('roster-actions').click();
    await row(desk, roomId).getByTestId('private-word-offer').click();
    await word(desk, 'calls').waitFor();
    await room.getByTestId('private-word-asked').waitFor();
  };
  const isReadable = async (screen: string): Promise<void> => {
    for (const page of [room, desk]) expect(await faultsOf(page), screen).to.deep.equal([]);
    await isPageReadable(room, screen);
  };
  const volumeIsWhole = (page: Page): Promise<unknown> =>
    eventually(
      async () => (await volumeOf(page, venue.meeting.chairId, 'microphone')) === 1,
      'the chair to be heard as before',
      patience,
    );
  const listed = () => desk.getByTestId('roster-row').count();

  it('sees each device of a room, its name and since when it is so', async () => {
    await row(desk, roomId).getByTestId('roster-actions').click();
    const devices = row(desk, roomId).getByTestId('row-devices');
    await devices.locator('[data-testid="row-device-camera"][data-state="working"]').waitFor();
    await devices
      .getByTestId('row-device-microphone')
      .getByText(/: đang hoạt động từ \d\d:\d\d$/)
      .waitFor();
    await desk.keyboard.press('Escape');
    await devices.waitFor({ state: 'detached' });
  });

  it('sees no speaker as missing that the browser of a page without permission or of an observer does not name', async () => {
    const stateOf = (id: string, kind: string, state: string): Promise<void> =>
      row(desk, id).locator(`[data-testid="row-device-${kind}"][data-state="${state}"]`).waitFor();
    await row(desk, venue.meeting.endpoints[1]).getByTestId('roster-actions').click();
    await stateOf(venue.meeting.endpoints[1], 'microphone', 'denied');
    await stateOf(venue.meeting.endpoints[1], 'speaker', 'unknown');
    await desk.keyboard.press('Escape');
    await row(desk, observerId).getByTestId('roster-actions').click();
    await stateOf(observerId, 'camera', 'off');
    await stateOf(observerId, 'microphone', 'off');
    await stateOf(observerId, 'speaker', 'unknown');
    await desk.keyboard.press('Escape');
  });

  it('finds the rooms whose devices are missing, and sees that a device is back', async () => {
    await plug(room, 'videoinput', false);
    const mark = row(desk, roomId).getByTestId('device-mark').filter({ hasText: 'Thiếu camera' });
    await mark.waitFor();
    await desk.getByTestId('roster-filter-devices').click();
    await desk.mouse.move(5, 5);
    await eventually(async () => (await listed()) === 2, 'both rooms in trouble to be listed', patience);
    await desk.getByTestId('language').click();
    await row(desk, roomId).getByText('No camera').waitFor();
    await desk.getByTestId('language').click();
    await desk.getByTestId('roster-filter-all').click();
    await plug(room, 'videoinput', true);
    await mark.waitFor({ state: 'detached' });
  });

  it('leaves the seat of the slides that the chair has given', async () => {
    const slides = other.locator(`[data-testid="tile-slides"][data-participant="${operatorId}"]`);
    await row(chair, operatorId).getByTestId('roster-actions').click();
    await row(chair, operatorId).getByTestId('give-slides').click();
    await slides.waitFor();
    await row(desk, operatorId).getByTestId('roster-actions').click();
    await row(desk, operatorId).getByTestId('yield-slides').click();
    await slides.waitFor({ state: 'detached' });
  });

  it('asks a room for a private word, which the room declines with its keys', async () => {
    await offer();
    await room.getByTestId('private-word-asked').getByText(`${operatorName} (Kỹ thuật)`).waitFor();
    await isReadable('asked for a private word');
    expect(await volumeOf(desk, roomId, 'private-word')).to.equal(undefined);
    await room.getByTestId('private-word-decline').focus();
    await room.keyboard.press('Enter');
    await room.getByTestId('private-word-asked').waitFor({ state: 'detached' });
    await word(desk, 'over').getByText('Điểm cầu từ chối.').waitFor();
  });

  it('speaks with the room alone once the room agrees by one press, while both hear the session', async () => {
    await offer();
    await room.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    await room.keyboard.press('Enter');
    await word(room, 'on').getByText(`Đang nói riêng với ${operatorName}`).waitFor();
    await word(desk, 'on').waitFor();
    await isReadable('private word');
    await eventually(async () => (await volumeOf(desk, roomId, 'private-word')) === 1, 'the room', patience);
    await eventually(
      async () => (await volumeOf(room, operatorId, 'private-word')) === 1,
      'the operator',
      patience,
    );
    for (const page of [desk, room]) {
      const isQuieter = async (): Promise<boolean> => {
        const volume = await volumeOf(page, venue.meeting.chairId, 'microphone');
        return volume !== undefined && volume >= 0.1 && volume <= 0.4;
      };
      await eventually(isQuieter, 'the session to be heard more quietly', patience);
    }
    await room.getByTestId('own-microphone').getByText(`Chỉ ${operatorName} nghe`).waitFor();
    await row(chair, roomId).getByTestId('row-private-word').getByText(operatorName).waitFor();
  });

  it('is heard by nobody else: another room gets no sound of it, and does not learn of it', async () => {
    expect(await other.locator('audio[data-source="private-word"]').count()).to.equal(0);
    expect(await chair.locator('audio[data-source="private-word"]').count()).to.equal(0);
    expect(await toldOfWords(room)).not.to.deep.equal([]);
    expect(await toldOfWords(other)).to.deep.equal([]);
    await volumeIsWhole(other);
  });

  it('ends it, or the room does, and hears the session as before', async () => {
    await room.getByTestId('private-word-end').focus();
    await room.keyboard.press('Enter');
    await word(desk, 'over').getByText('Một bên đã kết thúc.').waitFor();
    await room.getByTestId('own-microphone').getByText('Micrô đang tắt').waitFor();
    for (const page of [desk, room]) {
      await page.locator('audio[data-source="private-word"]').waitFor({ state: 'detached' });
      await volumeIsWhole(page);
    }
  });

  it('leaves the room to the chair, who gives it the floor', async () => {
    await offer();
    await room.getByTestId('private-word-accept').click();
    await word(desk, 'on').waitFor();
    await desk.getByTestId('language').click();
    await word(desk, 'on').getByText('Only the two of you hear each other.').waitFor();
    await desk.getByTestId('language').click();
    await row(chair, roomId).getByTestId('roster-actions').click();
    await row(chair, roomId).getByTestId('grant').click();
    await word(desk, 'over').getByText('Một bên được mời phát biểu').waitFor();
    await room.locator('[data-testid="own-microphone"][data-microphone="open"]').waitFor();
    await eventually(
      async () => (await volumeOf(other, roomId, 'microphone')) === 1,
      'the session to hear the room',
      patience,
    );
  });

  it('is on no screen without the server, which ends it', async () => {
    await row(chair, roomId).getByTestId('roster-actions').click();
    await row(chair, roomId).getByTestId('revoke').click();
    await offer();
    await room.getByTestId('private-word-accept').click();
    for (const page of [desk, room]) await word(page, 'on').waitFor();
    await venue.kill();
    for (const page of [desk, room]) {
      await page.getByTestId('reconnecting').waitFor();
      await word(page, 'on').waitFor({ state: 'detached' });
    }
    await room.getByTestId('own-microphone').getByText('Micrô đang tắt').waitFor();
    await isReadable('private word, cut off');
    await venue.start();
    for (const page of [desk, room, chair])
      await page.getByTestId('reconnecting').waitFor({ state: 'detached' });
  });

  it('ends with a lost connection, and shows no device as working meanwhile', async () => {
    await offer();
    await room.getByTestId('private-word-accept').click();
    await word(desk, 'on').waitFor();
    await room.close();
    await word(desk, 'over').getByText('Một bên mất kết nối').waitFor();
    await row(desk, roomId).getByTestId('roster-actions').click();
    await row(desk, roomId)
      .locator('[data-testid="row-devices"][data-connected="false"]')
      .getByText('Mất kết nối từ')
      .waitFor();
  });
});
