import type { Plugin } from 'vite';

interface UnusedParts {
  readonly importer: RegExp;
  readonly parts: RegExp;
  /** What the importer gets in their place. */
  readonly instead: string;
}

/** Parts of libraries that no page uses, although the libraries load them. */
const unusedParts: readonly UnusedParts[] = [
  // client/media/device.ts loads the handler of the browser that it runs in; the other parts serve mediasoup-client's own tests.
  {
    importer: /\/mediasoup-client\/lib\/(?:Device|index)\.js$/,
    parts: /^\.\/(?:handlers\/|test\/fakeParameters)/,
    instead: 'export {};',
  },
  // Data goes by signalling only.
  {
    importer: /\/mediasoup-client\/lib\/Transport\.js$/,
    parts: /^\.\/Data(?:Producer|Consumer)$/,
    instead: 'export {};',
  },
  // Signalling is by WebSocket only (docs/decisions/0004).
  {
    importer: /\/engine\.io-client\/build\/esm\/transports\/index\.js$/,
    parts: /^\.\/(?:polling-xhr|webtransport)/,
    instead: 'export const XHR = undefined, WT = undefined;',
  },
  {
    importer: /\/engine\.io-client\/build\/esm\/index\.js$/,
    parts: /^\.\/transports\/polling-/,
    instead: 'export const XHR = undefined, Fetch = undefined;',
  },
  // What mediasoup-client and its libraries tell somebody who asks in the browser's console. vite.config.ts drops the texts.
  {
    importer: /\/node_modules\/(?:mediasoup-client|awaitqueue|h264-profile-level-id)\//,
    parts: /^(?:debug$|(?:\.\.?\/)+Logger$)/,
    instead: 'export class Logger { debug() {} warn() {} error() {} }',
  },
];

const prefix = '\0unused:';

/** Leaves out of the pages what no page uses of their libraries. */
export const withoutUnusedParts: Plugin = {
  name: 'without-unused-parts',
  apply: 'build',
  enforce: 'pre',
  resolveId(source, importer = '') {
    const index = unusedParts.findIndex((each) => each.importer.test(importer) && each.parts.test(source));
    return index === -1 ? undefined : `${prefix}${index}`;
  },
  load(id) {
    return id.startsWith(prefix) ? unusedParts[Number(id.slice(prefix.length))]?.instead : undefined;
  },
};
