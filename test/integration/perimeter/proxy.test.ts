import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { generate } from 'selfsigned';
import { trust } from '../../../demo/certificate.ts';
import { RestCaller } from '../../../simulation/rest.ts';
import { startApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/network/free-port.ts';
import { joined } from '../../support/conference/participant.ts';
import { chair, pairedRoom, planMeeting } from '../../support/planning/province.ts';

describe('deploy/caddy', function () {
  this.timeout(180_000);

  it('lets rooms and chairs join through Debian’s Caddy, over https', async () => {
    await using stack = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'caddy-'));
    stack.defer(() => rm(folder, { recursive: true }));
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        {
          name: 'keyUsage',
          digitalSignature: true,
          keyEncipherment: true,
          keyCertSign: true,
          critical: true,
        },
        { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
      ],
    });
    await writeFile(join(folder, 'tls_certificate'), cert);
    await writeFile(join(folder, 'tls_key'), key);
    trust(join(folder, 'tls_certificate'));
    const publicUrl = `https://localhost:${await freePort()}`;
    const app = stack.use(await startApp({ http: { publicUrl, trustProxy: ['loopback'] } }));
    // The shipped file, with other paths of secrets, another server address, and a port that needs no rights.
    const settings = (await readFile('deploy/caddy/Caddyfile', 'utf8'))
      .replaceAll('/run/secrets/', `${folder}/`)
      .replace('diemcau:8080', new URL(app.listening).host)
      .replace('admin off', `admin off\n\thttp_port ${await freePort()}`);
    await writeFile(join(folder, 'Caddyfile'), settings);
    const caddy = spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')], {
      env: {
        ...process.env,
        PUBLIC_NAME: new URL(publicUrl).host,
        XDG_DATA_HOME: folder,
        XDG_CONFIG_HOME: folder,
      },
      stdio: 'ignore',
    });
    const ended = once(caddy, 'exit');
    stack.defer(async () => {
      caddy.kill();
      await ended;
    });
    await eventually(async () => (await fetch(`${publicUrl}/api/v1/openapi.json`)).ok, 'the proxy to answer');

    const meeting = await planMeeting(publicUrl);
    const official = await RestCaller.signIn(publicUrl, chair.login, chair.password);
    const device = await pairedRoom(publicUrl, meeting, 0);
    using chairman = await joined(publicUrl, await official.joinToken(meeting.meetingId));
    using room = await joined(publicUrl, await device.joinToken(meeting.meetingId));
    expect(await chairman.outcome('conference.start')).to.equal('ok');
    await eventually(
      () => room.events.some(({ type }) => type === 'conference.started'),
      'the start to be told',
    );
  });
});
