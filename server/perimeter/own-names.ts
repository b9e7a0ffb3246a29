import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

export interface OwnNames {
  /**
   * Whether a request names this server by one of its own names. A page under a rebound DNS name does not.
   */
  isAsked(request: IncomingMessage): boolean;
  /**
   * Whether a request comes from a page of this server, or from a program. A browser names the page in
   * `Origin` or `Sec-Fetch-Site`. Programs send neither header, and send a cookie only on purpose.
   */
  isAskedByOwnPage(request: IncomingMessage): boolean;
}

/** A host name or an address (IPv6 in brackets), and a port unless it is the default of the scheme. */
const authority = /^(?<name>\[[\da-f:.]+\]|[a-z\d._-]+)(?::(?<port>\d{1,5}))?$/i;

/**
 * The names by which clients reach this server: those of the configuration, and for a direct connection
 * the local address of the connection. An address cannot be rebound as a name can. `localhost` is
 * accepted on loopback only.
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
      // Older Firefox calls a page's own WebSocket cross-site. Every browser sends the Origin of a
      // WebSocket, so the Origin decides.
      const isNear = site === undefined || site === 'same-origin' || site === 'none';
      return isOwn && (isNear || (mode === 'websocket' && origin !== undefined));
    },
  };
}

/** The origin of pages loaded by the local address of this connection; undefined for any other Host. */
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

/** Browsers leave the default port of the scheme out of Host; some proxies add it. */
function hostsOf({ host, port, protocol }: URL): readonly string[] {
  if (port !== '') return [host];
  return [host, `${host}:${protocol === 'https:' ? defaultPorts.https : defaultPorts.http}`];
}

function sameAddress(asked: string, reached: string): boolean {
  const bare = asked.replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(bare) && ipaddr.process(bare).toString() === reached;
}
