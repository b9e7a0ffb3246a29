import { expect } from 'chai';
import {
  claimedDevice,
  deviceSession,
  deviceStates,
  grantedDevice,
  pairing,
  pairingSheet,
  shownCode,
} from '../../../../protocol/rest/identity/devices.ts';
import { endpoint } from '../../../../protocol/rest/sites/endpoints.ts';
import {
  type Answer,
  minute,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest-edge.ts';

const day = 86_400_000;
const cookieOf = (answer: Answer, name: string): string =>
  answer.headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith(`diemcau-${name}=`))
    ?.split(';')[0] ?? '';

describe('REST: pairing of many rooms', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    staffToken = province.yenLac.operator.token;
    administratorToken = province.administrator.token;
  });
  after(() => edge.close());

  let count = 0;
  const from = (): Record<string, string> => ({ 'x-forwarded-for': `10.7.${(count += 1)}.1` });
  let staffToken: string;
  let administratorToken: string;
  const staff = () => staffToken;
  /** Moves the clock, and signs staff in again: access tokens live for minutes. */
  const later = async (ms: number): Promise<void> => {
    edge.clock.now += ms;
    count += 1;
    const { site } = province.yenLac;
    staffToken = (await edge.account(`yenlac.kt${count}`, 'operator', site)).token;
    administratorToken = (await edge.account(`quantri${count}`, 'administrator', null)).token;
  };
  const room = async () => {
    count += 1;
    const body = { siteId: province.yenLac.site, name: `Phòng ghép ${count}` };
    return edge.get(endpoint, 'endpoint.create', { as: administratorToken, body });
  };
  const sheetFor = (endpointIds: readonly string[], validForS = 14 * 86_400, as = staff()) =>
    edge.ask('pairing.createSheet', { as, body: { endpointIds, validForS } });
  const pair = (code: string, headers = from()) => edge.ask('device.pair', { body: { code }, headers });
  const stateOf = async (endpointId: string, as = staff()) =>
    (await edge.get(deviceStates, 'device.states', { as })).devices.find(
      (device) => device.endpointId === endpointId,
    );

  const show = async (headers: Record<string, string> = from()) => {
    const answer = await edge.ask('device.showCode', { headers });
    return { ...shownCode.parse(answer.body), cookie: cookieOf(answer, 'screen') };
  };
  const grant = (endpointId: string, code: string, as = staff(), headers = from()) =>
    edge.ask('pairing.grant', { as, body: { endpointId, code }, headers });
  const claim = (cookie: string) => edge.ask('device.claim', { headers: { ...from(), cookie } });

  describe('by codes on a sheet', () => {
    it('replaces earlier codes that nobody has used', async () => {
      const { id } = await room();
      const old = pairingSheet.parse((await sheetFor([id])).body).codes[0]?.code ?? '';
      const fresh = pairingSheet.parse((await sheetFor([id])).body).codes[0]?.code ?? '';
      expect((await pair(old)).code).to.equal('not-found');
      expect((await pair(fresh)).status).to.equal(201);
    });

    it('is refused as a whole where one room is another’s, and to officials and rooms', async () => {
      const { id } = await room();
      const { lapThach, yenLac } = province;
      const before = await edge.execute('select * from pairing');
      expect((await sheetFor([id, lapThach.hall.id])).code).to.equal('not-found');
      const retired = await room();
      const params = { endpointId: retired.id };
      await edge.ask('endpoint.retire', { as: administratorToken, params });
      expect((await sheetFor([id, retired.id])).code).to.equal('not-found');
      expect((await sheetFor([id], 86_400, yenLac.official.token)).code).to.equal('forbidden');
      expect((await sheetFor([id], 86_400, yenLac.hall.token)).code).to.equal('forbidden');
      for (const [ids, validForS] of [
        [[id, id], 86_400],
        [[], 86_400],
        [[id], 15 * 86_400],
        [[id], 60],
      ] as const)
        expect((await sheetFor(ids, validForS)).code).to.equal('invalid-request');
      expect(await edge.execute('select * from pairing')).to.deep.equal(before);
    });

    it('takes a code of a chosen life for one room, too', async () => {
      const { id } = await room();
      const body = { endpointId: id, validForS: 3 * 86_400 };
      const made = await edge.get(pairing, 'pairing.create', { as: staff(), body });
      expect(made.expiresAtMs - edge.clock.now).to.equal(3 * day);
    });
  });

  describe('by the code on a room’s screen', () => {
    it('pairs the browser that shows it, once staff with the right has typed it', async () => {
      const { id } = await room();
      const screen = await show({ 'x-forwarded-for': '10.8.0.1', 'user-agent': 'Mozilla/5.0 Firefox/145.0' });
      expect(screen.code).to.match(/^[A-Z0-9]{6}$/);
      expect(claimedDevice.parse((await claim(screen.cookie)).body).session).to.equal(null);
      const typed = `${screen.code.slice(0, 3)}-${screen.code.slice(3)}`.toLowerCase();
      const granted = grantedDevice.parse((await grant(id, typed)).body);
      expect(granted.address).to.equal('10.8.0.1');
      const claimed = await claim(screen.cookie);
      const { session } = claimedDevice.parse(claimed.body);
      expect(session?.endpoint.id).to.equal(id);
      expect((await edge.ask('room.get', { as: session?.accessToken })).status).to.equal(200);
      const cookie = cookieOf(claimed, 'device');
      expect((await edge.ask('device.session', { headers: { cookie } })).status).to.equal(200);
      expect((await claim(screen.cookie)).code).to.equal('not-found');
      expect((await grant(id, screen.code)).code).to.equal('not-found');
    });

    it('is worth nothing to another browser, which sees the code on the screen', async () => {
      const { id } = await room();
      const [screen, other] = [await show(), await show()];
      await grant(id, screen.code);
      expect(claimedDevice.parse((await claim(other.cookie)).body).session).to.equal(null);
      expect((await claim('diemcau-screen=khong-phai')).code).to.equal('not-found');
      expect((await pair(screen.code)).code).to.equal('invalid-request');
    });

    it('is refused for rooms of others, to officials and rooms, and for guesses', async () => {
      const { lapThach, yenLac } = province;
      const screen = await show();
      expect((await grant(lapThach.hall.id, screen.code)).code).to.equal('not-found');
      const { id } = await room();
      expect((await grant(id, screen.code, yenLac.official.token)).code).to.equal('forbidden');
      expect((await grant(id, screen.code, yenLac.hall.token)).code).to.equal('forbidden');
      const headers = from();
      for (let n = 0; n < 20; n += 1)
        expect((await grant(id, 'AAA333', staff(), headers)).code).to.equal('not-found');
      expect((await grant(id, screen.code, staff(), headers)).code).to.equal('too-many-attempts');
      expect((await grant(id, screen.code)).status).to.equal(200);
    });
  });

  describe('tells the state of each room', () => {
    it('ends unused codes with the pairing', async () => {
      const { id } = await room();
      const code = pairingSheet.parse((await sheetFor([id])).body).codes[0]?.code ?? '';
      await edge.ask('device.revoke', { as: staff(), params: { endpointId: id } });
      expect((await pair(code)).code).to.equal('not-found');
    });

    it('only to staff, and only of its own rooms', async () => {
      const { lapThach, yenLac } = province;
      expect(await stateOf(lapThach.hall.id)).to.equal(undefined);
      expect((await stateOf(yenLac.hall.id))?.endpointId).to.equal(yenLac.hall.id);
      for (const as of [yenLac.official.token, yenLac.hall.token])
        expect((await edge.ask('device.states', { as })).code).to.equal('forbidden');
    });
  });

  describe('as time passes', () => {
    it('never paired, online, not there, unpaired, and when it was last seen', async () => {
      const { id } = await room();
      expect(await stateOf(id)).to.deep.include({
        state: 'never',
        lastSeenAtMs: null,
        codeExpiresAtMs: null,
      });
      const { codes, expiresAtMs } = pairingSheet.parse((await sheetFor([id])).body);
      expect(await stateOf(id)).to.deep.include({ state: 'never', codeExpiresAtMs: expiresAtMs });
      const { accessToken } = deviceSession.parse((await pair(codes[0]?.code ?? '')).body);
      expect(await stateOf(id)).to.deep.include({ state: 'paired', codeExpiresAtMs: null });
      await edge.ask('room.get', { as: accessToken });
      const seenAtMs = edge.clock.now;
      expect(await stateOf(id)).to.deep.include({ state: 'online', lastSeenAtMs: seenAtMs });
      await later(minute);
      expect(await stateOf(id)).to.deep.include({ state: 'paired', lastSeenAtMs: seenAtMs });
      await edge.ask('device.revoke', { as: staff(), params: { endpointId: id } });
      expect(await stateOf(id)).to.deep.include({ state: 'unpaired', lastSeenAtMs: seenAtMs });
      expect((await edge.ask('room.get', { as: accessToken })).code).to.equal('unauthenticated');
    });

    it('keeps in the database when a room was last seen', async () => {
      const { id } = await room();
      const token = await edge.pair(id);
      await later(5 * minute);
      await edge.ask('room.get', { as: token });
      const stored = await edge.repositories.sessions.devicesOf([id], edge.clock.now);
      expect(stored.get(id)).to.deep.include({ isPaired: true, lastSeenAtMs: edge.clock.now });
    });

    it('stays the same for a reload, and changes once it has expired', async () => {
      const screen = await show();
      const again = await show({ ...from(), cookie: screen.cookie });
      expect(again.code).to.equal(screen.code);
      await later(11 * minute);
      expect((await claim(screen.cookie)).code).to.equal('not-found');
      expect((await grant((await room()).id, screen.code)).code).to.equal('not-found');
      expect((await show({ ...from(), cookie: screen.cookie })).code).not.to.equal(screen.code);
    });

    it('is shown by forty screens of one office at once and by no more', async () => {
      const office = { 'x-forwarded-for': '10.9.9.9' };
      for (let n = 0; n < 40; n += 1) await show(office);
      const refused = await edge.ask('device.showCode', { headers: office });
      expect(refused.code).to.equal('too-fast');
      await later(11 * minute);
      await show(office);
    });

    it('works once for each room, up to the chosen day, and keeps digests alone', async () => {
      const [first, second] = [await room(), await room()];
      const answer = await sheetFor([first.id, second.id]);
      const { codes, expiresAtMs } = pairingSheet.parse(answer.body);
      expect(expiresAtMs - edge.clock.now).to.equal(14 * day);
      expect(codes.map(({ endpointId }) => endpointId)).to.deep.equal([first.id, second.id]);
      const rows = await edge.execute('select * from pairing');
      for (const { code } of codes) expect(JSON.stringify(rows)).not.to.contain(code);

      await later(13 * day);
      const [one, two] = codes.map(({ code }) => code);
      expect((await pair(one ?? '')).body).to.have.nested.property('endpoint.id', first.id);
      expect((await pair(one ?? '')).code).to.equal('not-found');
      await later(2 * day);
      expect((await pair(two ?? '')).code).to.equal('not-found');
    });

    it('is slowed down for guesses from everywhere, not only for each address', async () => {
      await later(day);
      let refused = 0;
      for (let n = 0; n < 220; n += 1) {
        const headers = { 'x-forwarded-for': `172.${16 + (n % 16)}.${n}.1` };
        if ((await pair('AAAA3333', headers)).code === 'too-many-attempts') refused += 1;
      }
      expect(refused).to.equal(20);
      await later(60 * minute);
    });
  });
});
