import { expect } from 'chai';
import { photographer } from '../../support/browsers/photographs.ts';
import { siteNamed } from '../../support/planning/province.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';

describe('a network that lets pages through and no media, in real browsers', function () {
  this.timeout(120_000);
  const photograph = photographer('blocked-media');
  let venue: Venue;
  before(async () => {
    // Nobody has this address (RFC 5737): packets to it are lost, as behind a firewall.
    venue = await openVenue({ environment: { DIEMCAU_MEDIA__LISTEN__ANNOUNCEDADDRESS: '192.0.2.1' } });
  });
  after(() => venue?.[Symbol.asyncDispose]());

  it('is told to the room, with the number to call, and to the chair, in both languages', async () => {
    const { administration, endpoints } = venue.meeting;
    const [hall] = endpoints;
    await administration.call('contact.set', {
      params: { siteId: await siteNamed(administration, 'Vĩnh Phúc') },
      body: { contacts: [{ name: 'Trực kỹ thuật', phone: '0211 386 2001' }] },
    });
    const room = await venue.room(hall);
    const chair = await venue.chair();
    for (const page of [room, chair]) await page.getByTestId('media-blocked').waitFor();
    expect(await room.getByTestId('media-blocked').innerText()).to.include('tường lửa');
    await room.getByTestId('support').getByText('0211 386 2001').waitFor();
    await photograph(room, 'room');
    await photograph(chair, 'chair');
    await chair.getByTestId('language').first().click();
    await chair.getByText('Pictures and sound do not get through').waitFor();
  });
});
