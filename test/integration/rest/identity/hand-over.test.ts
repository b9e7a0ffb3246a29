import { expect } from 'chai';
import { handedOver } from '../../../../protocol/rest/identity/accounts.ts';
import { meetingHistory } from '../../../../protocol/rest/meetings/history.ts';
import { meetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import { populate, type Province, type RestEdge, startRestEdge } from '../../../support/rest/rest-edge.ts';

const hour = 3_600_000;

describe('REST: handing meetings over', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let near: { readonly id: string; readonly token: string };
  let count = 0;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    near = await edge.account('yenlac.quantri', 'administrator', province.yenLac.site);
  });
  after(() => edge.close());

  const person = () => edge.account(`nguoi.${(count += 1)}`, 'official', province.yenLac.site);
  const meeting = async (
    invited: readonly (readonly [accountId: string, role: string])[],
    { siteId = province.yenLac.site, afterHours = 48 }: { siteId?: string; afterHours?: number } = {},
  ) => {
    const as = province.administrator.token;
    const startsAtMs = edge.clock.now + afterHours * hour;
    const body = { title: `Giao ban ${(count += 1)}`, siteId, startsAtMs, endsAtMs: startsAtMs + hour };
    const { id, version } = await edge.get(meetingDetail, 'meeting.create', { as, body });
    const at = (version: number) => ({
      as,
      params: { meetingId: id },
      headers: { 'if-match': `"${version}"` },
    });
    const invitations = invited.map(([inviteeId, role]) => ({ kind: 'account', inviteeId, role }));
    const asked = { ...at(version), body: { invitations } };
    const planned = await edge.get(meetingDetail, 'meeting.invite', asked);
    return edge.get(meetingDetail, 'meeting.schedule', at(planned.version));
  };
  const rolesOf = async (meetingId: string) => {
    const asked = { as: province.administrator.token, params: { meetingId } };
    const { invitations } = await edge.get(meetingDetail, 'meeting.get', asked);
    return Object.fromEntries(invitations.map(({ inviteeId, role }) => [inviteeId, role]));
  };
  const handOver = (fromId: string, toId: string, as = near.token) =>
    edge.ask('account.handOver', { as, params: { accountId: fromId }, body: { toAccountId: toId } });

  it('puts another person in each place, in the same role', async () => {
    const [from, to] = [await person(), await person()];
    const [first, second] = [
      await meeting([[from.id, 'chair']]),
      await meeting([[from.id, 'delegate']], { afterHours: 72 }),
    ];
    const { moved, kept, outside } = handedOver.parse((await handOver(from.id, to.id)).body);
    expect(moved.map(({ id }) => id)).to.deep.equal([first.id, second.id]);
    expect([kept, outside]).to.deep.equal([[], 0]);
    expect(await rolesOf(first.id)).to.deep.equal({ [to.id]: 'chair' });
    expect(await rolesOf(second.id)).to.deep.equal({ [to.id]: 'delegate' });
  });

  it('gives the other person the place among several chairs', async () => {
    const [from, to, second, third] = [await person(), await person(), await person(), await person()];
    const { id } = await meeting([
      [second.id, 'chair'],
      [from.id, 'chair'],
      [third.id, 'chair'],
    ]);
    expect((await handOver(from.id, to.id)).status).to.equal(200);
    const asked = { as: province.administrator.token, params: { meetingId: id } };
    const { chairOrder } = await edge.get(meetingDetail, 'meeting.get', asked);
    expect(chairOrder).to.deep.equal([second.id, to.id, third.id]);
  });

  it('gives a person that is in the meeting already the higher of both roles', async () => {
    for (const [given, own, higher] of [
      ['delegate', 'secretary', 'secretary'],
      ['observer', 'delegate', 'delegate'],
      ['delegate', 'observer', 'delegate'],
      ['chair', 'secretary', 'chair'],
    ] as const) {
      const [from, to] = [await person(), await person()];
      const { id } = await meeting([
        [from.id, given],
        [to.id, own],
      ]);
      expect((await handOver(from.id, to.id)).status).to.equal(200);
      expect(await rolesOf(id), `${given} to ${own}`).to.deep.equal({ [to.id]: higher });
    }
  });

  it('gives the place in one step, so that no version of the plan has two chairs or none', async () => {
    const [from, to] = [await person(), await person()];
    const { id } = await meeting([[from.id, 'chair']]);
    expect((await handOver(from.id, to.id)).status).to.equal(200);
    const { entries } = await edge.get(meetingHistory, 'meeting.history', {
      as: province.administrator.token,
      params: { meetingId: id },
    });
    const [newest] = entries;
    expect(newest?.changes.map(({ field }) => field).toSorted()).to.deep.equal(['invited', 'withdrawn']);
  });

  it('gives the place in the order of the chairs, too', async () => {
    const [first, second, to] = [await person(), await person(), await person()];
    const { id } = await meeting([
      [first.id, 'chair'],
      [second.id, 'chair'],
    ]);
    expect((await handOver(first.id, to.id)).status).to.equal(200);
    expect(Object.keys(await rolesOf(id))).to.deep.equal([to.id, second.id]);
  });

  it('puts the other person in the script, in the same places', async () => {
    const [from, to, third] = [await person(), await person(), await person()];
    const planned = await meeting([
      [from.id, 'delegate'],
      [third.id, 'delegate'],
    ]);
    const speaker = (inviteeId: string) => ({ inviteeId, minutes: 5 });
    await edge.get(meetingDetail, 'meeting.change', {
      as: near.token,
      params: { meetingId: planned.id },
      headers: { 'if-match': `"${planned.version}"` },
      body: { agenda: [{ title: 'Báo cáo', speakers: [speaker(from.id), speaker(third.id)] }] },
    });
    expect((await handOver(from.id, to.id)).status).to.equal(200);
    const asked = { as: near.token, params: { meetingId: planned.id } };
    const { agenda } = await edge.get(meetingDetail, 'meeting.get', asked);
    expect(agenda.map(({ speakers }) => speakers)).to.deep.equal([[speaker(to.id), speaker(third.id)]]);
  });

  it('keeps the first person where the other is in another meeting at that time, and says so', async () => {
    const [from, to] = [await person(), await person()];
    const busy = await meeting([[to.id, 'chair']], { afterHours: 100 });
    const { id } = await meeting([[from.id, 'chair']], { afterHours: 100 });
    const { moved, kept } = handedOver.parse((await handOver(from.id, to.id)).body);
    expect(moved).to.deep.equal([]);
    expect(kept.map(({ id, code }) => [id, code])).to.deep.equal([[id, 'clash']]);
    expect(await rolesOf(id)).to.deep.equal({ [from.id]: 'chair' });
    expect(await rolesOf(busy.id)).to.deep.equal({ [to.id]: 'chair' });
  });

  it('counts meetings of units outside, and tells nothing else of them', async () => {
    const [from, to] = [await person(), await person()];
    const { id } = await meeting([[from.id, 'delegate']], { siteId: province.lapThach.site });
    const { body } = await handOver(from.id, to.id);
    expect(body).to.deep.equal({ moved: [], kept: [], outside: 1 });
    expect(await rolesOf(id)).to.deep.equal({ [from.id]: 'delegate' });
  });

  it('is not possible to or from a person outside, to the same person, or to a disabled account', async () => {
    const [from, to] = [await person(), await person()];
    const { id: stranger } = province.lapThach.official;
    expect((await handOver(from.id, stranger)).code).to.equal('not-found');
    expect((await handOver(stranger, to.id)).code).to.equal('not-found');
    expect((await handOver(from.id, from.id)).code).to.equal('not-found');
    await edge.ask('account.disable', { as: near.token, params: { accountId: to.id } });
    expect((await handOver(from.id, to.id)).code).to.equal('not-found');
  });
});
