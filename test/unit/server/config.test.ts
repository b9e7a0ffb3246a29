import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { isMap, isScalar, parse, parseDocument } from 'yaml';
import { z } from 'zod';
import { ConfigError, loadConfig } from '../../../server/config/load.ts';
import { insecureSettings } from '../../../server/config/production.ts';
import { configSchema } from '../../../server/config/schema.ts';
import type { ConfigOverrides } from '../../../server/config/schema.ts';
import { administrator, tokenSecret } from '../../support/rest/secrets.ts';

const folder = fileURLToPath(new URL('../../../config', import.meta.url));
const defaults = join(folder, 'default.yaml');
const tokenKey = 'a key that is long enough to sign with';

type Environment = Readonly<Record<string, string>>;

/** Secrets as `openssl rand -hex 24` makes them. */
const random = [
  '9f1c0b7e53a24d68c1f09e7b2a5d4c3e8b6f70a1d2e3c4b5',
  '0e2d4c6b8a9f7153c1b2a3948576e0f1d2c3b4a59687f0e1',
] as const;
/** The minimal settings of a server for real meetings. */
const safe: Environment = {
  NODE_ENV: 'production',
  DIEMCAU_HTTP__PUBLICURL: 'https://hop.tinh.gov.vn',
  DIEMCAU_HTTP__TRUSTPROXY: '[loopback]',
};

function load(environment: Environment = {}, overrides?: ConfigOverrides) {
  return loadConfig({ environment, folder, ...(overrides === undefined ? {} : { overrides }) });
}

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('The configuration was accepted');
}

describe('configuration', () => {
  let scratch = '';
  const write = (name: string, text: string): string => {
    const file = join(scratch, name);
    writeFileSync(file, text);
    return file;
  };
  beforeEach(() => (scratch = mkdtempSync(join(tmpdir(), 'config-'))));
  afterEach(() => rmSync(scratch, { recursive: true }));

  describe('layers', () => {
    it('are applied in order: default.yaml, NODE_ENV, the chosen file, variables, overrides', () => {
      const chosen = write('site.yaml', 'logging: { level: error }\nhttp: { host: 10.0.0.1, port: 1 }');
      const environment = { NODE_ENV: 'test', DIEMCAU_CONFIG: chosen, DIEMCAU_HTTP__PORT: '2' };
      const { http, logging, media } = load(environment, { http: { publicUrl: 'https://hop.example' } });
      expect({ ...http, level: logging.level, workers: media.workers }).to.deep.include({
        host: '10.0.0.1', // the chosen file
        port: 2, // the variable
        publicUrl: 'https://hop.example', // the override
        trustProxy: [], // default.yaml
        level: 'error', // the chosen file, over test.yaml
        workers: 2, // test.yaml
      });
    });

    it('replace lists and nulls as a whole', () => {
      const chosen = write('tls.yaml', 'http: { tls: { certFile: a, keyFile: b }, trustProxy: [loopback] }');
      expect(load({ DIEMCAU_CONFIG: chosen }).http).to.deep.include({
        tls: { certFile: 'a', keyFile: 'b' },
        trustProxy: ['loopback'],
      });
      expect(load({ DIEMCAU_CONFIG: chosen, DIEMCAU_HTTP__TLS: 'null' }).http.tls).to.equal(null);
    });

    it('parse variables by the type of their key, in any letter case', () => {
      const { http, identity, storage } = load({
        DIEMCAU_HTTP__PUBLICURL: 'https://hop.example',
        DIEMCAU_HTTP__TRUSTPROXY: '[10.0.0.0/8, loopback]',
        DIEMCAU_identity__attempts__free: '3',
        DIEMCAU_STORAGE__FOLDER: '2026',
      });
      expect(http).to.deep.include({
        publicUrl: 'https://hop.example',
        trustProxy: ['10.0.0.0/8', 'loopback'],
      });
      expect(identity.attempts.free).to.equal(3);
      expect(storage.folder).to.equal('2026');
    });

    it('read a secret from a file', () => {
      const file = write('key', `${tokenKey}\n`);
      expect(load({ DIEMCAU_IDENTITY__SECRET_FILE: file }).identity.secret?.reveal()).to.equal(tokenKey);
    });

    for (const environment of ['development', 'test'])
      it(`are complete for NODE_ENV=${environment}`, () =>
        expect(() => load({ NODE_ENV: environment })).not.to.throw());
  });

  it('starts one media worker a core by default', () => {
    expect(load().media.workers).to.be.at.least(1);
  });

  it('shows no secret in any way of printing it', () => {
    const config = load({
      DIEMCAU_IDENTITY__SECRET: tokenKey,
      DIEMCAU_STORAGE__URL: 'postgres://diemcau:hunter2@db/diemcau',
    });
    const printed = [
      JSON.stringify(config),
      inspect(config, { depth: 9 }),
      String(config.storage.url),
    ].join();
    expect(printed).not.to.include(tokenKey).and.not.to.include('hunter2');
    expect(config.storage.url?.reveal()).to.include('hunter2');
  });

  describe('refusals name the place, the key, the value and what is allowed', () => {
    const inVariable = 'environment variable ';
    const refusals: [what: string, environment: Environment, message: string][] = [
      [
        'an unknown key',
        { DIEMCAU_HTTP__PROT: '1' },
        `${inVariable}DIEMCAU_HTTP__PROT: unknown key http.prot; allowed: host, port, publicUrl, allowedOrigins, tls, trustProxy, processPath, insecurePlainHttpInClosedLab`,
      ],
      [
        'a key below a value',
        { DIEMCAU_HTTP__PORT__X: '1' },
        `${inVariable}DIEMCAU_HTTP__PORT__X: unknown key http.port.x; allowed: no keys here`,
      ],
      [
        'a wrong type',
        { DIEMCAU_HTTP__PORT: 'eighty' },
        `${inVariable}DIEMCAU_HTTP__PORT: http.port = "eighty"; expected number, received string`,
      ],
      [
        'a value out of range',
        { DIEMCAU_HTTP__PORT: '70000' },
        `${inVariable}DIEMCAU_HTTP__PORT: http.port = 70000; expected number to be <=65535`,
      ],
      [
        'a word that is not one of the allowed',
        { DIEMCAU_LOGGING__LEVEL: 'loud' },
        `${inVariable}DIEMCAU_LOGGING__LEVEL: logging.level = "loud"; expected one of "fatal"|"error"|"warn"|"info"|"debug"|"trace"|"silent"`,
      ],
      [
        'half of a pair',
        { DIEMCAU_HTTP__TLS__CERTFILE: 'a.pem' },
        `${inVariable}DIEMCAU_HTTP__TLS__CERTFILE: http.tls.keyFile is missing; expected string, received undefined`,
      ],
      [
        'a secret that is too short, without showing it',
        { DIEMCAU_IDENTITY__SECRET: 'hunter2' },
        `${inVariable}DIEMCAU_IDENTITY__SECRET: identity.secret = [secret]; expected string to have >=32 characters`,
      ],
      [
        'a secret in the place of its mapping, without showing it',
        { DIEMCAU_STORAGE: 'postgres://diemcau:hunter2@db/diemcau' },
        `${inVariable}DIEMCAU_STORAGE: storage = [secret]; expected object, received string`,
      ],
      [
        'another database',
        { DIEMCAU_STORAGE__URL: 'mysql://diemcau:hunter2@db/diemcau' },
        `${inVariable}DIEMCAU_STORAGE__URL: storage.url = [secret]; expected postgres://user:password@host/database`,
      ],
      [
        'an environment that has no file',
        { NODE_ENV: 'prodution' },
        `${inVariable}NODE_ENV: "prodution"; allowed: development, production, test`,
      ],
      [
        'a chosen file that is not there',
        { DIEMCAU_CONFIG: '/nowhere.yaml' },
        `${inVariable}DIEMCAU_CONFIG: no file "/nowhere.yaml"`,
      ],
      [
        'a secret file that is not there',
        { DIEMCAU_IDENTITY__SECRET_FILE: '/nowhere' },
        `${inVariable}DIEMCAU_IDENTITY__SECRET_FILE: cannot read /nowhere`,
      ],
      [
        'a secret given twice',
        { DIEMCAU_IDENTITY__SECRET: tokenKey, DIEMCAU_IDENTITY__SECRET_FILE: '/nowhere' },
        'environment variables DIEMCAU_IDENTITY__SECRET and DIEMCAU_IDENTITY__SECRET_FILE: set one of them, not both',
      ],
      [
        'one port for two servers',
        { DIEMCAU_OPERATIONS__PORT: '8080' },
        `${inVariable}DIEMCAU_OPERATIONS__PORT: operations.port = 8080; allowed: a port other than http.port`,
      ],
      [
        'a path of one server among others, without their common name',
        { DIEMCAU_HTTP__PROCESSPATH: '/c/a/' },
        `${inVariable}DIEMCAU_HTTP__PROCESSPATH: http.processPath = "/c/a/"; allowed: null without http.publicUrl and storage.url`,
      ],
      [
        'a sign-in that ends before its first renewal',
        { DIEMCAU_IDENTITY__REFRESHTOKENTTLS: '600' },
        `${inVariable}DIEMCAU_IDENTITY__REFRESHTOKENTTLS: identity.refreshTokenTtlS = 600; allowed: more than identity.accessTokenTtlS`,
      ],
      [
        'media ports beyond the last one',
        { DIEMCAU_MEDIA__LISTEN__PORT: '65535', DIEMCAU_MEDIA__WORKERS: '4' },
        `${inVariable}DIEMCAU_MEDIA__LISTEN__PORT: media.listen.port = 65535; allowed: at most 65532 with 4 workers`,
      ],
      [
        'media ports among the internal ones',
        { DIEMCAU_MEDIA__LISTEN__PORT: '25000' },
        `${defaults}: media.internalPorts.min = 22000; allowed: a range apart from the ports of media.listen`,
      ],
      [
        'ports of other bridges among the internal ones',
        { DIEMCAU_MEDIA__TRUNKPORTS__MAX: '22000' },
        `${defaults}: media.trunkPorts.min = 21000; allowed: a range apart from media.internalPorts`,
      ],
      [
        'a mailbox whose signed addresses would be too long',
        {
          DIEMCAU_MAIL__REPLYTO: 'van.phong.uy.ban.nhan.dan.tinh.vp@vinhphuc.example',
          DIEMCAU_MAIL__REPLYSECRET: 'x'.repeat(32),
        },
        `${inVariable}DIEMCAU_MAIL__REPLYTO: mail.replyTo = "van.phong.uy.ban.nhan.dan.tinh.vp@vinhphuc.example"; allowed: at most 31 characters before the @ with mail.replySecret`,
      ],
      [
        'an empty range of ports',
        { DIEMCAU_MEDIA__INTERNALPORTS__MAX: '21000' },
        `${inVariable}DIEMCAU_MEDIA__INTERNALPORTS__MAX: media.internalPorts.max = 21000; allowed: at least media.internalPorts.min`,
      ],
      [
        'a better codec that the routers do not have',
        {
          DIEMCAU_MEDIA__CAMERA__BETTER:
            '[{ codec: VP9, maxBitrateBps: 1500000, scalabilityMode: L3T3_KEY }]',
        },
        `${inVariable}DIEMCAU_MEDIA__CAMERA__BETTER: media.camera.better.0.codec = "VP9"; allowed: one of media.codecs`,
      ],
      [
        'a better codec with other layers',
        {
          DIEMCAU_MEDIA__CODECS: '[{ kind: video, mimeType: video/VP9, clockRate: 90000 }]',
          DIEMCAU_MEDIA__CAMERA__BETTER: '[{ codec: VP9, maxBitrateBps: 1500000, scalabilityMode: L2T3 }]',
        },
        `${inVariable}DIEMCAU_MEDIA__CAMERA__BETTER: media.camera.better.0.scalabilityMode = "L2T3"; allowed: a mode of 3 spatial layers, as media.camera.encodings has`,
      ],
      [
        'unencrypted media in production',
        { ...safe, DIEMCAU_MEDIA__PLAINRTP__ENABLED: 'true' },
        `${inVariable}DIEMCAU_MEDIA__PLAINRTP__ENABLED: media.plainRtp.enabled = true; allowed: false with NODE_ENV=production`,
      ],
    ];
    for (const [what, environment, message] of refusals)
      it(what, () => expect(messageOf(() => load(environment))).to.equal(message));

    const files: [what: string, text: string, message: string][] = [
      [
        'an unknown key in a file',
        'http: { prot: 1 }',
        'unknown key http.prot; allowed: host, port, publicUrl, allowedOrigins, tls, trustProxy, processPath, insecurePlainHttpInClosedLab',
      ],
      ['an emptied mapping', 'logging:', 'logging = null; expected object, received null'],
      [
        'a value in a list',
        'media: { screen: { encodings: [{ scaleResolutionDownBy: 1, maxBitrateBps: 1, scalabilityMode: L1T3 }] } }',
        'media.screen.encodings.0.maxBitrateBps = 1; expected number to be >=10000',
      ],
      ['a list in place of keys', '[1]', 'must hold a mapping of keys'],
    ];
    for (const [what, text, message] of files)
      it(what, () => {
        const file = write('site.yaml', text);
        expect(messageOf(() => load({ DIEMCAU_CONFIG: file }))).to.equal(`${file}: ${message}`);
      });

    it('broken YAML, by line and without quoting it', () => {
      const file = write('site.yaml', 'identity:\n  secret: "hunter2\n');
      const message = messageOf(() => load({ DIEMCAU_CONFIG: file }));
      expect(message)
        .to.include(`${file}, line `)
        .and.to.include('not valid YAML')
        .and.not.to.include('hunter2');
    });

    it('a key that is twice in one file', () => {
      const file = write('site.yaml', 'http: { port: 1 }\nhttp: { port: 2 }');
      expect(messageOf(() => load({ DIEMCAU_CONFIG: file })))
        .to.include('line 2')
        .and.to.include('DUPLICATE_KEY');
    });

    it('all of them at once', () => {
      const message = messageOf(() => load({ DIEMCAU_HTTP__PORT: 'x', DIEMCAU_LOGGING__LEVEL: 'y' }));
      expect(message.split('\n')).to.have.length(2);
    });
  });

  describe('with NODE_ENV=production', () => {
    it('starts a bridge that dials https, without what only a server needs, and no other', () => {
      const bridge = { NODE_ENV: 'production', DIEMCAU_ROLE: 'bridge' };
      const dialling = (url: string) => load({ ...bridge, DIEMCAU_BRIDGE__CONTROLS: `[${url}]` });
      expect(dialling('https://hop.tinh.gov.vn/c/a/').bridge.controls).to.have.length(1);
      expect(messageOf(() => dialling('http://hop.tinh.gov.vn/'))).to.include('bridge.controls');
    });

    const refusalsOf = (environment: Environment): string[] =>
      messageOf(() => load(environment))
        .split('\n')
        .map((line) => /: (\S+) (?:=|is missing)/.exec(line)?.[1] ?? line);

    it('accepts its own TLS, a named proxy that ends TLS, and loopback', () => {
      const tls = { DIEMCAU_HTTP__TLS: '{ certFile: a, keyFile: b }' };
      const ways: readonly Environment[] = [
        safe,
        { NODE_ENV: 'production', ...tls },
        { NODE_ENV: 'production', ...tls, DIEMCAU_HTTP__PUBLICURL: 'https://hop.tinh.gov.vn' },
        ...['127.0.0.1', '127.0.5.5', '::1', 'localhost'].map((host) => ({
          NODE_ENV: 'production',
          DIEMCAU_HTTP__HOST: host,
        })),
      ];
      for (const way of ways) expect(() => load(way), JSON.stringify(way)).not.to.throw();
    });

    it('says in one sentence what to set where traffic is not protected', () => {
      const message = messageOf(() => load({ NODE_ENV: 'production' }));
      expect(message.split('\n')).to.have.length(1);
      expect(message)
        .to.contain('http.host = "0.0.0.0"')
        .and.to.contain('http.tls')
        .and.to.contain('http.publicUrl')
        .and.to.contain('http.trustProxy')
        .and.to.contain('http.insecurePlainHttpInClosedLab');
    });

    const unsafe: readonly (readonly [what: string, change: Environment, refused: string])[] = [
      ['a proxy that nobody named', { DIEMCAU_HTTP__TRUSTPROXY: '[]' }, 'http.host'],
      [
        'an address of the network',
        { DIEMCAU_HTTP__TRUSTPROXY: '[]', DIEMCAU_HTTP__HOST: '10.0.0.5' },
        'http.host',
      ],
      ['a name', { DIEMCAU_HTTP__TRUSTPROXY: '[]', DIEMCAU_HTTP__HOST: 'may-chu' }, 'http.host'],
      [
        'a proxy on the same machine that nobody named',
        { DIEMCAU_HTTP__HOST: '127.0.0.1', DIEMCAU_HTTP__TRUSTPROXY: '[]' },
        'http.trustProxy',
      ],
      ['everybody as a proxy', { DIEMCAU_HTTP__TRUSTPROXY: '[0.0.0.0/0]' }, 'http.trustProxy'],
      ['everybody as a proxy, by IPv6', { DIEMCAU_HTTP__TRUSTPROXY: '["::/0"]' }, 'http.trustProxy'],
      [
        'another name without https',
        { DIEMCAU_HTTP__ALLOWEDORIGINS: '["https://a.vn", "http://b.vn"]' },
        'http.allowedOrigins.1',
      ],
      ['metrics for everybody', { DIEMCAU_OPERATIONS__HOST: '0.0.0.0' }, 'operations.host'],
      ['a key that is no secret', { DIEMCAU_IDENTITY__SECRET: 'a'.repeat(48) }, 'identity.secret'],
      [
        'a key of an example',
        { DIEMCAU_IDENTITY__SECRET: 'please-change-me-0123456789abcdefghij' },
        'identity.secret',
      ],
      ['the key of these tests', { DIEMCAU_IDENTITY__SECRET: tokenSecret }, 'identity.secret'],
      [
        'the administrator of these tests',
        {
          DIEMCAU_IDENTITY__ADMINISTRATOR__LOGIN: administrator.login,
          DIEMCAU_IDENTITY__ADMINISTRATOR__PASSWORD: administrator.password,
        },
        'identity.administrator.password',
      ],
      [
        'one secret for two things',
        { DIEMCAU_IDENTITY__SECRET: random[0], DIEMCAU_MAIL__REPLYSECRET: random[0] },
        'mail.replySecret',
      ],
      [
        'a database on another machine without a password',
        { DIEMCAU_STORAGE__URL: 'postgres://diemcau@db.tinh.gov.vn/diemcau' },
        'storage.url',
      ],
      [
        'a database whose password is its name',
        { DIEMCAU_STORAGE__URL: 'postgres://diemcau-tinh-phu-tho:diemcau-tinh-phu-tho@db/diemcau' },
        'storage.url',
      ],
      [
        'a database with a short password',
        { DIEMCAU_STORAGE__URL: 'postgres://diemcau:hunter2@db/diemcau' },
        'storage.url',
      ],
    ];
    for (const [what, change, refused] of unsafe) {
      it(`refuses ${what}`, () => expect(refusalsOf({ ...safe, ...change })).to.deep.equal([refused]));
    }

    it('refuses an address without https beside its own TLS', () => {
      const environment = {
        NODE_ENV: 'production',
        DIEMCAU_HTTP__TLS: '{ certFile: a, keyFile: b }',
        DIEMCAU_HTTP__PUBLICURL: 'http://hop.tinh.gov.vn',
      };
      expect(refusalsOf(environment)).to.deep.equal(['http.publicUrl']);
    });

    it('lists every unsafe setting at once, and no secret', () => {
      const environment = {
        NODE_ENV: 'production',
        DIEMCAU_OPERATIONS__HOST: '0.0.0.0',
        DIEMCAU_IDENTITY__SECRET: tokenSecret,
      };
      expect(refusalsOf(environment)).to.deep.equal(['http.host', 'operations.host', 'identity.secret']);
      expect(messageOf(() => load(environment))).not.to.contain(tokenSecret);
    });

    it('takes secrets that are random, a local database, and metrics with a token', () => {
      const environment = {
        ...safe,
        DIEMCAU_IDENTITY__SECRET: random[0],
        DIEMCAU_OPERATIONS__HOST: '0.0.0.0',
        DIEMCAU_OPERATIONS__TOKEN: random[1],
        DIEMCAU_STORAGE__URL: 'postgres://diemcau@localhost/diemcau',
      };
      expect(() => load(environment)).not.to.throw();
    });

    it('runs without TLS in a closed lab, and still checks the secrets', () => {
      const lab = {
        NODE_ENV: 'production',
        DIEMCAU_HTTP__INSECUREPLAINHTTPINCLOSEDLAB: 'true',
        DIEMCAU_HTTP__PUBLICURL: 'http://hop.lab:8080',
      };
      expect(insecureSettings(load(lab))).to.deep.equal(['http.insecurePlainHttpInClosedLab']);
      expect(insecureSettings(load(safe))).to.deep.equal([]);
      expect(refusalsOf({ ...lab, DIEMCAU_IDENTITY__SECRET: tokenSecret })).to.deep.equal([
        'identity.secret',
      ]);
    });
  });

  describe('default.yaml', () => {
    const text = readFileSync(defaults, 'utf8');
    const lines = text.split('\n');

    function walk(
      schema: z.core.$ZodType,
      node: unknown,
      path: string,
      visit: (path: string, line: number) => void,
    ) {
      if (!(schema instanceof z.ZodObject) || !isMap(node)) return;
      for (const [key, inner] of Object.entries(schema.shape)) {
        const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
        const offset = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
        const line = offset === undefined ? -1 : text.slice(0, offset).split('\n').length - 1;
        visit(`${path}${key}`, line);
        walk(inner, pair?.value, `${path}${key}.`, visit);
      }
    }

    it('has every key of the schema, each under a comment', () => {
      const [missing, bare]: [string[], string[]] = [[], []];
      let seen = 0;
      walk(configSchema, parseDocument(text).contents, '', (path, line) => {
        seen += 1;
        if (line < 0) missing.push(path);
        else if (!lines[line - 1]?.trim().startsWith('#')) bare.push(path);
      });
      expect({ missing, bare }).to.deep.equal({ missing: [], bare: [] });
      expect(seen).to.be.above(40);
    });
  });

  it('accepts the settings of deploy/compose.yaml', () => {
    const compose = parse(readFileSync(new URL('../../../deploy/compose.yaml', import.meta.url), 'utf8'), {
      merge: true,
    });
    const service = z.object({ environment: z.record(z.string(), z.coerce.string()) });
    const { environment } = z.object({ services: z.object({ diemcau: service }) }).parse(compose)
      .services.diemcau;
    write('database_url', `postgres://diemcau:${random[0]}@postgres/diemcau`);
    write('token_secret', random[0]);
    write('administrator_password', 'vịt trời bay qua sông Lô');
    write('turn_secret', random[1]);
    write('metrics_token', random[1].split('').reverse().join(''));
    const filled = Object.entries(environment).map(([name, value]): [string, string] => [
      name,
      value
        .replace('/run/secrets', scratch)
        .replaceAll(/\$\{PUBLIC_NAME.*?\}/g, 'hop.example')
        .replace(/\$\{BRIDGE_ADDRESS.*?\}/, '203.0.113.10'),
    ]);
    const { media, storage } = load({ NODE_ENV: 'production', ...Object.fromEntries(filled) });
    expect(storage.url?.reveal()).to.include('@postgres/');
    expect(media.listen).to.deep.equal({ ip: '0.0.0.0', announcedAddress: '203.0.113.10', port: 20_000 });
    expect(media.turn?.urls).to.deep.equal([
      'turns:hop.example:5349?transport=tcp',
      'turn:hop.example:3478?transport=udp',
    ]);
  });
});
