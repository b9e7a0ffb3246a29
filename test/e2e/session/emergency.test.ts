import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { meetingDetail, meetingList } from '../../../protocol/rest/meetings/meetings.ts';
import { provinceAccount } from '../../support/planning/province.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { sees } from '../pages/witness.ts';

const secretariat = {
  login: 'thuky',
  password: 'mat-khau-cua-thu-ky',
  fullName: 'Thư ký',
  kind: 'secretariat',
} as const;

/** The number of sounds that the page has started and not ended. */
const ringing = (page: Page): Promise<number> =>
  page.evaluate(() => Number(document.body.dataset['ringing']));

describe('an emergency session in a real browser', function () {
  this.timeout(180_000);
  let venue: Venue;
  let desk: Page;
  let room: Page;
  before(async () => {
    venue = await openVenue();
    const { administration, meetingId } = venue.meeting;
    const { version } = await administration.call('meeting.get', { params: { meetingId } });
    await administration.call('meeting.cancel', { params: { meetingId }, version, body: {} });
    await provinceAccount(administration, secretariat);
    desk = await venue.signedIn(secretariat);
  });
  after(() => venue?.[Symbol.asyncDispose]());

  const chooseUnit = async (field: string, typed: string): Promise<void> => {
    await desk.getByTestId(field).fill(typed);
    await desk.getByTestId(`${field}-choose`).first().click();
  };
  /** The endpoints that were called. */
  const calledBy = async (title: string): Promise<readonly string[]> => {
    const { administration } = venue.meeting;
    const live = await administration.call('meeting.list', { query: { states: 'live' } });
    const meetingId = meetingList.parse(live).meetings.find((meeting) => meeting.title === title)?.id ?? '';
    const meeting = await administration.call('meeting.get', { params: { meetingId } });
    return meetingDetail
      .parse(meeting)
      .invitations.filter(({ kind }) => kind === 'endpoint')
      .map(({ inviteeId }) => inviteeId);
  };

  it('calls the chosen units and single rooms, minus exceptions, and shows their number before', async () => {
    const [, elsewhere] = venue.meeting.endpoints;
    await desk.getByTestId('call-emergency').click();
    await desk.getByTestId('emergency-title').fill('Họp khẩn cứu đê');
    await desk.getByTestId('selection-count').getByText('Gồm 2 điểm cầu.').waitFor();
    await desk.getByTestId('emergency-duration').selectOption('4');
    await desk.getByTestId('emergency-chairs-here').uncheck();
    await desk.locator('[data-testid="emergency-press"]:disabled').waitFor();
    await desk.getByTestId('emergency-chairs-here').check();
    await desk.locator('[data-testid="emergency-press"]:enabled').waitFor();
    await desk.getByTestId('selection-whom').selectOption('rooms');
    await desk.getByTestId('emergency-dialog').getByTestId('room-search').fill('tam hong');
    await desk.getByTestId('choose-room').click();
    await desk.getByTestId('selection-count').getByText('Gồm 1 điểm cầu.').waitFor();
    await chooseUnit('selection-except', 'yen lac');
    await desk.getByTestId('selection-count').getByText('Chưa có điểm cầu nào').waitFor();
    expect(await desk.getByTestId('emergency-press').isDisabled()).to.equal(true);
    await desk.getByTestId('selection-whom').selectOption('units');
    await chooseUnit('selection-unit', 'yen lac');
    await chooseUnit('selection-unit', 'binh xuyen');
    await desk.getByTestId('selection-count').getByText('Gồm 1 điểm cầu.').waitFor();
    await desk.getByTestId('emergency-press').click();
    await desk
      .getByTestId('confirm-dialog')
      .getByText(
        'Gọi ngay 1 điểm cầu: Huyện Yên Lạc, Tỉnh Vĩnh Phúc và các đơn vị trực thuộc; Huyện Bình Xuyên',
      )
      .waitFor();
    await desk.getByTestId('confirm').click();
    await desk.getByTestId('meeting').filter({ hasText: 'Họp khẩn cứu đê' }).waitFor();
    const live = await venue.meeting.administration.call('meeting.list', { query: { states: 'live' } });
    const { startsAtMs = 0, endsAtMs = 0 } =
      meetingList.parse(live).meetings.find((each) => each.title === 'Họp khẩn cứu đê') ?? {};
    expect(endsAtMs - startsAtMs).to.equal(4 * 3_600_000);
    expect(await calledBy('Họp khẩn cứu đê')).to.deep.equal([elsewhere]);
  });

  it('calls all below its unit by default, and rings at an idle room until somebody joins', async () => {
    const [idle] = venue.meeting.endpoints;
    room = await venue.page('/room');
    await room.evaluate(() => {
      document.body.dataset['ringing'] = '0';
      window.AudioContext = class extends window.AudioContext {
        #rings = 0;

        override createBufferSource(): AudioBufferSourceNode {
          this.#count(1);
          return super.createBufferSource();
        }

        override close(): Promise<void> {
          this.#count(-this.#rings);
          return super.close();
        }

        #count(by: number): void {
          this.#rings += by;
          document.body.dataset['ringing'] = String(Number(document.body.dataset['ringing']) + by);
        }
      };
    });
    await room.getByTestId('pairing-code').fill(await venue.pairingCode(idle));
    await room.getByTestId('pair').click();
    await room.getByTestId('room-waiting').waitFor();
    expect(await ringing(room)).to.equal(0);

    await desk.getByTestId('call-emergency').click();
    await desk.getByTestId('emergency-title').fill('Họp khẩn phòng, chống bão');
    await desk.getByTestId('emergency-press').click();
    await desk.getByTestId('confirm').click();
    await desk.getByTestId('emergency-called').getByText('Họp khẩn cứu đê').first().waitFor();
    expect(await calledBy('Họp khẩn phòng, chống bão')).to.have.members(venue.meeting.endpoints);
    const call = room.getByTestId('emergency-call');
    await call.getByText('Họp khẩn phòng, chống bão').waitFor();
    await sees(() => ringing(room), 1);
    await room.getByTestId('emergency-join').click();
    await room.getByTestId('conference').waitFor();
    await sees(() => ringing(room), 0);
    await desk.keyboard.press('Escape');
    await desk.getByTestId('emergency-called').waitFor({ state: 'detached' });
  });

  it('asks a room in another session over, and the room goes with one press', async () => {
    await desk.getByTestId('call-emergency').click();
    await desk.getByTestId('emergency-title').fill('Họp khẩn vỡ đập');
    await desk.getByTestId('emergency-press').click();
    await desk.getByTestId('confirm').click();
    await desk.getByTestId('emergency-called').getByText('Họp khẩn phòng, chống bão').first().waitFor();
    await room.getByTestId('conference').getByText('Họp khẩn phòng, chống bão').first().waitFor();
    await room.getByRole('alert').getByText('Họp khẩn vỡ đập').waitFor();
    await sees(() => ringing(room), 0);
    await room.getByTestId('emergency-go').click();
    await room.getByTestId('conference').getByText('Họp khẩn vỡ đập').first().waitFor();
    await room.getByTestId('emergency-go').waitFor({ state: 'detached' });
  });
});
