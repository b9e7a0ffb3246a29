#!/usr/bin/env node
// Debian's Firefox for Playwright: starts it with the arguments given, and relays its WebDriver BiDi. Playwright sets
// the colour scheme of every context by a command that this Firefox does not know yet; the relay accepts it. It knows a
// download by its navigation, which Firefox names only where a page was to be left; the relay names the file's address.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';

const unknownToFirefox = 'emulation.setMediaFeaturesOverride';
const command = z.looseObject({ id: z.int(), method: z.string() });
const download = z.looseObject({
  method: z.enum(['browsingContext.downloadWillBegin', 'browsingContext.downloadEnd']),
  params: z.looseObject({ navigation: z.string().nullable(), url: z.string() }),
});

const textOf = (data: RawData): string =>
  new TextDecoder().decode(Array.isArray(data) ? Buffer.concat(data) : data);

/** A message of Firefox as Playwright expects it. */
function forPlaywright(text: string): string {
  if (!text.includes('"browsingContext.download')) return text;
  const event = download.safeParse(JSON.parse(text));
  if (!event.success) return text;
  const { params } = event.data;
  return JSON.stringify({
    ...event.data,
    params: { ...params, navigation: params.navigation ?? params.url },
  });
}

const firefox = spawn('/usr/bin/firefox-esr', process.argv.slice(2), { stdio: ['ignore', 'pipe', 'pipe'] });
firefox.on('exit', (code) => process.exit(code ?? 1));
firefox.stdout.pipe(process.stdout);

for await (const line of createInterface({ input: firefox.stderr })) {
  const address = /WebDriver BiDi listening on (?<address>ws:\S+)/.exec(line)?.groups?.['address'];
  process.stderr.write(address === undefined ? `${line}\n` : await relayTo(address));
}

/** Returns the line that tells Playwright where to connect. */
async function relayTo(address: string): Promise<string> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (playwright, { url = '' }) => {
    const browser = new WebSocket(address + url, { maxPayload: 0 });
    const opened = once(browser, 'open');
    playwright.on('message', (data) => {
      const text = textOf(data);
      const asked = text.includes(unknownToFirefox) ? command.parse(JSON.parse(text)) : undefined;
      if (asked?.method === unknownToFirefox)
        playwright.send(JSON.stringify({ type: 'success', id: asked.id, result: {} }));
      else void opened.then(() => browser.send(text));
    });
    browser.on('message', (data) => playwright.send(forPlaywright(textOf(data))));
    playwright.on('close', () => browser.close());
    browser.on('close', () => playwright.close());
  });
  await once(server, 'listening');
  const listening = server.address();
  if (listening === null || typeof listening === 'string') throw new Error('no port');
  return `WebDriver BiDi listening on ws://127.0.0.1:${listening.port}\n`;
}
