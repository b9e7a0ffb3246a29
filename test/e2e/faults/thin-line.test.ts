import type { PlannedMeeting } from '../../support/planning/province.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { request, sees, shows } from '../pages/witness.ts';

describe('a room of an office with a thin line, in real browsers', function () {
  this.timeout(180_000);
  let venue: Venue;
  let meeting: PlannedMeeting;

  before(async () => {
    venue = await openVenue();
    ({ meeting } = venue);
  });
  after(() => venue?.[Symbol.asyncDispose]());

  it('has a line whose rates the staff enters', async () => {
    const page = await venue.signedIn(administrator);
    await page.getByTestId('endpoints-link').click();
    const row = page.locator(`[data-testid="endpoint"][data-endpoint="${meeting.endpoints[0]}"]`);
    const change = async (down: string, up: string): Promise<void> => {
      await page.getByTestId('line-down').fill(down);
      await page.getByTestId('line-up').fill(up);
      await page.getByTestId('line-save').click();
    };
    await row.getByTestId('change-line').click();
    await change('500', '10');
    await page.getByTestId('line-dialog').getByRole('alert').waitFor();
    await change('500', '400');
    await page.getByTestId('line-dialog').waitFor({ state: 'detached' });
    await sees(() => row.getByTestId('line').innerText(), 'Đường truyền: xuống 500, lên 400 kbit/s');
    await page.context().close();
  });

  it('gets small pictures and sends small ones, where the others have more', async () => {
    const chairPage = await venue.chair();
    const [thin, other] = await Promise.all([
      venue.room(meeting.endpoints[0]),
      venue.room(meeting.endpoints[1]),
    ]);
    await request(chairPage, 'conference.start', {});
    await request(chairPage, 'floor.grant', { participantId: meeting.endpoints[0] });
    await Promise.all([
      shows(thin, 'chair', 320),
      shows(other, 'chair', 640),
      shows(other, 'speaker', 320),
      shows(chairPage, 'speaker', 320),
    ]);
    await request(chairPage, 'floor.grant', { participantId: meeting.endpoints[1] });
    await shows(thin, 'speaker', 320);
  });
});
