import { expect } from 'chai';
import { chair } from '../../support/planning/province.ts';
import { openVenue, type Venue } from '../pages/venue.ts';

describe('the own calendar at a secret address, in a real browser', function () {
  this.timeout(180_000);
  let venue: Venue;
  before(async () => {
    venue = await openVenue();
  });
  after(() => venue?.[Symbol.asyncDispose]());

  it('is created and revoked with the keyboard alone, and has the meetings of one’s invitations', async () => {
    const page = await venue.signedIn(chair);
    await page.getByTestId('own-account-link').press('Enter');
    const own = page.getByTestId('own-calendar');
    await own.getByTestId('calendar-create').press('Enter');
    const address = (await own.getByTestId('calendar-address').textContent()) ?? '';
    expect(new URL(address).origin).to.equal(venue.url);
    expect(await own.getByTestId('calendar-subscribe').getAttribute('href')).to.equal(
      address.replace('http:', 'webcal:'),
    );
    const calendar = await (await fetch(address)).text();
    expect(calendar).to.include(`UID:${venue.meeting.meetingId}@diemcau`);
    await own.getByRole('button', { name: 'Hủy địa chỉ' }).press('Enter');
    await page.getByTestId('confirm').press('Enter');
    await own.getByText('Không còn địa chỉ nào dùng được.').waitFor();
    expect((await fetch(address)).status).to.equal(404);
  });
});
