import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { openVenue } from './venue.ts';
import type { Venue } from './venue.ts';

const secretariat = { login: 'thuky', password: 'mat-khau-cua-thu-ky' };

/** How many sounds the page has begun and not ended. */
const ringing = (page: Page): Promise<number> =>
  page.evaluate(() => Number(document.body.dataset['ringing']));

describe('an emergency session in a real browser', function () {
  this.timeout(180_000);
  let venue: Venue;
  let room: Page;
  let idle: string;
  before(async () => {
    venue = await openVenue();
    [idle] = venue.meeting.endpoints;
    const { administration, meetingId } = venue.meeting;
    const { version } = await administration.call('meeting.get', { params: { meetingId } });
    await administration.call('meeting.cancel', { params: { meetingId }, version, body: {} });
  });
  after(() => venue?.[Symbol.asyncDispose]());

  it('rings at an idle room until somebody joins', async () => {
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

    const { administration } = venue.meeting;
    const { sites } = await administration.call('site.search', { query: { q: 'Vĩnh Phúc' } });
    const [province] = sites;
    if (!province) throw new Error('there is no province');
    await administration.call('account.create', {
      body: { ...secretariat, fullName: 'Thư ký', kind: 'secretariat', siteId: province.id },
    });
    const desk = await venue.signedIn(secretariat);
    await desk.getByTestId('call-emergency').click();
    await desk.getByTestId('emergency-title').fill('Họp khẩn phòng, chống bão');
    await desk.getByTestId('emergency-press').click();
    await desk.getByTestId('confirm').click();
    await desk.getByTestId('meeting').filter({ hasText: 'Họp khẩn phòng, chống bão' }).waitFor();
    const call = room.getByTestId('emergency-call');
    await call.getByText('Họp khẩn phòng, chống bão').waitFor();
    await eventually(async () => (await ringing(room)) === 1, 'the room to ring');
    await room.getByTestId('emergency-join').click();
    await room.getByTestId('conference').waitFor();
    expect(await ringing(room)).to.equal(0);
  });
});
