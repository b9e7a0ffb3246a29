import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { temporaryPglite } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { joined } from '../support/participant.ts';
import { pairedRoom, planMeeting } from '../support/province.ts';
import { startService } from '../support/service.ts';

describe('the service as a process', function () {
  this.timeout(120_000);

  it('ends with 78 and one message where the configuration is wrong, before anything starts', async () => {
    const { folder } = await temporaryPglite();
    const environment = {
      ...process.env,
      NODE_ENV: 'test',
      DIEMCAU_STORAGE__FOLDER: folder,
      DIEMCAU_HTTP__PORT: 'eighty',
    };
    const outcome = await new Promise<object>((resolve) => {
      execFile(process.execPath, ['server/main.ts'], { env: environment }, (error, out, err) => {
        resolve({ code: error?.code, out, err });
      });
    });
    expect(outcome).to.deep.include({ code: 78, out: '' });
    expect(outcome)
      .to.have.property('err')
      .that.matches(/^[^\n]*DIEMCAU_HTTP__PORT[^\n]*eighty[^\n]*\n$/);
  });

  it('does not start for real meetings without TLS, and in a closed lab says so at each start', async () => {
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
    const warnings = service.lines.filter((line) => line.includes('protects nobody'));
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain('http.insecurePlainHttpInClosedLab');
    const ready = await (await fetch(`http://${service.operations}/readyz`)).json();
    expect(ready).to.deep.include({ insecure: ['http.insecurePlainHttpInClosedLab'] });
    const metrics = await (await fetch(`http://${service.operations}/metrics`)).text();
    expect(metrics).to.contain('diemcau_insecure_settings 1\n');
  });

  it('says goodbye on SIGTERM, for a while and not for good, and ends with 0', async () => {
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

/** A line of the log at the level of a warning or above. */
const isTrouble = (line: unknown): boolean =>
  typeof line === 'object' && line !== null && 'level' in line && Number(line.level) >= 40;
