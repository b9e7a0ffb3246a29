import type { RouteContract } from '../route-contract.ts';
import { setupProgress } from '../setup.ts';

/** How far the system is set up. */
export const setupRoutes = {
  'setup.get': {
    method: 'GET',
    path: '/api/v1/setup',
    permission: 'account.administer',
    response: setupProgress,
    errors: [],
  },
} as const satisfies Record<string, RouteContract>;
