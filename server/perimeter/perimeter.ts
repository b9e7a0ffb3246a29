import type { IncomingMessage } from 'node:http';
import { clientAddress, networkOf, type TrustsProxy, trustedProxies } from './client-address.ts';
import { Occupancy } from './occupancy.ts';
import { type OwnNames, ownNames } from './own-names.ts';
import { createRate, type Rate, type RateLimit } from './rate.ts';

/** What one network address may do, and all together; see `limits` in config/default.yaml. */
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

/** What is decided of a request before anybody knows who sends it; the same for pages, REST and signalling. */
export interface Perimeter {
  readonly names: OwnNames;
  readonly trustsProxy: TrustsProxy;
  /** What a request is counted by: the network address of the client, or of the last proxy that we do not trust. */
  networkOf(request: IncomingMessage): string;
  /** Of TCP; all clients of a trusted proxy come by connections of its own, which are not counted here. */
  readonly connections: Occupancy;
  readonly requests: Rate;
  readonly sockets: Occupancy;
  readonly socketsWithoutPass: Occupancy;
  readonly socketOpens: Rate;
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
