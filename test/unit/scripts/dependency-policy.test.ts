import { expect } from 'chai';
import {
  installFaults,
  licenceFaults,
  lockFaults,
  projectFaults,
} from '../../../scripts/dependency-policy.ts';
import type { LockedPackages } from '../../../scripts/dependency-policy.ts';
import { auditVerdict } from '../../../scripts/npm-audit.ts';

const integrity = `sha512-${'A'.repeat(86)}==`;
const entry = (more: LockedPackages[string]): LockedPackages[string] => ({
  version: '1.0.0',
  license: 'MIT',
  integrity,
  ...more,
});
/** The packages that have exceptions, so that no exception here is reported as unneeded. */
const excepted: LockedPackages = {
  '': {},
  'node_modules/@expo-google-fonts/arimo': entry({ license: 'MIT AND OFL-1.1' }),
  'node_modules/@expo-google-fonts/tinos': entry({ license: 'MIT AND OFL-1.1' }),
  'node_modules/ical.js': entry({ license: 'MPL-2.0' }),
  'node_modules/lightningcss': entry({ license: 'MPL-2.0', dev: true }),
  'node_modules/lightningcss-linux-x64-gnu': entry({ license: 'MPL-2.0', dev: true, optional: true }),
  'node_modules/axe-core': entry({ license: 'MPL-2.0', dev: true }),
  'node_modules/argparse': entry({ license: 'PSF-2.0', dev: true }),
  'node_modules/railroad-diagrams': entry({ license: 'CC0-1.0', dev: true }),
};
const licencesOf = (packages: LockedPackages, own: Record<string, string | undefined> = {}): string[] => {
  const all = { ...excepted, ...packages };
  return licenceFaults(all, (path) => (path in own ? own[path] : all[path]?.license));
};

describe('dependency policy', () => {
  it('finds no fault in this project', () => {
    expect(projectFaults()).to.deep.equal([]);
  });

  it('refuses a package without integrity, or with a broken hash', () => {
    const packages = {
      'node_modules/a': { version: '1.0.0', license: 'MIT' },
      'node_modules/b': entry({ integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }),
    };
    expect(lockFaults(packages)).to.deep.equal([
      'node_modules/a: no SHA-2 integrity in package-lock.json',
      'node_modules/b: no SHA-2 integrity in package-lock.json',
    ]);
  });

  it('refuses an install script of a package without an exception, at any depth', () => {
    const packages = {
      '': {},
      'node_modules/mediasoup': entry({ hasInstallScript: true }),
      'node_modules/x/node_modules/@scope/native': entry({ hasInstallScript: true }),
    };
    const faults = lockFaults(packages);
    expect(faults).to.have.length(1);
    expect(faults[0]).to.include('node_modules/x/node_modules/@scope/native: has an install script');
  });

  it('refuses a licence that is not on the list, whether the lock file or the package names it', () => {
    const packages = {
      'node_modules/a': entry({ license: 'AGPL-3.0-only' }),
      'node_modules/b': entry({}),
    };
    expect(licencesOf(packages, { 'node_modules/a': 'MIT', 'node_modules/b': 'GPL-3.0' })).to.deep.equal([
      'node_modules/a: the licence AGPL-3.0-only is not on the list',
      'node_modules/b: the licence GPL-3.0 is not on the list',
    ]);
  });

  it('refuses a package that is not installed here, unless it is optional and its licence is in the lock file', () => {
    const own = { 'node_modules/a': undefined, 'node_modules/b': undefined, 'node_modules/c': undefined };
    const packages: LockedPackages = {
      'node_modules/a': entry({}),
      'node_modules/b': entry({ optional: true }),
      'node_modules/c': { version: '1.0.0', integrity, optional: true },
    };
    expect(licencesOf(packages, own)).to.deep.equal([
      'node_modules/a: not installed, so its licence is not known',
      'node_modules/c: names no licence',
    ]);
  });

  it('refuses in production a licence that is accepted for development only', () => {
    const packages = { 'node_modules/argparse': entry({ license: 'PSF-2.0' }) };
    expect(licencesOf(packages)).to.deep.equal([
      'node_modules/argparse: PSF-2.0 is accepted for development alone, and this is a production dependency',
    ]);
  });

  it('refuses an exception that no package needs any more', () => {
    const packages = { 'node_modules/ical.js': entry({}) };
    expect(licencesOf(packages)).to.deep.equal(['the licence exception for ical.js is not needed any more']);
  });

  it('refuses a command that would run install scripts', () => {
    const text = '# npm ci in a comment\nRUN npm ci --ignore-scripts\nRUN npm ci --omit=dev\nnpm install x';
    expect(installFaults('Dockerfile', text)).to.deep.equal([
      'Dockerfile:3: npm without --ignore-scripts: RUN npm ci --omit=dev',
      'Dockerfile:4: npm without --ignore-scripts: npm install x',
    ]);
  });
});

describe('the verdict on npm audit', () => {
  const found = (severity: string) =>
    JSON.stringify({
      auditReportVersion: 2,
      vulnerabilities: {
        ws: {
          name: 'ws',
          severity,
          range: '<8.17.1',
          via: ['parent', { title: 'DoS by many headers', url: 'https://example.org/1', cwe: [] }],
        },
      },
      metadata: {},
    });

  for (const severity of ['high', 'critical'])
    it(`${severity}: is a fault, with the advisory`, () => {
      expect(auditVerdict(found(severity))).to.deep.equal({
        outcome: 'vulnerable',
        lines: [`ws <8.17.1: ${severity}: parent; DoS by many headers https://example.org/1`],
      });
    });

  for (const severity of ['info', 'low', 'moderate'])
    it(`${severity}: is not a fault`, () => {
      expect(auditVerdict(found(severity))).to.deep.equal({ outcome: 'clear' });
    });

  it('is neither clear nor a fault for a registry without audit or an unreachable one', () => {
    expect(auditVerdict('{"message":"405 Method Not Allowed","statusCode":405}')).to.deep.equal({
      outcome: 'not reached',
      why: '405',
    });
    expect(auditVerdict('{"message":"request to https://r failed, reason: ECONNREFUSED"}')).to.deep.equal({
      outcome: 'not reached',
      why: 'request to https://r failed, reason: ECONNREFUSED',
    });
  });

  for (const output of [
    '',
    'npm error',
    '{}',
    '{"auditReportVersion":3,"vulnerabilities":{}}',
    '{"message":""}',
  ])
    it(`is a fault where it cannot be read: ${JSON.stringify(output)}`, () => {
      expect(auditVerdict(output).outcome).to.equal('unreadable');
    });
});
