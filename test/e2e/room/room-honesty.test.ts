import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { photographer } from '../../support/browsers/photographs.ts';
import { isFaultless } from '../pages/axe.ts';
import { plug, plugs } from '../pages/plugs.ts';
import { isReachableByArrows } from '../pages/reachable.ts';
import { isReadable } from '../pages/readable.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { request } from '../pages/witness.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const languages = ['vi', 'en'] as const;

/** One room's screen in Vietnamese, and another room's in English. */
type Screens = Readonly<Record<(typeof languages)[number], Page>>;
type InBoth = Readonly<Record<(typeof languages)[number], string | RegExp>>;

const support: InBoth = {
  vi: 'Cần hỗ trợ, gọi: Trực kỹ thuật 0211 386 2001',
  en: 'For help, call: Trực kỹ thuật 0211 386 2001',
};
const cutOff: InBoth = {
  vi: /^Mất kết nối máy chủ từ \d\d:\d\d, đang thử lại$/,
  en: /^No connection to the server since \d\d:\d\d, trying again$/,
};
/** On another day, the time alone would be that of today. */
const cutOffOnAnotherDay: InBoth = {
  vi: /^Mất kết nối máy chủ từ \d\d:\d\d \d\d\/\d\d\/\d{4}, đang thử lại$/,
  en: /^No connection to the server since \d\d:\d\d \d\d\/\d\d\/\d{4}, trying again$/,
};
const noAnswer: InBoth = {
  vi: 'Chưa kết nối được với máy chủ.',
  en: /server/,
};
const noDevice: InBoth = { vi: /Không tìm thấy thiết bị/, en: /No device was found/ };

/** Each kind of device, as the pages and as browsers name it. */
const kinds = [
  ['camera', 'videoinput'],
  ['microphone', 'audioinput'],
  ['speaker', 'audiooutput'],
] as const;

describe('a room’s page says only what is true, in a real browser', function () {
  this.timeout(300_000);
  let venue: Venue;
  let chair: Page;
  let screens: Screens;
  const photograph = photographer('room', [1920]);

  /** Does the same on both screens at once. */
  const both = async (act: (screen: Page, language: keyof Screens) => Promise<unknown>): Promise<void> => {
    await Promise.all(languages.map((language) => act(screens[language], language)));
  };
  const sees = (testId: string, text: InBoth): Promise<void> =>
    both((screen, language) => screen.getByTestId(testId).getByText(text[language]).waitFor());
  const seesNo = (...testIds: readonly string[]): Promise<void> =>
    both(async (screen) => {
      for (const testId of testIds) await screen.getByTestId(testId).waitFor({ state: 'hidden' });
    });
  const is = (state: string): Promise<void> =>
    both((screen) => screen.locator(`[data-testid="room-readiness"][data-state="${state}"]`).waitFor());
  /** An hour later is another day for a cut before midnight. The screens go by the server's clock. */
  const cutOffSeen = (cutAtMs: number, passedMs: number): InBoth =>
    dayInVietnam(cutAtMs) === dayInVietnam(Date.now() + passedMs) ? cutOff : cutOffOnAnotherDay;
  const pass = (ms: number): Promise<void> => both((screen) => screen.clock.fastForward(ms));
  /** Judges what the screens show at this moment, and takes their pictures. */
  const moment = (what: string): Promise<void> =>
    both(async (screen, language) => {
      await isReadable(screen, `${what}, ${language}`);
      await isFaultless(screen, `${what}, ${language}`);
      await photograph(screen, `${what}-${language}`);
      await isReachableByArrows(screen, `${what}, ${language}`);
    });
  const chairIsBack = async (): Promise<void> => {
    await chair.getByTestId('reconnecting').waitFor({ state: 'detached' });
  };

  async function openScreen(language: keyof Screens, endpointId: string): Promise<Page> {
    const screen = await venue.page('/room');
    await screen.addInitScript(plugs);
    await screen.clock.install();
    await screen.reload();
    if (language === 'en') await screen.getByTestId('language').click();
    await screen.getByTestId('pairing-code').fill(await venue.pairingCode(endpointId));
    await screen.getByTestId('pair').click();
    return screen;
  }

  before(async () => {
    venue = await openVenue({ viewport: { width: 1920, height: 1080 } });
    const { administration, endpoints } = venue.meeting;
    const { sites } = await administration.call('site.list', { query: {} });
    for (const { id } of sites)
      await administration.call('contact.set', {
        params: { siteId: id },
        body: { contacts: [{ name: 'Trực kỹ thuật', phone: '0211 386 2001' }] },
      });
    chair = await venue.chair();
    await request(chair, 'conference.start', {});
    screens = { vi: await openScreen('vi', endpoints[0]), en: await openScreen('en', endpoints[1]) };
    await both((screen) => screen.getByTestId('self-view').waitFor());
  });
  after(() => venue?.[Symbol.asyncDispose]());

  it('names in a meeting the device that is missing and the number to call, until it is back', async () => {
    for (const [kind, device] of kinds) {
      await both((screen) => plug(screen, device, false));
      await sees(`device-problem-${kind}`, noDevice);
      await sees('support', support);
      await moment(`meeting-no-${kind}`);
      await both((screen) => plug(screen, device, true));
      await seesNo(`device-problem-${kind}`);
    }
    await seesNo('support');
    await moment('meeting');
  });

  it('raises the hand by one press of OK again when the keys have rested', async () => {
    const { keyboard } = screens.vi;
    await screens.vi.getByTestId('audio-only').focus();
    await keyboard.press('ArrowUp');
    await pass(minuteMs);
    // The pass of a minute at once breaks the connection, too.
    await seesNo('reconnecting');
    await screens.vi.locator('[data-testid="hand-raise"]:enabled').waitFor();
    await keyboard.press('Enter');
    await screens.vi.getByTestId('own-hand').waitFor();
    await keyboard.press('Enter');
    await screens.vi.getByTestId('hand-raise').waitFor();
  });

  it('claims nothing in a meeting that it cannot know without the server, however long that is away', async () => {
    const { endpoints } = venue.meeting;
    await request(chair, 'floor.grant', { participantId: endpoints[0] });
    await screens.vi.getByTestId('own-microphone').getByText('Đang phát biểu').waitFor();
    await both((screen) => screen.getByTestId('turn').waitFor());
    await request(chair, 'participant.askToUnmute', {
      target: { kind: 'participants', participantIds: [endpoints[1]] },
    });
    await screens.en.getByTestId('asked').waitFor();
    await request(chair, 'rollCall.open', {});
    await screens.vi.getByTestId('head-count').fill('12');
    await venue.kill();
    await sees('reconnecting', cutOff);
    const cutAtMs = Date.now();
    let passedMs = 0;
    for (const [when, laterMs] of [
      ['at-once', 0],
      ['after-a-minute', minuteMs],
      ['after-an-hour', hourMs],
      ['after-a-day', 24 * hourMs],
    ] as const) {
      await pass(laterMs);
      passedMs += laterMs;
      await sees('reconnecting', cutOffSeen(cutAtMs, passedMs));
      await sees('reconnecting', support);
      await sees('reconnecting', {
        vi: /^Thông tin bên dưới tính đến \d\d:\d\d/,
        en: /^Below: as of \d\d:\d\d/,
      });
      await screens.vi.getByTestId('own-microphone').getByText('Micrô mở, mất kết nối').waitFor();
      await seesNo('turn', 'room-queue', 'room-present', 'asked', 'roll-call-prompt');
      await both((screen) => screen.locator('.tile__seat--speaker').waitFor({ state: 'detached' }));
      await moment(`meeting-cut-off-${when}`);
    }
    await screens.vi.getByTestId('floor-yield').click();
    await screens.en.getByTestId('hand-raise').click();
    await sees('room-refusal', noAnswer);
    await moment('meeting-cut-off-refusal');
    await venue.start();
    await seesNo('reconnecting');
    await screens.en.getByTestId('asked-no').click();
    // What was typed before the cut is still there.
    await screens.vi.getByTestId('roll-call-prompt').waitFor();
    expect(await screens.vi.getByTestId('head-count').inputValue()).to.equal('12');
    await chairIsBack();
    await request(chair, 'rollCall.close', {});
    await seesNo('roll-call-prompt');
    await screens.vi.getByTestId('own-microphone').getByText('Đang phát biểu').waitFor();
    await sees('room-present', { vi: 'Đang dự: 3', en: 'Present: 3' });
    await pass(minuteMs);
    await seesNo('room-refusal');
    await moment('meeting-back');
    await request(chair, 'floor.revoke', {});
  });

  it('says that it was put out of the meeting, also without a server, until it is let in again', async () => {
    for (const participantId of venue.meeting.endpoints)
      await request(chair, 'participant.remove', { participantId });
    await sees('over-removed', {
      vi: /đã được đưa ra khỏi phiên họp/,
      en: /removed from the meeting/,
    });
    await moment('removed');
    await venue.kill();
    await sees('cut-off', cutOff);
    await sees('cut-off', support);
    await moment('removed-cut-off');
    await venue.start();
    await seesNo('cut-off');
    await chairIsBack();
    for (const participantId of venue.meeting.endpoints)
      await request(chair, 'participant.readmit', { participantId });
    await both((screen) => screen.getByTestId('conference').waitFor());
  });

  it('is ready between meetings, with the next one on the screen', async () => {
    await planNext(venue);
    await chair.getByTestId('conference-end').click();
    await chair.getByTestId('confirm').click();
    await is('ready');
    await sees('room-readiness', { vi: 'Điểm cầu sẵn sàng', en: 'Room ready' });
    await sees('next-heading', { vi: 'Phiên họp tiếp theo', en: 'Next meeting' });
    await both((screen) => screen.getByTestId('attend-confirm').waitFor());
    await moment('waiting');
  });

  it('names between meetings the device that is missing, and is ready again when the device is back', async () => {
    for (const [kind, device] of kinds) {
      await both((screen) => plug(screen, device, false));
      await is('not-ready');
      await sees(`device-problem-${kind}`, noDevice);
      await sees('support', support);
      expect(await screens.vi.getByText('Điểm cầu sẵn sàng').count()).to.equal(0);
      await moment(`waiting-no-${kind}`);
      await both((screen) => plug(screen, device, true));
      await is('ready');
    }
  });

  it('says between meetings since when the server has not answered, and what is only known from before', async () => {
    await venue.kill();
    await sees('cut-off', cutOff);
    const cutAtMs = Date.now();
    let passedMs = 0;
    for (const [when, laterMs, heading] of [
      ['at-once', 0, { vi: 'Phiên họp tiếp theo', en: 'Next meeting' }],
      ['after-a-minute', minuteMs, { vi: 'Phiên họp tiếp theo', en: 'Next meeting' }],
      ['after-an-hour', hourMs, { vi: 'Phiên họp tiếp theo', en: 'Next meeting' }],
      // The meeting should be over, but nobody has told this room.
      ['after-a-day', 24 * hourMs, { vi: 'Phiên họp theo lịch', en: 'Scheduled meeting' }],
    ] as const) {
      await pass(laterMs);
      passedMs += laterMs;
      await sees('cut-off', cutOffSeen(cutAtMs, passedMs));
      await sees('cut-off', support);
      await sees('next-heading', heading);
      await sees('schedule-as-of', {
        vi: /^Lịch nhận được lúc \d\d:\d\d/,
        en: /^Schedule as received at \d\d:\d\d/,
      });
      await is('not-ready');
      expect(await screens.vi.getByText('Điểm cầu sẵn sàng').count()).to.equal(0);
      await moment(`waiting-cut-off-${when}`);
    }
    await both((screen) => screen.getByTestId('attend-confirm').click());
    await both((screen) => screen.getByTestId('attend-send').click());
    await sees('alert', noAnswer);
    await moment('waiting-cut-off-refusal');
    await venue.start();
    await is('ready');
    await seesNo('cut-off', 'schedule-as-of', 'alert');
    await moment('waiting-back');
  });

  it('asks for a new code when its access is withdrawn, and is ready once it is paired again', async () => {
    const [vi, en] = venue.meeting.endpoints;
    const ids = { vi, en };
    for (const endpointId of [vi, en])
      await venue.meeting.administration.call('device.revoke', { params: { endpointId } });
    await sees('unpaired', {
      vi: /^Máy này không còn được ghép với /,
      en: /^This device is no longer paired with /,
    });
    await both((screen) => screen.getByTestId('shown-screen-code').waitFor());
    await moment('unpaired');
    await both(async (screen, language) => {
      await screen.getByTestId('pairing-code').fill(await venue.pairingCode(ids[language]));
      await screen.getByTestId('pair').click();
    });
    await is('ready');
    await moment('paired-again');
  });
});

/** Plans a meeting of the same rooms that begins in two hours. */
async function planNext({ meeting }: Venue): Promise<void> {
  const { administration, endpoints, meetingId } = meeting;
  const { siteId } = await administration.call('meeting.get', { params: { meetingId } });
  const startsAtMs = Date.now() + 2 * hourMs;
  const { id, version } = await administration.call('meeting.create', {
    body: { title: 'Họp Ban chỉ huy phòng thủ dân sự', siteId, startsAtMs, endsAtMs: startsAtMs + hourMs },
  });
  const params = { meetingId: id };
  const invited = await administration.call('meeting.invite', {
    params,
    version,
    body: {
      invitations: endpoints.map((inviteeId) => ({
        kind: 'endpoint' as const,
        inviteeId,
        role: 'delegate' as const,
      })),
    },
  });
  await administration.call('meeting.schedule', { params, version: invited.version });
}
