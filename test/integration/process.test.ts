import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { temporaryPglite } from '../support/storage/database.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/network/free-port.ts';
import { joined } from '../support/conference/participant.ts';
import { pairedRoom, planMeeting } from '../support/planning/province.ts';
import { startService } from '../support/service.ts';

describe('the service as a process', function () {
  this.timeout(120_000);

  const started = async (settings: Readonly<Record<string, string>>): Promise<object> => {
    const { folder } = await temporaryPglite();
    const env = { ...process.env, NODE_ENV: 'test', DIEMCAU_STORAGE__FOLDER: folder, ...settings };
    return new Promise<object>((resolve) => {
      execFile(process.execPath, ['server/main.ts'], { env }, (error, out, err) => {
        resolve({ code: error?.code, out, err });
      });
    });
  };

  it('exits with 78 and one message where the configuration is wrong, before anything starts', async () => {
    const outcome = await started({ DIEMCAU_HTTP__PORT: 'eighty' });
    expect(outcome).to.deep.include({ code: 78, out: '' });
    expect(outcome)
      .to.have.property('err')
      .that.matches(/^[^\n]*DIEMCAU_HTTP__PORT[^\n]*eighty[^\n]*\n$/);
  });

  it('does not start in production without TLS, except in a closed lab with a warning at each start', async () => {
    const { folder } = await temporaryPglite();
    const port = await freePort();
    const options = {
      folder,
      port,
      environment: {
        NODE_ENV: 'production',
        DIEMCAU_HTTP__HOST: '0.0.0.0',
        DIEMCAU_OPERATIONS__PORT: '0',
        DIEMCAU_MEDIA__WORKERS: '1',
        DIEMCAU_MEDIA__LISTEN__IP: '127.0.0.1',
        DIEMCAU_MEDIA__LISTEN__PORT: '0',
        DIEMCAU_IDENTITY__ADMINISTRATOR__PASSWORD: 'vịt trời bay qua sông Lô',
      },
    };
    const refused: unknown = await startService(options).catch((error: unknown) => error);
    expect(String(refused)).to.contain('stopped before it listened');
    const lab = { ...options.environment, DIEMCAU_HTTP__INSECUREPLAINHTTPINCLOSEDLAB: 'true' };
    await using service = await startService({ ...options, environment: lab });
    const warnings = service.lines.filter((line) => line.includes('insecure setting in use'));
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain('http.insecurePlainHttpInClosedLab');
    const ready = await (await fetch(`http://${service.operations}/readyz`)).json();
    expect(ready).to.deep.include({ insecure: ['http.insecurePlainHttpInClosedLab'] });
    const metrics = await (await fetch(`http://${service.operations}/metrics`)).text();
    expect(metrics).to.contain('diemcau_insecure_settings 1\n');
  });

  it('exits with 78 and one message, without the password, where the first password is easily guessed', async () => {
    const outcome = await started({
      DIEMCAU_LOGGING__LEVEL: 'warn',
      DIEMCAU_IDENTITY__ADMINISTRATOR__LOGIN: 'quantri',
      DIEMCAU_IDENTITY__ADMINISTRATOR__PASSWORD: 'Quantri@2025!',
    });
    expect(outcome).to.deep.include({ code: 78, out: '' });
    expect(outcome)
      .to.have.property('err')
      .that.matches(/^identity\.administrator\.password: [^\n]*password-common[^\n]*\n$/);
    expect(outcome).to.have.property('err').that.does.not.contain('2025');
  });

  it('is ready once it accepts connections, and not before', async () => {
    const { folder } = await temporaryPglite();
    const [port, operationsPort] = [await freePort(), await freePort()];
    const environment = { DIEMCAU_OPERATIONS__PORT: String(operationsPort) };
    const starting = startService({ folder, port, environment });
    const seen = new Set<number>();
    await eventually(
      async () => {
        const { status } = await fetch(`http://127.0.0.1:${operationsPort}/readyz`);
        seen.add(status);
        return status === 200;
      },
      'the server to be ready',
      { timeoutMs: 60_000, intervalMs: 1 },
    );
    expect((await fetch(`http://127.0.0.1:${port}/api/v1/openapi.json`)).status).to.equal(200);
    expect([...seen]).to.deep.equal([503, 200]);
    await using _service = await starting;
  });

  it('logs a line for each sign-in, join and leave, with the ids of request, conference and participant', async () => {
    const { folder } = await temporaryPglite();
    await using service = await startService({ folder, port: 0 });
    const { url } = service;
    const meeting = await planMeeting(url);
    const room = await pairedRoom(url, meeting, 0);
    const told = (msg: string) =>
      service.lines.map((line): unknown => JSON.parse(line)).filter((line) => isSaying(line, msg));
    {
      using participant = await joined(url, await room.joinToken(meeting.meetingId));
      expect(await participant.outcome('leave')).to.equal('ok');
      using again = await joined(url, await room.joinToken(meeting.meetingId));
      again.socket.disconnect();
    }
    await eventually(() => told('a participant lost its connection').length > 0, 'the line of the loss');
    const ids = { conferenceId: meeting.meetingId, participantId: meeting.endpoints[0] };
    for (const [msg, count] of [
      ['a participant joined', 2],
      ['a participant left', 1],
      ['a participant lost its connection', 1],
    ] as const) {
      const lines = told(msg);
      expect(lines, msg).to.have.length(count);
      for (const line of lines) expect(line).to.deep.include(ids);
    }
    const [signIn] = told('signed in');
    expect(signIn).to.include.keys('accountId', 'sessionId', 'address', 'requestId');
    const answer = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'quantri', password: 'sai' }),
    });
    const [refused] = told('sign-in refused');
    expect(refused).to.deep.include({ requestId: answer.headers.get('x-request-id') });
  });

  it('announces on SIGTERM that its absence is temporary, and exits with 0', async () => {
    const { folder } = await temporaryPglite();
    await using service = await startService({ folder, port: 0 });
    const meeting = await planMeeting(service.url);
    const room = await pairedRoom(service.url, meeting, 0);
    using participant = await joined(service.url, await room.joinToken(meeting.meetingId));
    const exited = once(service.process, 'exit');
    service.process.kill('SIGTERM');
    await eventually(() => participant.goodbyes.length > 0, 'the goodbye');
    expect(participant.goodbyes).to.deep.equal(['unavailable']);
    expect(await exited).to.deep.equal([0, null]);
    const said = service.lines.map((line): unknown => JSON.parse(line));
    expect(said.filter((line) => isTrouble(line))).to.deep.equal([]);
  });
});

const isSaying = (line: unknown, msg: string): boolean =>
  typeof line === 'object' && line !== null && 'msg' in line && line.msg === msg;

/** Whether the log line is a warning or an error. */
const isTrouble = (line: unknown): boolean =>
  typeof line === 'object' && line !== null && 'level' in line && Number(line.level) >= 40;
