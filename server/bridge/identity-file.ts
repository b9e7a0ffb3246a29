import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { bridgeIdentity } from '../../protocol/rest/bridges.ts';
import { problem } from '../../protocol/rest/problem.ts';
import { routes } from '../../protocol/rest/routes.ts';
import { StartRefused } from '../start-refused.ts';
import type { BridgeIdentity } from './dialling.ts';

interface IdentityOptions {
  readonly folder: string;
  readonly controls: readonly string[];
  /** Used where the folder has no token yet. */
  readonly pairingCode: string | undefined;
  readonly logger: Logger;
}

const pairWithinMs = 10_000;

/**
 * The bridge's id and token: from its folder, or from a control process in exchange for the code.
 * @throws StartRefused where there is neither a token nor a code that works
 */
export async function bridgeIdentityFrom({
  folder,
  controls,
  pairingCode,
  logger,
}: IdentityOptions): Promise<BridgeIdentity> {
  const file = join(folder, 'bridge.json');
  const kept = await readFile(file, 'utf8').catch((error: unknown) => {
    if (z.object({ code: z.literal('ENOENT') }).safeParse(error).success) return undefined;
    throw error;
  });
  if (kept !== undefined) return bridgeIdentity.parse(JSON.parse(kept));
  if (pairingCode === undefined) {
    throw new StartRefused(
      'this bridge is not paired with a server yet',
      'Set bridge.pairingCode to a code from the page Bridges',
    );
  }
  const identity = await pair(controls, pairingCode);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(file, JSON.stringify(identity), { mode: 0o600 });
  logger.info({ bridgeId: identity.bridgeId }, 'paired; the code is used up');
  return identity;
}

async function pair([control]: readonly string[], code: string): Promise<BridgeIdentity> {
  if (control === undefined)
    throw new StartRefused('bridge.controls is empty', 'Name the address of a control process there');
  const { path, method } = routes['bridge.pair'];
  const url = new URL(path.slice(1), control.replace(/\/?$/, '/'));
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
    signal: AbortSignal.timeout(pairWithinMs),
  });
  if (response.ok) return bridgeIdentity.parse(await response.json());
  const refused = problem.safeParse(await response.json().catch(() => undefined));
  throw new StartRefused(
    `${url.origin} refused the pairing code: ${refused.data?.code ?? response.status}`,
    'Get another code on the page Bridges',
  );
}
