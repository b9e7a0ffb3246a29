import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { createApp } from './app.ts';
import { ConfigError, loadConfig } from './config/load.ts';
import type { Config } from './config/schema.ts';
import { firstAdministratorNotice } from './first-administrator-notice.ts';
import { createLogger } from './observability/log.ts';
import { choosePriorities, takePriority } from './priorities.ts';
import { startBridgeProcess } from './wiring/bridge-process.ts';
import { startFailure } from './start-refused.ts';

/** EX_CONFIG of sysexits.h: a restart without a change of the configuration does not help. */
const exitForConfiguration = 78;

let started = false;

async function main(config: Config): Promise<void> {
  const logger = createLogger(config.logging.level);
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile('package.json', 'utf8')));
  const stop = new AbortController();
  // A second signal ends the process at once, for a person who does not want to wait.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(signal));

  const priorities = choosePriorities(config.media.workersAhead);
  const context = {
    logger,
    version,
    clientFolder: 'client/dist',
    workerBin: process.env['MEDIASOUP_WORKER_BIN'],
    priorities,
  };
  if (config.role === 'bridge') {
    await using bridge = await startBridgeProcess(config, context);
    takePriority(priorities.signalling);
    started = true;
    const { bridgeId, operations } = bridge;
    logger.info({ bridgeId, operations, config }, 'bridge runs');
    if (!stop.signal.aborted) await once(stop.signal, 'abort');
    logger.info({ signal: stop.signal.reason }, 'stopping');
    return;
  }
  await using app = await createApp(config, context);
  // Only after the workers have started: they would inherit this priority.
  takePriority(priorities.signalling);
  started = true;
  process.on('SIGUSR2', () => app.confirmTime());
  logger.info({ priorities }, 'scheduling priorities are set: a smaller nice value goes first');
  logger.info({ url: app.url, listening: app.listening, operations: app.operations, config }, 'listening');
  const offer = await app.identity.firstAdministrator.offer();
  // Not in the log: a person reads it, and log collectors keep what they get.
  if (offer) process.stderr.write(firstAdministratorNotice(app.url, offer));
  const ended = AbortSignal.any([stop.signal, app.lost]);
  if (!ended.aborted) await once(ended, 'abort');
  if (app.lost.aborted) {
    logger.fatal({ err: app.lost.reason }, 'the service cannot continue');
    process.exitCode = 1;
  } else {
    logger.info({ signal: stop.signal.reason }, 'stopping');
  }
}

try {
  await main(loadConfig({ environment: process.env, folder: 'config' }));
} catch (error) {
  if (started) throw error;
  const wrongSettings = error instanceof ConfigError;
  process.stderr.write(`${wrongSettings ? error.message : startFailure(error)}\n`);
  process.exitCode = wrongSettings ? exitForConfiguration : 1;
}
