import { loadConfig } from '../../../server/config/load.ts';

const { limits, identity, conference } = loadConfig({ environment: {}, folder: 'config' });

/** The default limits. Tests run with wider ones, since all requests of a test come from one address. */
export const defaultLimits = limits;
export const defaultAttempts = identity.attempts;
export const defaultPace = conference.pace;

/** A test does in a second what people do in an hour. */
export const { pace: testPace } = loadConfig({
  environment: { NODE_ENV: 'test' },
  folder: 'config',
}).conference;
