import { expect } from 'chai';
import { bookingAnswer } from '../../../protocol/rest/meetings/bookings.ts';
import { meetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import { problem } from '../../../protocol/rest/problem.ts';
import { uplinkList } from '../../../protocol/rest/uplinks.ts';
import { populate, type Province, type RestEdge, startRestEdge } from '../../support/rest/rest-edge.ts';

const mega = 1_000_000;
const hour = 3_600_000;
const yenLac = 'Huyện Yên Lạc, Tỉnh Vĩnh Phúc';

describe('REST: lines of units', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let as: string;
  let province: Province;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    as = province.administrator.token;
    await edge.setCapacity(100_000, [{ pictures: 'large', packetsPerS: 1, moderatorPacketsPerS: 1 }]);
    await edge.setUplinkCosts([{ pictures: 'least', bps: 2 * mega, moderatorBps: 2 * mega }]);
  });
  after(() => edge.close());

  const set = (bps: number | null, by = as, siteId = province.yenLac.site) =>
    edge.ask('uplink.set', { as: by, params: { siteId }, body: { bps } });
  const listed = async () => (await edge.get(uplinkList, 'uplink.list', { as })).uplinks;
  const drafted = async (startsAtMs: number) => {
    const body = { title: 'Họp', siteId: province.province, startsAtMs, endsAtMs: startsAtMs + hour };
    const { id, version } = await edge.get(meetingDetail, 'meeting.create', { as, body });
    return edge.get(meetingDetail, 'meeting.invite', {
      ...at({ id, version }),
      body: {
        invitations: [
          { kind: 'endpoint', inviteeId: province.yenLac.hall.id, role: 'delegate' },
          { kind: 'account', inviteeId: province.administrator.id, role: 'chair' },
        ],
      },
    });
  };
  const at = ({ id, version }: { readonly id: string; readonly version: number }) => ({
    as,
    params: { meetingId: id },
    headers: { 'if-match': `"${version}"` },
  });

  it('have the cap that IT sets, until it takes it back', async () => {
    expect(await listed()).to.deep.equal([]);
    expect((await set(50 * mega)).status).to.equal(200);
    await set(20 * mega);
    const siteId = province.yenLac.site;
    expect(await listed()).to.deep.equal([{ siteId, siteName: yenLac, bps: 20 * mega, reservedBps: 0 }]);
    await set(null);
    expect(await listed()).to.deep.equal([]);
  });

  it('are not for administrators of a part of the units, and are of units that exist', async () => {
    const part = (await edge.account('lapthach.quantri3', 'administrator', province.lapThach.site)).token;
    const answers = [await edge.ask('uplink.list', { as: part }), await set(mega, part)];
    expect(answers.map(({ status }) => status)).to.deep.equal([403, 403]);
    expect((await set(mega, as, '019ab1c0-0000-7000-8000-000000000000')).status).to.equal(404);
  });

  it('are named where they have no room for a session, with the times at which they have', async () => {
    await set(3 * mega);
    const startsAtMs = edge.clock.now + 48 * hour;
    const first = await drafted(startsAtMs);
    expect((await edge.ask('meeting.schedule', at(first))).status).to.equal(200);
    const inviteeIds = [province.yenLac.operator.id];
    const wish = { startsAtMs, endsAtMs: startsAtMs + hour, inviteeIds };
    const check = (body: object) =>
      edge.get(bookingAnswer, 'booking.check', { as, body: { ...wish, ...body } });
    const full = await check({ siteId: province.province });
    expect(full).to.deep.include({ clashes: [], pictures: null, fullUplinks: [yenLac] });
    expect(full.freeStartsAtMs)
      .to.include(startsAtMs + hour)
      .and.not.include(startsAtMs);
    expect(await check({ startsAtMs: startsAtMs + hour, endsAtMs: startsAtMs + 2 * hour })).to.deep.include({
      clashes: [],
      pictures: 'least',
    });
    const repeats = { rule: 'FREQ=WEEKLY;COUNT=2' };
    expect(await check({ repeats })).to.deep.include({
      pictures: null,
      fullUplinks: [yenLac],
      occurrences: { count: 2, against: [{ startsAtMs, clashes: 0, oversold: true }] },
    });
    const second = await drafted(startsAtMs + hour);
    const planned = await edge.get(meetingDetail, 'meeting.schedule', at(second));
    const earlier = { startsAtMs: startsAtMs + hour / 2, endsAtMs: startsAtMs + 1.5 * hour };
    await edge.ask(
      'meeting.cancel',
      at(await edge.get(meetingDetail, 'meeting.get', { as, params: { meetingId: first.id } })),
    );
    await set(mega);
    const refused = problem.parse(
      (
        await edge.ask('meeting.change', {
          ...at(planned),
          body: { ...earlier, endsAtMs: earlier.endsAtMs + hour },
        })
      ).body,
    );
    expect(refused).to.deep.include({ code: 'no-capacity', fullUplinks: [yenLac], freeStartsAtMs: [] });
    await set(null);
  });
});
