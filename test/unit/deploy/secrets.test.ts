import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { z } from 'zod';
import { configSchema } from '../../../server/config/schema.ts';
import { composeFiles, readCompose } from '../../support/deploy/compose.ts';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

const words = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat().join(' '));
const service = z.object({
  environment: z.record(z.string(), z.coerce.string()).default({}),
  command: words.default(''),
  entrypoint: words.default(''),
  healthcheck: z.object({ test: words.default('') }).optional(),
  secrets: z.array(z.string()).default([]),
});

/** The variables that would set a secret of the configuration, derived from the schema. */
function secretVariables(schema: z.core.$ZodType, path: readonly string[] = []): readonly string[] {
  if (z.globalRegistry.get(schema)?.['secret'] === true) return [`DIEMCAU_${path.join('__').toUpperCase()}`];
  if (schema instanceof z.ZodObject)
    return Object.entries<z.core.$ZodType>(schema.shape).flatMap(([key, inner]) =>
      secretVariables(inner, [...path, key]),
    );
  return schema instanceof z.ZodNullable ? secretVariables(schema.unwrap(), path) : [];
}

/** The names of secrets in the other programs. */
const looksSecret = /PASSWORD|SECRET|TOKEN|PRIVATE|CREDENTIAL(?!TTL)/;

/** The files with which services read their secrets, besides their environments. */
const settings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'compose.yaml': {
    proxy: 'deploy/caddy/Caddyfile',
    coturn: 'deploy/coturn/turnserver.conf',
    prometheus: 'deploy/prometheus/prometheus.yml',
    alertmanager: 'deploy/alertmanager/alertmanager.yml',
  },
  'compose.several.yaml': {
    proxy: 'deploy/caddy/several-servers.Caddyfile',
    coturn: 'deploy/coturn/turnserver.conf',
    prometheus: 'deploy/prometheus/several-servers.yml',
    alertmanager: 'deploy/alertmanager/alertmanager.yml',
  },
};

describe('secrets', () => {
  it('are known by the schema of the configuration', () => {
    expect(secretVariables(configSchema)).to.include.members([
      'DIEMCAU_STORAGE__URL',
      'DIEMCAU_IDENTITY__SECRET',
      'DIEMCAU_IDENTITY__ADMINISTRATOR__PASSWORD',
      'DIEMCAU_MEDIA__TURN__SECRET',
      'DIEMCAU_MAIL__SMTPURL',
      'DIEMCAU_MAIL__REPLYSECRET',
      'DIEMCAU_BRIDGE__PAIRINGCODE',
    ]);
  });

  it('are in no image', () => {
    const ignored = read('.dockerignore').split('\n');
    expect(ignored).to.include.members(['deploy', 'var', '.git']);
    expect(read('deploy/.gitignore')).to.include('secrets/').and.to.include('.env');
    expect(read('Dockerfile')).not.to.match(/^\s*(ARG|ENV)\b.*(secret|password|token)/im);
  });
});

for (const file of composeFiles) {
  describe(`secrets in deploy/${file}`, () => {
    const { services, secrets } = readCompose(file);
    const each = Object.entries(z.record(z.string(), service).parse(services));

    it('are in no environment, where every child and `docker inspect` would show them, but in files', () => {
      const ours = secretVariables(configSchema);
      for (const [name, { environment }] of each) {
        for (const [variable, value] of Object.entries(environment)) {
          if (!looksSecret.test(variable) && !ours.includes(variable)) continue;
          expect(variable, name).to.match(/_FILE$/);
          expect(value, `${name} ${variable}`).to.match(/^\/run\/secrets\/\w+$/);
        }
      }
    });

    it('are on no command line, where ps would show them', () => {
      for (const [name, { command, entrypoint, healthcheck }] of each) {
        const line = [entrypoint, command, healthcheck?.test ?? ''].join(' ');
        expect(line, name).not.to.match(/\/run\/secrets|secret|password|\$\(|\$\{/i);
      }
    });

    it('are given only to services that use them, and all are used', () => {
      for (const [name, { environment, secrets: given }] of each) {
        const path = settings[file]?.[name];
        const used = JSON.stringify(environment) + (path === undefined ? '' : read(path));
        for (const secret of given) expect(used, name).to.include(`/run/secrets/${secret}`);
      }
      expect(new Set(each.flatMap(([, { secrets: given }]) => given))).to.deep.equal(new Set(secrets));
    });
  });
}
