import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { z } from 'zod';
import { loadConfig } from '../../../server/config/load.ts';
import type { Config } from '../../../server/config/schema.ts';
import { readCompose } from '../../support/deploy/compose.ts';

const pathOf = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const read = (path: string): string => readFileSync(pathOf(path), 'utf8');
const random = (): string => randomBytes(24).toString('hex');

type Environment = Readonly<Record<string, string>>;

describe('the settings of deploy/', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'settings-'));
    const secrets = {
      database_url: `postgres://diemcau:${random()}@db.tinh.gov.vn/diemcau`,
      token_secret: random(),
      factor_key: random(),
      administrator_password: 'vịt trời bay qua sông Lô',
      turn_secret: random(),
      metrics_token: random(),
      bridge_a_code: 'K7QP-2M9D-XW4T',
      bridge_b_code: 'R3VN-8H5C-ZJ6F',
      pairing_code: 'T9BD-4K2W-PQ7M',
    };
    for (const [name, value] of Object.entries(secrets)) await writeFile(join(folder, name), value);
    // As docs/operations.md says that IT writes them.
    await writeFile(
      join(folder, 'site.yaml'),
      'http: { publicUrl: https://hop.tinh.gov.vn, trustProxy: [10.1.0.5] }\nidentity: { administrator: { login: quantri } }\n',
    );
    await writeFile(
      join(folder, 'bridge.yaml'),
      'bridge: { controls: [https://hop.tinh.gov.vn/c/a/, https://hop.tinh.gov.vn/c/b/] }\nmedia: { listen: { announcedAddress: 203.0.113.20 } }\n',
    );
  });
  after(() => rm(folder, { recursive: true }));

  /** What a server starts with in production. */
  const started = (environment: Environment): Config =>
    loadConfig({ environment: { NODE_ENV: 'production', ...environment }, folder: pathOf('config') });

  const ofService = (file: Parameters<typeof readCompose>[0], name: string): Config => {
    const environment = z
      .record(z.string(), z.coerce.string())
      .parse(readCompose(file).services[name]?.['environment']);
    return started(
      Object.fromEntries(
        Object.entries(environment).map(([variable, value]) => [
          variable,
          value
            .replace('/run/secrets', folder)
            .replaceAll(/\$\{PUBLIC_NAME.*?\}/g, 'hop.tinh.gov.vn')
            .replace(/\$\{BRIDGE_ADDRESS.*?\}/, '203.0.113.10'),
        ]),
      ),
    );
  };

  const ofUnit = (name: string): Config => {
    const words = [...read(`deploy/systemd/${name}`).matchAll(/^Environment=(.*)$/gm)].flatMap(([, line]) =>
      (line ?? '').split(' '),
    );
    return started(
      Object.fromEntries(
        words.map((word) => {
          const [variable, value] = z.tuple([z.string(), z.string()]).parse(word.split('='));
          const here = value.replaceAll('%i', 'a').replaceAll('%d', folder).replace('/etc/diemcau', folder);
          return [variable, here];
        }),
      ),
    );
  };

  it('start two control servers and two bridges from compose.several.yaml', () => {
    for (const name of ['a', 'b']) {
      const { role, http, storage } = ofService('compose.several.yaml', `diemcau-${name}`);
      expect([role, http.processPath]).to.deep.equal(['control', `/c/${name}/`]);
      expect(storage.url?.reveal()).to.include('postgres://');
      const { role: other, bridge } = ofService('compose.several.yaml', `bridge-${name}`);
      expect(other).to.equal('bridge');
      expect(bridge.controls).to.deep.equal(['https://hop.tinh.gov.vn/c/a/', 'https://hop.tinh.gov.vn/c/b/']);
    }
    const ports = ['bridge-a', 'bridge-b'].map(
      (name) => ofService('compose.several.yaml', name).operations.port,
    );
    expect(new Set(ports).size).to.equal(2);
  });

  it('start a bridge from compose.bridge.yaml', () => {
    const { role, bridge, media } = ofService('compose.bridge.yaml', 'bridge');
    expect([role, media.listen.announcedAddress]).to.deep.equal(['bridge', '203.0.113.10']);
    expect(bridge.pairingCode?.reveal()).to.equal('T9BD-4K2W-PQ7M');
  });

  it('start each role from the units of systemd', () => {
    const server = ofUnit('diemcau.service');
    expect([server.role, server.http.processPath]).to.deep.equal(['both', null]);
    const control = ofUnit('diemcau-control@.service');
    expect([control.role, control.http.processPath]).to.deep.equal(['control', '/c/a/']);
    expect(control.storage.folder).to.equal('/srv/diemcau');
    const bridge = ofUnit('diemcau-bridge.service');
    expect([bridge.role, bridge.storage.url]).to.deep.equal(['bridge', null]);
    expect(bridge.bridge.controls).to.have.length(2);
  });

  it('let a unit of a control server write to its own folder alone, and give a bridge no secret', () => {
    const control = read('deploy/systemd/diemcau-control@.service');
    const [, folderOfStorage] = /DIEMCAU_STORAGE__FOLDER=(\S+)/.exec(control) ?? [];
    expect([...control.matchAll(/^ReadWritePaths=(.*)$/gm)].map(([, path]) => path)).to.deep.equal([
      folderOfStorage,
    ]);
    expect(read('deploy/systemd/diemcau-bridge.service')).not.to.match(/LoadCredential|STORAGE|IDENTITY/);
  });
});
