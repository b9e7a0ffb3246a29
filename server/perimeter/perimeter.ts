import type { IncomingMessage } from 'node:http';
import { clientAddress, networkOf, type TrustsProxy, trustedProxies } from './client-address.ts';
import { Occupancy } from './occupancy.ts';
import { type OwnNames, ownNames } from './own-names.ts';
import { createRate, type RateLimiter, type RateLimit } from './rate.ts';

/** Limits per network address, and for all of them together; see `limits` in config/default.yaml. */
export interface PerimeterLimits {
  readonly connections: number;
  readonly perAddress: {
    readonly connections: number;
    readonly requests: RateLimit;
    readonly sockets: number;
    readonly socketsWithoutPass: number;
    readonly socketOpens: RateLimit;
  };
}

export interface PerimeterOptions {
  readonly publicUrl: string | null;
  readonly allowedOrigins: readonly string[];
  readonly trustProxy: readonly string[];
  readonly limits: PerimeterLimits;
}

/** The checks of a request before the sender is known; the same for pages, REST and signalling. */
export interface Perimeter {
  readonly names: OwnNames;
  readonly trustsProxy: TrustsProxy;
  /**
   * The key under which a request is counted: the network address of the client, or of the last
   * proxy that is not trusted.
   */
  networkOf(request: IncomingMessage): string;
  /**
   * Counts TCP connections. All clients of a trusted proxy share the proxy's
   * connections, which are not counted.
   */
  readonly connections: Occupancy;
  readonly requests: RateLimiter;
  readonly sockets: Occupancy;
  readonly socketsWithoutPass: Occupancy;
  readonly socketOpens: RateLimiter;
}

export function createPerimeter(options: PerimeterOptions): Perimeter {
  const { publicUrl, allowedOrigins, trustProxy, limits } = options;
  const { perAddress } = limits;
  const origins = publicUrl === null ? allowedOrigins : [new URL(publicUrl).origin, ...allowedOrigins];
  const trustsProxy = trustedProxies(trustProxy);
  return {
    names: ownNames(origins),
    trustsProxy,
    networkOf: (request) => networkOf(clientAddress(request, trustsProxy)),
    connections: new Occupancy(perAddress.connections),
    requests: createRate('requests', perAddress.requests),
    sockets: new Occupancy(perAddress.sockets),
    socketsWithoutPass: new Occupancy(perAddress.socketsWithoutPass),
    socketOpens: createRate('socket opens', perAddress.socketOpens),
  };
}
