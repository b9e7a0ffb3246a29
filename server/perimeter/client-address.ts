import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import proxyAddr from 'proxy-addr';

/** Whether an address belongs to a trusted proxy, whose X-Forwarded-For is believed. */
export type TrustsProxy = (address: string) => boolean;

/** @param proxies addresses, networks, or the names `loopback`, `linklocal`, `uniquelocal` */
export function trustedProxies(proxies: readonly string[]): TrustsProxy {
  const trusts = proxyAddr.compile([...proxies]);
  return (address) => trusts(address, 0);
}

/**
 * The client's address, as reported by the trusted proxies. REST and signalling count by the same address.
 */
export const clientAddress = (request: IncomingMessage, trusts: TrustsProxy): string =>
  request.socket.remoteAddress === undefined ? 'unknown' : proxyAddr(request, trusts);

/**
 * The key under which an address is counted: an IPv4 address itself, or the 64-bit network of an
 * IPv6 address. A household or an office receives a whole network of this size, so single addresses
 * cost an attacker nothing.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return `${parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
