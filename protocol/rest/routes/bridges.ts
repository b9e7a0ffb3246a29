import * as bridges from '../bridges.ts';
import { nothing } from '../common.ts';
import type { RouteContract } from '../route-contract.ts';

/** Bridges that are processes of their own. They carry the sessions of all units, so staff of a part may not. */
export const bridgeRoutes = {
  'bridge.list': {
    method: 'GET',
    path: '/api/v1/bridges',
    permission: 'bridge.administer',
    response: bridges.bridgeList,
    errors: [],
  },
  /** Adds a bridge. It is used once its machine has paired by the code. */
  'bridge.create': {
    method: 'POST',
    path: '/api/v1/bridges',
    permission: 'bridge.administer',
    body: bridges.newBridge,
    response: bridges.bridgeCode,
    status: 201,
    errors: ['not-found'],
  },
  /** Another name, another unit. Conferences that it carries stay where they are. */
  'bridge.change': {
    method: 'PATCH',
    path: '/api/v1/bridges/:bridgeId',
    permission: 'bridge.administer',
    params: bridges.bridgeParams,
    body: bridges.bridgeChange,
    response: nothing,
    errors: ['not-found'],
  },
  /**
   * Takes it out of service: no new conference is given to it while another bridge has room. Those under way stay
   * until they end; then it is idle, and may be updated or removed.
   */
  'bridge.drain': {
    method: 'POST',
    path: '/api/v1/bridges/:bridgeId/drain',
    permission: 'bridge.administer',
    params: bridges.bridgeParams,
    response: nothing,
    errors: ['not-found'],
  },
  /** Brings it back into service. */
  'bridge.undrain': {
    method: 'POST',
    path: '/api/v1/bridges/:bridgeId/undrain',
    permission: 'bridge.administer',
    params: bridges.bridgeParams,
    response: nothing,
    errors: ['not-found'],
  },
  /** Another code, for a machine that was set up again. What is paired now stays so until the code is used. */
  'bridge.renewCode': {
    method: 'POST',
    path: '/api/v1/bridges/:bridgeId/code',
    permission: 'bridge.administer',
    params: bridges.bridgeParams,
    response: bridges.bridgeCode,
    errors: ['not-found'],
  },
  /** Its token ends, and it is cut off at once. What it carries moves to the others. */
  'bridge.remove': {
    method: 'DELETE',
    path: '/api/v1/bridges/:bridgeId',
    permission: 'bridge.administer',
    params: bridges.bridgeParams,
    response: nothing,
    errors: ['not-found'],
  },
  /** For the machine itself: turns the code into its token. */
  'bridge.pair': {
    method: 'POST',
    path: '/api/v1/bridges/pair',
    permission: 'public',
    body: bridges.pairBridge,
    response: bridges.bridgeIdentity,
    status: 201,
    errors: ['not-found', 'too-many-attempts'],
  },
} as const satisfies Record<string, RouteContract>;
