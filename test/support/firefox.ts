import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/**
 * Allows a fake camera and microphone without a prompt, also at an address without TLS, and sends nothing to
 * other servers.
 */
const preferences = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.systemAddon.update.enabled': false,
  'media.autoplay.default': 0,
  'media.devices.insecure.enabled': true,
  'media.getusermedia.insecure.enabled': true,
  'media.navigator.permission.disabled': true,
  'media.navigator.streams.fake': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.server': '',
};

const message = z.looseObject({
  id: z.int().optional(),
  type: z.string().optional(),
  result: z.unknown().optional(),
  message: z.string().optional(),
});
const contexts = z.looseObject({ contexts: z.array(z.looseObject({ context: z.string() })).min(1) });
const evaluated = z.looseObject({
  type: z.enum(['success', 'exception']),
  result: z.looseObject({ type: z.string(), value: z.unknown().optional() }).optional(),
  exceptionDetails: z.looseObject({ text: z.string() }).optional(),
});

export interface FirefoxPage {
  goto(url: string): Promise<void>;
  /** The result of an expression in the page, or of its promise, as JSON. */
  evaluate(expression: string): Promise<unknown>;
}

export interface Firefox extends AsyncDisposable {
  readonly page: FirefoxPage;
}

/**
 * Debian's Firefox with one page in the network namespace `machine`, driven by its own WebDriver BiDi (W3C).
 * Firefox gathers no ICE candidates on loopback, so it needs a machine with an address.
 *
 * @param address of the machine, as seen by the test
 */
export async function launchFirefox(machine: string, address: string): Promise<Firefox> {
  await using started = new AsyncDisposableStack();
  const profile = await mkdtemp(join(tmpdir(), 'diemcau-firefox-'));
  started.defer(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(join(profile, 'user.js'), `${lines.join('\n')}\n`);
  const inside = ['ip', 'netns', 'exec', machine] as const;
  const start = ([program = '', ...words]: readonly string[]) => {
    const child = spawn(program, words, {
      env: { ...process.env, HOME: profile, MOZ_HEADLESS: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.defer(() => ended(child));
    return child;
  };
  const firefox = start([
    ...inside,
    ...'firefox-esr --no-remote --remote-debugging-port 0 about:blank --profile'.split(' '),
    profile,
  ]);
  firefox.stdout.resume();
  const port = String(await portOf(firefox.stderr));
  // Firefox listens on its machine's loopback, and accepts only clients that use this name.
  const relay = [process.execPath, fileURLToPath(new URL('./in-namespace/relay.ts', import.meta.url))];
  for (const command of [
    [...inside, ...relay, address, port, '127.0.0.1', port],
    [...relay, '127.0.0.1', port, address, port],
  ]) {
    const relaying = start(command);
    relaying.stderr.pipe(process.stderr);
    await once(relaying.stdout, 'data');
  }

  const socket = new WebSocket(`ws://127.0.0.1:${port}/session`);
  started.defer(() => socket.close());
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('close', () => reject(new Error('Firefox hung up')));
  });
  const awaited = new Map<number, PromiseWithResolvers<unknown>>();
  socket.addEventListener('message', ({ data }) => {
    const { id, type, result, message: why } = message.parse(JSON.parse(z.string().parse(data)));
    const asked = id === undefined ? undefined : awaited.get(id);
    if (id === undefined || asked === undefined) return;
    awaited.delete(id);
    if (type === 'success') asked.resolve(result);
    else asked.reject(new Error(why));
  });
  let asked = 0;
  const ask = (method: string, params: object): Promise<unknown> => {
    const answered = Promise.withResolvers<unknown>();
    awaited.set((asked += 1), answered);
    socket.send(JSON.stringify({ id: asked, method, params }));
    return answered.promise;
  };
  await ask('session.new', { capabilities: {} });
  const [{ context } = { context: '' }] = contexts.parse(await ask('browsingContext.getTree', {})).contexts;
  const owned = started.move();
  return {
    page: {
      async goto(url) {
        await ask('browsingContext.navigate', { context, url, wait: 'complete' });
      },
      async evaluate(expression) {
        const { type, result, exceptionDetails } = evaluated.parse(
          await ask('script.evaluate', {
            // BiDi has its own format for values; JSON needs no parser for it.
            expression: `Promise.resolve(${expression}).then((value) => JSON.stringify(value) ?? 'null')`,
            target: { context },
            awaitPromise: true,
          }),
        );
        if (type === 'exception') throw new Error(exceptionDetails?.text);
        return JSON.parse(z.string().parse(result?.value));
      },
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

type Child = ReturnType<typeof spawn>;

async function ended(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** Firefox prints its BiDi port. */
async function portOf(output: NodeJS.ReadableStream): Promise<number> {
  for await (const line of createInterface({ input: output })) {
    const found = /WebDriver BiDi listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(line);
    if (found) {
      output.resume();
      return Number(found[1]);
    }
  }
  throw new Error('Firefox ended before it listened');
}
