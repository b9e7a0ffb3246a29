import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import {
  claimedDevice,
  deviceSession,
  deviceStates,
  grantedDevice,
  mostMailedPairings,
  pairing,
  pairingSheet,
  shownCode,
} from '../../../../protocol/rest/identity/devices.ts';
import { endpoint } from '../../../../protocol/rest/sites/endpoints.ts';
import { createDeviceStates } from '../../../../server/identity/devices/device-states.ts';
import type { MailedPairingCode } from '../../../../server/identity/devices/devices.ts';
import {
  minute,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';
import { cookieOf, freshAddress } from '../../../support/rest/sign-ins.ts';

const day = 86_400_000;

describe('REST: pairing of many rooms', function () {
  this.timeout(120_000);
  const mailed: MailedPairingCode[] = [];
  let delivers = true;
  let edge: RestEdge;
  let province: Province;
  before(async () => {
    edge = await startRestEdge({
      mailPairingCode: async (code) => {
        if (delivers) mailed.push(code);
        return delivers;
      },
    });
    province = await populate(edge);
    staffToken = province.yenLac.operator.token;
    administratorToken = province.administrator.token;
  });
  after(() => edge.close());

  let count = 0;
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
  const pair = (code: string, headers = freshAddress()) =>
    edge.ask('device.pair', { body: { code }, headers });
  const stateOf = async (endpointId: string, as = staff()) =>
    (await edge.get(deviceStates, 'device.states', { as })).devices.find(
      (device) => device.endpointId === endpointId,
    );

  const show = async (headers = freshAddress()) => {
    const answer = await edge.ask('device.showCode', { headers });
    return { ...shownCode.parse(answer.body), cookie: cookieOf(answer, 'screen').pair };
  };
  const grant = (endpointId: string, code: string, as = staff(), headers = freshAddress()) =>
    edge.ask('pairing.grant', { as, body: { endpointId, code }, headers });
  const claim = (cookie: string) => edge.ask('device.claim', { headers: { ...freshAddress(), cookie } });

  describe('by codes in letters', () => {
    const mailTo = (endpointIds: readonly string[], as = staff()) =>
      edge.ask('pairing.createSheet', { as, body: { endpointIds, validForS: 86_400, deliver: 'mail' } });
    const addressed = async (email: string) => {
      const { id } = await room();
      await edge.ask('endpoint.change', {
        as: administratorToken,
        params: { endpointId: id },
        body: { email },
      });
      return id;
    };

    it('mails each room with an address its code, and shows the others', async () => {
      const [first, without] = [await addressed('phong@yenlac.example'), (await room()).id];
      const sheet = pairingSheet.parse((await mailTo([first, without])).body);
      expect(sheet.mailed).to.deep.equal([first]);
      expect(sheet.codes.map(({ endpointId }) => endpointId)).to.deep.equal([without]);
      const letter = mailed.at(-1);
      expect(letter?.endpoint.email).to.equal('phong@yenlac.example');
      expect((await pair(letter?.code ?? '')).status).to.equal(201);
    });

    it('shows the code of a letter that could not be sent', async () => {
      const id = await addressed('hong@yenlac.example');
      delivers = false;
      const sheet = pairingSheet.parse((await mailTo([id])).body);
      delivers = true;
      expect(sheet.mailed).to.deep.equal([]);
      expect((await pair(sheet.codes[0]?.code ?? '')).status).to.equal(201);
    });

    it('are counted in the audit log, and those that left by mail', async () => {
      await mailTo([await addressed('dem@yenlac.example'), (await room()).id]);
      const [entry] = await edge.repositories.auditEntries.list({ limit: 1 });
      expect(entry).to.deep.include({ action: 'pairing.sheet-created', after: { created: 2, mailed: 1 } });
    });

    it('are a thousand at once for one account, and then one every two seconds', async () => {
      const { token } = await edge.account('yenlac.thu', 'operator', province.yenLac.site);
      const ids = await Promise.all(
        Array.from({ length: mostMailedPairings }, (_, n) => addressed(`phong${n}@yenlac.example`)),
      );
      for (let sent = 0; sent < 1_000; sent += ids.length) {
        expect((await mailTo(ids, token)).status).to.equal(201);
      }
      const letter = mailed.at(-1);
      const refused = await mailTo(ids, token);
      expect([refused.status, refused.code, refused.headers.get('retry-after')]).to.deep.equal([
        429,
        'too-many-letters',
        '2',
      ]);
      // No code was replaced.
      expect((await pair(letter?.code ?? '')).status).to.equal(201);
      expect((await sheetFor(ids, 86_400, token)).status).to.equal(201);
      edge.clock.now += 2_000;
      const [first = ''] = ids;
      expect((await mailTo([first], token)).status).to.equal(201);
      expect((await mailTo([first], token)).code).to.equal('too-many-letters');
    });

    it('are offered by the list of devices', async () => {
      expect((await edge.get(deviceStates, 'device.states', { as: staff() })).mailsCodes).to.equal(true);
    });

    it('refuses more letters at once than one answer waits for, and rooms of others', async () => {
      const { id } = await room();
      const many = Array.from({ length: mostMailedPairings + 1 }, () => uuid());
      expect((await mailTo(many)).code).to.equal('invalid-request');
      expect((await mailTo([id], province.lapThach.operator.token)).code).to.equal('not-found');
    });
  });

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
      const cookie = cookieOf(claimed, 'device').pair;
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
      const headers = freshAddress();
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

    it('online also where only a server beside this one has heard from it, within 45 seconds', async () => {
      const beside = createDeviceStates({
        ...edge.repositories,
        limits: { besideOthers: true },
        now: () => edge.clock.now,
      });
      const stateBeside = async (endpointId: string) => {
        const caller = await edge.identity.sessions.authenticate(staff());
        if (caller.kind !== 'account') throw new Error('it is staff');
        return (await beside.list(caller)).find((device) => device.endpointId === endpointId)?.state;
      };
      const { id } = await room();
      await later(minute);
      await edge.ask('room.get', { as: await edge.pair(id) });
      expect(await stateBeside(id)).to.equal('online');
      edge.clock.now += 44_999;
      expect([await stateBeside(id), (await stateOf(id))?.state]).to.deep.equal(['online', 'paired']);
      edge.clock.now += 1;
      expect(await stateBeside(id)).to.equal('paired');
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
      const again = await show({ ...freshAddress(), cookie: screen.cookie });
      expect(again.code).to.equal(screen.code);
      await later(11 * minute);
      expect((await claim(screen.cookie)).code).to.equal('not-found');
      expect((await grant((await room()).id, screen.code)).code).to.equal('not-found');
      expect((await show({ ...freshAddress(), cookie: screen.cookie })).code).not.to.equal(screen.code);
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
