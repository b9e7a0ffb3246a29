import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

export interface OwnNames {
  /** Whether a request asks for this server by one of its names. A page of a rebound DNS name does not. */
  isAsked(request: IncomingMessage): boolean;
  /**
   * Whether what a request does is done by a page of ours, or by a program. A browser says of which page in `Origin` or
   * `Sec-Fetch-Site`; programs send neither, and have no cookie that they did not mean to send.
   */
  isAskedByOwnPage(request: IncomingMessage): boolean;
}

/** A name or an address, in brackets where it is IPv6, and a port where it is not the scheme's own. */
const authority = /^(?<name>\[[\da-f:.]+\]|[a-z\d._-]+)(?::(?<port>\d{1,5}))?$/i;

/**
 * The names by which people reach this server: those of the configuration, and, for a connection that came straight to it,
 * the address that was connected to. An address in place of a name cannot be rebound. `localhost` is loopback's.
 *
 * @param origins such as https://hop.tinh.gov.vn
 */
export function ownNames(origins: readonly string[]): OwnNames {
  const known = origins.map((origin) => new URL(origin));
  const knownOrigins = new Set(known.map(({ origin }) => origin));
  const knownHosts = new Set(known.flatMap(hostsOf));

  return {
    isAsked: (request) =>
      request.url?.startsWith('/') === true &&
      (knownHosts.has(request.headers.host?.toLowerCase() ?? '') || directOrigin(request) !== undefined),

    isAskedByOwnPage(request) {
      const { origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode } = request.headers;
      const isOwn = origin === undefined || knownOrigins.has(origin) || origin === directOrigin(request);
      // Older Firefox calls a page's own WebSocket cross-site. Every browser names the Origin of a WebSocket, so that decides.
      const isNear = site === undefined || site === 'same-origin' || site === 'none';
      return isOwn && (isNear || (mode === 'websocket' && origin !== undefined));
    },
  };
}

/** The origin of pages that were loaded by the address that this connection came to; undefined for any other Host. */
function directOrigin({ headers: { host = '' }, socket }: IncomingMessage): string | undefined {
  const { name, port } = authority.exec(host)?.groups ?? {};
  const { localAddress, localPort } = socket;
  if (name === undefined || localAddress === undefined) return undefined;
  const scheme = 'encrypted' in socket ? 'https' : 'http';
  if (Number(port ?? defaultPorts[scheme]) !== localPort) return undefined;
  const asked = name.toLowerCase();
  const reached = ipaddr.process(localAddress);
  const isReached =
    asked === 'localhost' ? reached.range() === 'loopback' : sameAddress(asked, reached.toString());
  return isReached ? new URL(`${scheme}://${host}`).origin : undefined;
}

const defaultPorts = { http: '80', https: '443' } as const;

/** Browsers leave the scheme's own port out of Host, some proxies write it. */
function hostsOf({ host, port, protocol }: URL): readonly string[] {
  if (port !== '') return [host];
  return [host, `${host}:${protocol === 'https:' ? defaultPorts.https : defaultPorts.http}`];
}

function sameAddress(asked: string, reached: string): boolean {
  const bare = asked.replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(bare) && ipaddr.process(bare).toString() === reached;
}
