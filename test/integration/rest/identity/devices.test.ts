import { expect } from 'chai';
import { deviceSession, pairing } from '../../../../protocol/rest/identity/devices.ts';
import { roomView } from '../../../../protocol/rest/meetings/rooms.ts';
import { hashSecret } from '../../../../server/identity/secrets/opaque-secrets.ts';
import { populate, type Province, type RestEdge, startRestEdge } from '../../../support/rest/rest-edge.ts';
import { cookieOf, freshAddress } from '../../../support/rest/sign-ins.ts';

describe('REST: a device', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
  });
  after(() => edge.close());

  /** The number of notices to conferences about a change of this subject. */
  const toldOf = (id: string): number =>
    edge.changes.filter((change) => change.of === 'subjects' && change.subjectIds.includes(id)).length;

  const newCode = async (endpointId: string, as: string) =>
    edge.get(pairing, 'pairing.create', { as, body: { endpointId } });
  const pair = (code: string, headers = freshAddress()) =>
    edge.ask('device.pair', { body: { code }, headers });

  it('is paired by a code, once, and then needs no password', async () => {
    const { hall, operator } = province.yenLac;
    const { code } = await newCode(hall.id, operator.token);
    expect(code).to.match(/^[34679ACDEFGHJKMNPQRTWXY]{8}$/);
    const typed = `${code.slice(0, 4).toLowerCase()} - ${code.slice(4)}`;
    const answer = await pair(typed);
    expect(answer.status).to.equal(201);
    const { accessToken, endpoint } = deviceSession.parse(answer.body);
    expect(endpoint).to.deep.include({
      id: hall.id,
      siteName: 'Xã Tam Hồng',
      parentSiteName: 'Huyện Yên Lạc',
    });
    expect((await edge.get(roomView, 'room.get', { as: accessToken })).endpoint.id).to.equal(hall.id);
    const { pair: cookie, attributes } = cookieOf(answer, 'device');
    expect(attributes)
      .to.contain('HttpOnly')
      .and.contain('SameSite=Strict')
      .and.contain('Path=/api/v1/devices');
    // Repeatedly: after a power failure a room must not need a new code.
    for (let time = 0; time < 3; time += 1) {
      expect((await edge.ask('device.session', { headers: { cookie } })).status).to.equal(200);
    }
    expect((await pair(code)).code).to.equal('not-found');
  });

  it('cannot be paired with the contents of the database, which has only a keyed digest of the code', async () => {
    const { hall, secretariat } = province.yenLac;
    const { code } = await newCode(hall.id, secretariat.token);
    const kept = JSON.stringify(await edge.execute('select * from pairing'));
    for (const shown of [code, code.replaceAll('-', ''), hashSecret(code)])
      expect(kept).not.to.contain(shown);
    expect((await pair(code)).status).to.equal(201);
  });

  it('is not paired with an expired code', async () => {
    const { hall, operator } = province.yenLac;
    const { code, expiresAtMs } = await newCode(hall.id, operator.token);
    const before = edge.clock.now;
    edge.clock.now = expiresAtMs;
    expect((await pair(code)).code).to.equal('not-found');
    edge.clock.now = before;
  });

  it('cannot be paired by guessing: an address has twenty tries, then one per minute', async () => {
    const thief = freshAddress();
    const wrong = (n: number) => `AAAAAA${'3467'.charAt(n % 4)}${'ACDEFG'.charAt(n % 6)}`;
    for (let n = 0; n < 20; n += 1) expect((await pair(wrong(n), thief)).code).to.equal('not-found');
    const { code } = await newCode(province.yenLac.hall.id, province.yenLac.operator.token);
    const refused = await pair(code, thief);
    expect([refused.code, refused.headers.get('retry-after')]).to.deep.equal(['too-many-attempts', '60']);
    edge.clock.now += 60_000;
    expect((await pair(wrong(0), thief)).code).to.equal('not-found');
    expect((await pair(code, thief)).code).to.equal('too-many-attempts');
    expect((await pair(code)).status).to.equal(201);
  });

  it('of another subtree is not found: 404', async () => {
    const asked = { as: province.lapThach.operator.token, params: { endpointId: province.yenLac.hall.id } };
    const body = { endpointId: province.yenLac.hall.id };
    expect((await edge.ask('pairing.create', { as: asked.as, body })).code).to.equal('not-found');
    expect((await edge.ask('device.revoke', asked)).code).to.equal('not-found');
    const retire = { ...asked, as: province.lapThach.secretariat.token };
    expect((await edge.ask('endpoint.retire', retire)).code).to.equal('not-found');
  });

  it('is revoked at once, and its connections are cut', async () => {
    const { hall, operator } = province.lapThach;
    const { code } = await newCode(hall.id, operator.token);
    const answer = await pair(code);
    const { pair: cookie } = cookieOf(answer, 'device');
    const { accessToken } = deviceSession.parse(answer.body);
    const revoked = await edge.ask('device.revoke', {
      as: operator.token,
      params: { endpointId: hall.id },
    });
    // This pairing, and the one before it.
    expect(revoked.body).to.deep.equal({ revoked: 2 });
    expect((await edge.ask('room.get', { as: accessToken })).code).to.equal('unauthenticated');
    expect((await edge.ask('device.session', { headers: { cookie } })).code).to.equal('unauthenticated');
    expect(toldOf(hall.id)).to.equal(1);
  });
});
