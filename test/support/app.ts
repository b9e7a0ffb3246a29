import { createApp } from '../../server/app.ts';
import type { App } from '../../server/app.ts';
import type { AppContext } from '../../server/wiring/foundations.ts';
import { loadConfig } from '../../server/config/load.ts';
import type { ConfigOverrides } from '../../server/config/schema.ts';
import { silent, temporaryPglite } from './storage/database.ts';
import { administrator, tokenSecret } from './rest/secrets.ts';

/**
 * Starts the whole service in this process: real database, real media workers, free ports. A given
 * `storage.folder` may have the data of an earlier service.
 */
export async function startApp(
  overrides: ConfigOverrides = {},
  context: Partial<AppContext> = {},
): Promise<App> {
  const folder = overrides.storage?.folder ?? (await temporaryPglite()).folder;
  const config = loadConfig({
    environment: { NODE_ENV: 'test' },
    folder: 'config',
    overrides: {
      ...overrides,
      storage: { ...overrides.storage, folder },
      identity: { secret: tokenSecret, administrator, ...overrides.identity },
    },
  });
  return createApp(config, {
    logger: silent,
    version: '0.0.0',
    clientFolder: null,
    workerBin: process.env['MEDIASOUP_WORKER_BIN'],
    ...context,
  });
}
