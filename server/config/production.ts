import { isLoopback } from '../perimeter/loopback.ts';
import type { Config } from './schema.ts';
import type { Secret } from './secret.ts';

/** A value that is fine on a developer's machine and unsafe in production, and the allowed value. */
export interface Unsafe {
  readonly path: readonly string[];
  readonly allowed: string;
}

/**
 * The setting that allows a closed lab to run without TLS. It is reported at each start, in /readyz and in
 * the metrics.
 */
const labSetting = 'http.insecurePlainHttpInClosedLab';

/** The insecure settings in force. */
export const insecureSettings = ({ http }: Config): readonly string[] =>
  http.insecurePlainHttpInClosedLab ? [labSetting] : [];

/** Every reason not to start a server with NODE_ENV=production. */
export function unsafeInProduction(config: Config): readonly Unsafe[] {
  if (config.role === 'bridge') return [...unsafeControls(config), ...unsafeOperations(config)];
  return [
    ...unsafeTransport(config),
    ...unsafeOperations(config),
    ...unsafeSecrets(config),
    ...unsafePasswords(config),
    ...unsafeMedia(config),
  ];
}

/** A bridge serves no clients: only the servers that it dials matter. */
const unsafeControls = ({ bridge }: Config): readonly Unsafe[] =>
  bridge.controls.some((url) => !url.startsWith('https:'))
    ? [
        {
          path: ['bridge', 'controls'],
          allowed: 'https addresses: the token of the bridge crosses the network',
        },
      ]
    : [];

function unsafeTransport({ http }: Config): readonly Unsafe[] {
  const { host, publicUrl, allowedOrigins, tls, trustProxy } = http;
  const found: Unsafe[] = [];
  const everybody = trustProxy.find((proxy) => proxy.endsWith('/0'));
  if (everybody !== undefined) {
    found.push({
      path: ['http', 'trustProxy'],
      allowed: 'the addresses of proxies alone, or anybody names any address as the own',
    });
  }
  if (http.insecurePlainHttpInClosedLab) return found;
  const isHttps = publicUrl?.startsWith('https:') === true;
  if (tls === null && !isLoopback(host) && !(isHttps && trustProxy.length > 0)) {
    found.push({
      path: ['http', 'host'],
      allowed: `an address of loopback, or http.tls, or an https http.publicUrl with its proxy in http.trustProxy (a closed lab may set ${labSetting})`,
    });
  } else if (tls === null && isHttps && trustProxy.length === 0) {
    found.push({
      path: ['http', 'trustProxy'],
      allowed:
        'the address of the proxy that ends TLS, such as [loopback], or all of the province counts as one address',
    });
  }
  if (publicUrl !== null && !isHttps)
    found.push({ path: ['http', 'publicUrl'], allowed: 'an address with https' });
  for (const [index, origin] of allowedOrigins.entries()) {
    if (!origin.startsWith('https:')) {
      found.push({ path: ['http', 'allowedOrigins', String(index)], allowed: 'an origin with https' });
    }
  }
  return found;
}

const unsafeOperations = ({ operations: { host, token } }: Config): readonly Unsafe[] =>
  isLoopback(host) || token !== null
    ? []
    : [{ path: ['operations', 'host'], allowed: 'an address of loopback, or operations.token' }];

const unsafePasswords = ({ identity }: Config): readonly Unsafe[] =>
  identity.givenPasswords === 'keep'
    ? [{ path: ['identity', 'givenPasswords'], allowed: 'change with NODE_ENV=production' }]
    : [];

const unsafeMedia = ({ media }: Config): readonly Unsafe[] =>
  media.plainRtp.enabled
    ? [{ path: ['media', 'plainRtp', 'enabled'], allowed: 'false with NODE_ENV=production' }]
    : [];

function unsafeSecrets({ identity, media, mail, operations, storage }: Config): readonly Unsafe[] {
  const keys: readonly (readonly [path: readonly string[], secret: Secret | null | undefined])[] = [
    [['identity', 'secret'], identity.secret],
    [['identity', 'factorKey'], identity.factorKey],
    [['identity', 'administrator', 'password'], identity.administrator?.password],
    [['media', 'turn', 'secret'], media.turn?.secret],
    [['mail', 'replySecret'], mail.replySecret],
    [['operations', 'token'], operations.token],
  ];
  const seen = new Set<string>();
  const found: Unsafe[] = [];
  for (const [path, secret] of keys) {
    if (!secret) continue;
    const value = secret.reveal();
    if (isGuessable(value)) found.push({ path, allowed: 'a random one, as openssl rand -hex 24 makes' });
    else if (seen.has(value)) found.push({ path, allowed: 'one that is used for nothing else' });
    seen.add(value);
  }
  if (storage.url !== null) {
    const { hostname, password, username } = new URL(storage.url.reveal());
    const isLocal = hostname === '' || isLoopback(hostname);
    if (!isLocal && (password.length < shortestPassword || password === username || isGuessable(password))) {
      found.push({
        path: ['storage', 'url'],
        allowed: `a random password of at least ${shortestPassword} characters for a database on another machine`,
      });
    }
  }
  return found;
}

const shortestPassword = 12;
/** Words from examples and manuals, this project's own included. */
const placeholders =
  /change.?me|replace|placeholder|example|default|password|mat.?khau|secret|thu.?nghiem|qwerty|abcdef|123456/i;
const fewestSigns = 8;

/** Whether a value was typed by a person instead of generated at random. */
const isGuessable = (value: string): boolean => new Set(value).size < fewestSigns || placeholders.test(value);
