import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { letterList, mostLettersAgain } from '../../../protocol/rest/meetings/letters.ts';
import { meetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import {
  minute,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../support/rest/rest-edge.ts';

// Nothing takes these letters out of the queue.
describe('letters that are sent again', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
  });
  after(() => edge.close());

  /** A meeting of Yên Lạc with its hall, announced; the hall has an address. */
  const announced = async () => {
    const { hall, secretariat, site } = province.yenLac;
    const as = secretariat.token;
    await edge.ask('endpoint.change', {
      as: province.administrator.token,
      params: { endpointId: hall.id },
      body: { email: 'tamhong@yenlac.example' },
    });
    const startsAtMs = edge.clock.now + 60 * minute;
    const created = await edge.get(meetingDetail, 'meeting.create', {
      as,
      body: { title: 'Giao ban', siteId: site, startsAtMs, endsAtMs: startsAtMs + 60 * minute },
    });
    const params = { meetingId: created.id };
    const at = (version: number) => ({ as, params, headers: { 'if-match': `"${version}"` } });
    const invitations = [{ kind: 'endpoint', inviteeId: hall.id, role: 'delegate' }];
    const { version } = await edge.get(meetingDetail, 'meeting.invite', {
      ...at(created.version),
      body: { invitations },
    });
    return edge.get(meetingDetail, 'meeting.schedule', at(version));
  };

  it('are a thousand at once for one account, and then one every two seconds; the audit log counts them', async () => {
    const { hall, secretariat } = province.yenLac;
    const { id: meetingId, version } = await announced();
    const told = Array.from({ length: mostLettersAgain }, () => uuid());
    await edge.repositories.announcements.put(
      meetingId,
      told.map((inviteeId) => ({
        inviteeId,
        sequence: version,
        firstSequence: version,
        method: 'REQUEST' as const,
        fingerprint: '',
      })),
    );
    const resend = (inviteeIds: readonly string[], as = secretariat.token) =>
      edge.ask('letter.resend', { as, params: { meetingId }, body: { inviteeIds } });
    const attempts = async () => {
      const letters = await edge.repositories.announcements.lettersOf(meetingId);
      return new Map(letters.map(({ inviteeId, attempt }) => [inviteeId, attempt]));
    };
    const [first = ''] = told;

    expect((await resend(told)).status).to.equal(200);
    expect((await attempts()).get(first)).to.equal(1);
    const refused = await resend([first, hall.id]);
    expect([refused.status, refused.code, refused.headers.get('retry-after')]).to.deep.equal([
      429,
      'too-many-letters',
      '2',
    ]);
    expect((await attempts()).get(first)).to.equal(1);
    expect((await attempts()).has(hall.id)).to.equal(false);
    // Others have their own pace, and a request that orders no letter needs none.
    expect((await resend([uuid()])).status).to.equal(200);
    expect((await resend([first], province.administrator.token)).status).to.equal(200);

    edge.clock.now += 2_000;
    const ordered = await resend([hall.id]);
    expect(letterList.parse(ordered.body).rows.map(({ state }) => state)).to.deep.equal(['queued']);
    const [entry] = await edge.repositories.auditEntries.list({ limit: 1 });
    expect(entry).to.deep.include({ action: 'letter.resent', after: { mailed: 1 } });
    expect((await resend([hall.id])).code).to.equal('too-many-letters');
  });
});
