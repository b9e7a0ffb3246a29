import { loadConfig } from '../../server/config/load.ts';

/** What is set where nobody sets anything; tests run with wider limits, since all of a test comes from one address. */
export const { limits: defaultLimits, socket: defaultSocket } = loadConfig({
  environment: {},
  folder: 'config',
});
