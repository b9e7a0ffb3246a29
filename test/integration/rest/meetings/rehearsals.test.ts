import { expect } from 'chai';
import { lineLoop, loopedStream, largestLineProbe } from '../../../../protocol/rest/line.ts';
import { meetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import { ownReadiness, readiness } from '../../../../protocol/rest/meetings/readiness.ts';
import { largestPicture, rehearsal, rehearsalList } from '../../../../protocol/rest/meetings/rehearsals.ts';
import { roomView } from '../../../../protocol/rest/meetings/rooms.ts';
import { covered } from '../../../support/storage/covered.ts';
import { workingDevices } from '../../../support/planning/rehearsals.ts';
import {
  minute,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../../support/rest/rest-edge.ts';

const day = 24 * 60 * minute;
const jpeg = (bytes: number): Uint8Array<ArrayBuffer> => {
  const picture = new Uint8Array(bytes);
  picture.set([0xff, 0xd8, 0xff]);
  picture.set([0xff, 0xd9], bytes - 2);
  return picture;
};

describe('REST: rehearsals', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let params: { readonly meetingId: string };
  let room: string;
  before(async () => {
    edge = await startRestEdge({ rehearsalBeforeMs: day });
    province = await populate(edge);
    const as = province.administrator.token;
    const created = await edge.get(meetingDetail, 'meeting.create', {
      as,
      body: {
        title: 'Giao ban',
        siteId: province.province,
        startsAtMs: edge.clock.now + day + minute,
        endsAtMs: edge.clock.now + day + 60 * minute,
      },
    });
    params = { meetingId: created.id };
    const at = (version: number) => ({ as, params, headers: { 'if-match': `"${version}"` } });
    const invited = await edge.get(meetingDetail, 'meeting.invite', {
      ...at(created.version),
      body: {
        invitations: [{ kind: 'endpoint', inviteeId: province.yenLac.hall.id, role: 'delegate' }],
      },
    });
    await edge.get(meetingDetail, 'meeting.schedule', at(invited.version));
    room = province.yenLac.hall.token;
  });
  after(() => edge.close());

  const report = (body: object = workingDevices) => edge.ask('rehearsal.report', { params, as: room, body });
  const bytes = (path: string, as: string, body?: Uint8Array<ArrayBuffer>, method = 'POST') =>
    fetch(`${edge.url}/api/v1${path}`, {
      headers: {
        authorization: `Bearer ${as}`,
        ...(body && { 'content-type': 'application/octet-stream' }),
      },
      ...(body && { method, body }),
    });
  const down = async (count: number, echo = '') => {
    const answer = await bytes(`/line?bytes=${count}${echo && `&echo=${echo}`}`, room);
    expect(answer.status).to.equal(200);
    const content = Buffer.from(await answer.arrayBuffer());
    expect(content.length).to.equal(count);
    return content.subarray(-8).toString('hex');
  };

  it('measures the line of a room that has begun its check, with a limited number of bytes', async () => {
    expect((await bytes('/line?bytes=100', room)).status).to.equal(404);
    await edge.get(lineLoop, 'line.open', { as: room });
    expect((await bytes(`/line?bytes=${largestLineProbe + 1}`, room)).status).to.equal(400);
    expect((await bytes('/line?bytes=7', room)).status).to.equal(400);
    const up = await bytes('/line', room, new Uint8Array(1_234));
    expect(await up.json()).to.deep.equal({ bytes: 1_234 });
    expect((await bytes('/line', room, new Uint8Array(largestLineProbe + 1))).status).to.equal(413);
  });

  it('loops one stream of each kind through a media worker, only as a DTLS client', async () => {
    await edge.get(lineLoop, 'line.open', { as: room });
    const connect = (direction: string, role: string) =>
      edge.ask('line.connect', { as: room, body: { direction, dtlsParameters: { role } } });
    expect((await connect('send', 'server')).code).to.equal('invalid-request');
    expect((await connect('send', 'client')).status).to.equal(200);
    expect((await connect('receive', 'client')).status).to.equal(200);
    const body = { kind: 'audio', rtpParameters: { codecs: [{ mimeType: 'audio/opus' }] } };
    await edge.get(loopedStream, 'line.send', { as: room, body });
    expect((await edge.ask('line.send', { as: room, body })).code).to.equal('conflict');
    expect((await edge.ask('line.send', { as: province.lapThach.hall.token, body })).code).to.equal(
      'not-found',
    );
    // A room that starts over keeps no transport of before, however fast it does so.
    await Promise.all(Array.from({ length: 3 }, () => edge.ask('line.open', { as: room })));
    expect(edge.bridge.transports.size).to.equal(2);
    expect(edge.bridge.consumers.size).to.equal(0);
  });

  it('accepts no check before the rehearsal opens, and then judges by its own figures of the line', async () => {
    expect((await report()).code).to.equal('wrong-phase');
    edge.clock.now += minute;
    await edge.scheduling.clock.tick();
    room = await edge.pair(province.yenLac.hall.id);
    const as = await edge.signIn('quantri');
    expect((await edge.get(readiness, 'readiness.get', { params, as })).state).to.equal('rehearsal-open');

    const claimed = await report({ ...workingDevices, downBps: 1e9 });
    expect(claimed.code).to.equal('invalid-request');
    const unmeasured = rehearsal.parse((await report()).body);
    expect(unmeasured.reasons).to.deep.equal(['no-server', 'line-down', 'line-up', 'no-media-path']);

    await edge.get(lineLoop, 'line.open', { as: room });
    for (const kind of ['audio', 'video']) {
      const mimeType = kind === 'audio' ? 'audio/opus' : 'video/VP8';
      const body = { kind, rtpParameters: { codecs: [{ mimeType }] } };
      await edge.get(loopedStream, 'line.send', { as: room, body });
    }
    let echo = await down(100);
    echo = await down(100, echo);
    echo = await down(largestLineProbe, echo);
    expect((await bytes(`/line?echo=${echo}`, room, new Uint8Array(500_000))).status).to.equal(200);
    const passed = rehearsal.parse((await report()).body);
    expect(passed.reasons).to.deep.equal([]);
    expect(passed.figures.roundTripMs).to.be.greaterThan(0);
    expect(passed.figures.downBps).to.be.greaterThan(1e6);
    expect(passed.figures.upBps).to.be.greaterThan(1e6);
    expect(passed.figures.media).to.deep.include({ upLoss: 0, downLoss: 0 });
    expect(edge.bridge.transports.size).to.equal(0);
  });

  it('counts no probe whose end was not echoed', async () => {
    await edge.get(lineLoop, 'line.open', { as: room });
    await down(100);
    await down(100, '0011223344556677');
    await down(largestLineProbe);
    const { figures } = rehearsal.parse((await report()).body);
    expect(figures).to.deep.include({ roundTripMs: null, downBps: null });
  });

  it('keeps a picture of a check, for the staff of the room', async () => {
    const { id } = rehearsal.parse((await report()).body);
    const put = (picture: Uint8Array<ArrayBuffer>, as = room) =>
      bytes(`/rehearsals/${id}/picture`, as, picture, 'PUT');
    expect((await put(jpeg(largestPicture + 1))).status).to.equal(413);
    expect((await put(new Uint8Array(100))).status).to.equal(415);
    expect((await put(jpeg(100), await edge.pair(province.lapThach.hall.id))).status).to.equal(404);
    expect((await put(jpeg(largestPicture))).status).to.equal(200);
    expect((await put(jpeg(100))).status).to.equal(409);
    const [operator, foreign] = [await edge.signIn('yenlac.kythuat'), await edge.signIn('lapthach.kythuat')];
    const seen = await bytes(`/rehearsals/${id}/picture`, operator);
    expect(seen.headers.get('content-type')).to.equal('image/jpeg');
    expect((await seen.arrayBuffer()).byteLength).to.equal(largestPicture);
    expect((await bytes(`/rehearsals/${id}/picture`, foreign)).status).to.equal(404);
    expect((await bytes(`/rehearsals/${id}/picture`, room)).status).to.equal(403);
    const { rehearsal: own } = await edge.get(ownReadiness, 'invitation.see', { params, as: room });
    expect(own).to.deep.include({ id, hasPicture: true });

    edge.clock.now += 31 * day;
    await edge.rehearsals.removeOldPictures();
    expect((await bytes(`/rehearsals/${id}/picture`, await edge.signIn('yenlac.kythuat'))).status).to.equal(
      404,
    );
    edge.clock.now -= 31 * day;
  });

  it('lets an operator of the room sign it off as fit or unfit, and shows both in its history', async () => {
    const { hall } = province.yenLac;
    const dark = { ...workingDevices, camera: { height: 720, contrast: 2 } };
    const failed = rehearsal.parse((await report(dark)).body);
    const operator = await edge.signIn('yenlac.kythuat');
    const signing = (fit: boolean, note: string, as = operator) =>
      edge.ask('rehearsal.signOff', { params: { rehearsalId: failed.id }, body: { fit, note }, as });
    const foreign = await edge.signIn('lapthach.kythuat');
    expect((await signing(true, '', foreign)).code).to.equal('not-found');
    expect((await signing(false, ' ')).code).to.equal('invalid-request');
    expect((await signing(false, 'Ống kính hỏng')).status).to.equal(200);
    const signed = rehearsal.parse((await signing(true, 'Đã thay')).body);
    expect(signed.signOff).to.deep.equal({ fit: true, note: 'Đã thay', atMs: edge.clock.now });
    const endpoint = { params: { endpointId: hall.id }, query: { limit: '2' } };
    const history = await edge.get(rehearsalList, 'rehearsal.history', { ...endpoint, as: operator });
    expect(history).to.deep.include({ name: 'Hội trường', siteName: 'Xã Tam Hồng, Huyện Yên Lạc' });
    expect(history.rehearsals).to.have.length(2);
    expect(history.rehearsals.find(({ id }) => id === failed.id)).to.deep.equal({
      ...signed,
      meetingTitle: 'Giao ban',
      signedOffBy: 'yenlac.kythuat',
    });
    expect((await edge.ask('rehearsal.history', { ...endpoint, as: foreign })).code).to.equal('not-found');
  });

  it('can be requested for a room of the caller’s subtree, and is shown to the room and the board', async () => {
    const { yenLac, lapThach } = province;
    // A room's page shows what begins within a day.
    edge.clock.now += minute;
    const own = await edge.signIn('yenlac.kythuat');
    const ask = (as: string, endpointIds: readonly string[], asked = params) =>
      edge.ask('rehearsal.ask', { params: asked, as, body: { endpointIds } });
    const toCheck = async () => (await edge.get(roomView, 'room.get', { as: room })).meeting?.checkAskedAtMs;
    expect(await toCheck()).to.equal(null);
    const foreign = await edge.signIn('lapthach.kythuat');
    expect((await ask(foreign, [yenLac.hall.id])).code).to.equal('not-found');
    expect((await ask(await edge.signIn('quantri'), [yenLac.hall.id, lapThach.hall.id])).code).to.equal(
      'not-found',
    );
    expect((await ask(own, [yenLac.hall.id], { meetingId: yenLac.site })).code).to.equal('not-found');
    expect((await ask(own, [])).code).to.equal('invalid-request');
    expect(await toCheck()).to.equal(null);
    expect((await ask(own, [yenLac.hall.id, yenLac.hall.id])).status).to.equal(200);
    expect(await toCheck()).to.equal(edge.clock.now);
    edge.clock.now += 1;
    await ask(own, [yenLac.hall.id]);
    const { rows } = await edge.get(readiness, 'readiness.get', { params, as: await edge.signIn('quantri') });
    expect(rows.map(({ checkAskedAtMs }) => checkAskedAtMs)).to.deep.equal([edge.clock.now]);
  });

  it('measures a limited number of rooms at once', async () => {
    const { siteId } = (await edge.repositories.endpoints.byId(province.yenLac.hall.id)) ?? { siteId: '' };
    const devices = await Promise.all(
      Array.from({ length: 16 }, async (_, index) => {
        const id = `01890000-0000-7000-8000-0000000000${10 + index}`;
        await edge.repositories.endpoints.insert([
          covered({
            id,
            siteId,
            name: `Phòng ${index}`,
            folded: `phong ${index}`,
            tags: [],
            cleared: false,
            lineDownKbps: null,
            lineUpKbps: null,
            email: null,
            phone: null,
            equipment: null,
            createdAtMs: 0,
            retiredAtMs: null,
          }),
        ]);
        return edge.pair(id);
      }),
    );
    for (const as of devices) await edge.get(lineLoop, 'line.open', { as });
    expect((await edge.ask('line.open', { as: room })).code).to.equal('full');
  });
});
