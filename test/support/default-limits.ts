import { loadConfig } from '../../server/config/load.ts';

const { limits, identity } = loadConfig({ environment: {}, folder: 'config' });

/** What is set where nobody sets anything; tests run with wider limits, since all of a test comes from one address. */
export const defaultLimits = limits;
export const defaultAttempts = identity.attempts;
