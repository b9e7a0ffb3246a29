import type { PlannedMeeting } from '../../support/planning/province.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { moves, request, sees } from '../pages/witness.ts';

const tile = (seat: string): string => `[data-testid="tile-${seat}"]`;

describe('a room of an office with a thin line, in real browsers', function () {
  this.timeout(180_000);
  let venue: Venue;
  let meeting: PlannedMeeting;

  before(async () => {
    venue = await openVenue({ camera: 'noise' });
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
    await change('400', '400');
    await page.getByTestId('line-dialog').waitFor({ state: 'detached' });
    await sees(() => row.getByTestId('line').innerText(), 'Đường truyền: xuống 400, lên 400 kbit/s');
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
    // Where the machine is busy, a browser sends less than its largest picture.
    const small = (width: number): boolean => width <= 320;
    await Promise.all([
      moves(thin, tile('chair'), small, 'to be small'),
      moves(other, tile('chair'), (width) => width > 320, 'to be larger'),
      moves(other, tile('speaker'), small, 'to be small'),
      moves(chairPage, tile('speaker'), small, 'to be small'),
    ]);
    await request(chairPage, 'floor.grant', { participantId: meeting.endpoints[1] });
    await moves(thin, tile('speaker'), small, 'to be small');
  });
});
