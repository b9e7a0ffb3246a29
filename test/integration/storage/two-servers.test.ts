import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { pino } from 'pino';
import { createConferenceLog } from '../../../server/storage/repositories/conference-log.ts';
import { openDatabase } from '../../../server/storage/database.ts';
import { RestCaller } from '../../../simulation/rest.ts';
import { startPostgres, temporaryFolder } from '../../support/storage/database.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/network/free-port.ts';
import { joined, TestParticipant } from '../../support/conference/participant.ts';
import { protocolVersion } from '../../../protocol/socket.ts';
import { chair, pairedRoom, planMeeting } from '../../support/planning/province.ts';
import { ownershipOf } from '../../support/storage/owning.ts';
import { startService, type Service } from '../../support/service.ts';

const logger = pino({ level: 'silent' });

describe('two servers on one PostgreSQL', function () {
  this.timeout(240_000);

  const place = async () => {
    const postgres = await startPostgres();
    return { url: await postgres.freshDatabase(), folder: await temporaryFolder() };
  };
  const environmentOf = (url: string) => ({
    DIEMCAU_STORAGE__URL: url,
    DIEMCAU_OPERATIONS__PORT: '0',
    DIEMCAU_MEDIA__WORKERS: '1',
    DIEMCAU_MEDIA__LISTEN__PORT: '0',
  });
  const serve = async ({ url, folder }: { url: string; folder: string }): Promise<Service> =>
    startService({ folder, port: await freePort(), environment: environmentOf(url) });
  /** Starts a server that must fail. */
  const refused = async ({ url, folder }: { url: string; folder: string }) => {
    const env = { ...process.env, NODE_ENV: 'test', DIEMCAU_HTTP__PORT: '0', DIEMCAU_LOGGING__LEVEL: 'warn' };
    return new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
      execFile(
        process.execPath,
        ['server/main.ts'],
        { env: { ...env, DIEMCAU_STORAGE__FOLDER: folder, ...environmentOf(url) } },
        (error, out, err) => resolve({ code: error?.code, out, err }),
      );
    });
  };
  const session = async ({ url }: Service) => {
    const meeting = await planMeeting(url);
    const official = await RestCaller.signIn(url, chair.login, chair.password);
    const room = await pairedRoom(url, meeting, 0);
    return { ...meeting, official, room };
  };
  const readiness = async ({ operations }: Service): Promise<unknown> =>
    (await fetch(`http://${operations}/readyz`)).json();

  it('the second is refused with one line, and the session of the first continues', async () => {
    const shared = await place();
    await using first = await serve(shared);
    const { meetingId, official, room } = await session(first);
    using chairman = await joined(first.url, await official.joinToken(meetingId));
    using hall = await joined(first.url, await room.joinToken(meetingId));
    const second = await refused({ ...shared, folder: await temporaryFolder() });
    expect(second).to.deep.include({ code: 1, out: '' });
    expect(second.err).to.match(
      /^The service did not start: another server, on \S+, has been using this database since [^\n]+ if each has an http\.processPath of its own\. Stop that one first\.\n$/,
    );
    expect(await chairman.outcome('conference.start')).to.equal('ok');
    await eventually(
      () => hall.events.some(({ type }) => type === 'conference.started'),
      'the start to be told',
    );
    expect(hall.events.filter(({ type }) => type === 'participant.disconnected')).to.deep.equal([]);
    expect(await readiness(first)).to.deep.include({ ready: true });
  });

  it('one that stops is replaced at once, and one that was killed within seconds', async () => {
    const shared = await place();
    const waits = (service: Service) => service.lines.filter((line) => line.includes('another server uses'));
    {
      await using _first = await serve(shared);
    }
    const second = await serve(shared);
    expect(waits(second)).to.deep.equal([]);
    await second.kill();
    await using third = await serve(shared);
    expect(await readiness(third)).to.deep.include({ ready: true });
  });

  it('one that was suspended and then finds a successor exits without having written', async () => {
    const shared = await place();
    const first = await serve(shared);
    const { meetingId, official, room } = await session(first);
    using _chairman = await joined(first.url, await official.joinToken(meetingId));
    using hall = await joined(first.url, await room.joinToken(meetingId));
    first.process.kill('SIGSTOP');
    await using second = await serve({ ...shared, folder: await temporaryFolder() });
    await using storage = await openDatabase({ ...shared, logger });
    const log = createConferenceLog(storage.database);
    const before = await log.read(meetingId, 0);
    const exited = once(first.process, 'exit');
    first.process.kill('SIGCONT');
    expect(await exited).to.deep.equal([1, null]);
    expect(first.lines.join('\n')).to.include('another server has taken over the database');
    // By a goodbye, or because it heard nothing while the server was suspended.
    await eventually(() => !hall.socket.connected, 'the room to be let go');
    expect(hall.goodbyes.filter((code) => code !== 'unavailable')).to.deep.equal([]);
    // The state that the second server found: both had joined, and are away now.
    expect(before.slice(-2).map(({ type }) => type)).to.deep.equal([
      'participant.disconnected',
      'participant.disconnected',
    ]);
    expect(await log.read(meetingId, 0)).to.deep.equal(before);
    expect(await readiness(second)).to.deep.include({ ready: true });
  });

  it('a conference whose log another server has written is abandoned; rooms, log, readiness and metrics report it', async () => {
    const shared = await place();
    await using service = await serve(shared);
    const { meetingId, official, room } = await session(service);
    using chairman = await joined(service.url, await official.joinToken(meetingId));
    using hall = await joined(service.url, await room.joinToken(meetingId));
    await using storage = await openDatabase({ ...shared, logger });
    const log = createConferenceLog(storage.database);
    const seq = await log.lastSeq(meetingId);
    await log.append(await ownershipOf(storage.database, meetingId), seq, [
      { seq: seq + 1, at: Date.now(), by: null, type: 'conference.locked', payload: {} },
    ]);
    expect(await chairman.outcome('conference.start')).to.equal('unavailable');
    await eventually(() => hall.goodbyes.length > 0 && chairman.goodbyes.length > 0, 'the goodbyes');
    expect([...hall.goodbyes, ...chairman.goodbyes]).to.deep.equal(['unavailable', 'unavailable']);
    using again = new TestParticipant(service.url, {
      version: protocolVersion,
      token: await room.joinToken(meetingId),
    });
    expect(await again.door()).to.equal('unavailable');
    expect(await log.lastSeq(meetingId)).to.equal(seq + 1);
    expect(service.lines.filter((line) => line.includes('abandons the conference'))).to.have.length(1);
    expect(await readiness(service)).to.have.nested.property('checks.conferences.ok', false);
    const metrics = await (await fetch(`http://${service.operations}/metrics`)).text();
    expect(metrics).to.include('diemcau_conferences_overtaken 1\n');
  });
});
