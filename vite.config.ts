import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { defineConfig, transformWithOxc } from 'vite';
import type { Plugin, Rolldown } from 'vite';
import { meetingChunk } from './scripts/client-build/chunks.ts';
import { constants } from './scripts/client-build/constants.ts';
import { englishApart } from './scripts/client-build/english-apart.ts';
import { pureSchemas } from './scripts/client-build/pure-schemas.ts';
import { withoutUnusedParts } from './scripts/client-build/unused-parts.ts';

/**
 * pdf.js fetches these by name when it meets a picture of a scanned page. They are its decoders as plain scripts, since our
 * content security policy lets no page compile WebAssembly.
 */
const pictureDecoders: Plugin = {
  name: 'picture-decoders',
  apply: 'build',
  generateBundle() {
    for (const name of ['jbig2_nowasm_fallback.js', 'openjpeg_nowasm_fallback.js']) {
      const source = readFileSync(`node_modules/pdfjs-dist/wasm/${name}`);
      this.emitFile({ type: 'asset', fileName: `pdfjs/${name}`, source });
    }
  },
};

/**
 * Chunks that a room uses in rare cases, and never without a server: a PDF is drawn in the room only if the server could
 * not, and needs its file; a conference needs a server, and most rooms have Chromium.
 */
const onlyWithServer: ReadonlySet<string> = new Set(['pdf', 'Firefox120', 'Safari12']);

/** The addresses of the build's files that a page loads: those of every page, and the page's own with all that it imports. */
function usedBy(bundle: Rolldown.OutputBundle, page: RegExp): ReadonlySet<string> {
  const found = new Set<string>();
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
  const add = (
    { fileName, imports, dynamicImports, isEntry, viteMetadata }: Rolldown.OutputChunk,
    all: boolean,
  ): void => {
    if (found.has(`/${fileName}`)) return;
    for (const file of [fileName, ...(viteMetadata?.importedCss ?? [])]) found.add(`/${file}`);
    // The entry imports every page, each when it is opened.
    for (const next of all && !isEntry ? [...imports, ...dynamicImports] : imports) {
      const chunk = bundle[next];
      if (chunk?.type === 'chunk' && !onlyWithServer.has(chunk.name)) add(chunk, all);
    }
  };
  for (const chunk of chunks) if (chunk.moduleIds.some((id) => page.test(id))) add(chunk, true);
  for (const chunk of chunks) if (chunk.isEntry) add(chunk, false);
  return found;
}

/**
 * The service worker of a room's page, with the list of files that it keeps. Its name has no hash, so that a
 * browser finds a new version at the old address.
 */
const roomWorker: Plugin = {
  name: 'room-worker',
  apply: 'build',
  async generateBundle(_options, bundle) {
    const files = [...usedBy(bundle, /views\/meeting\/room\/page\.tsx$/), '/icon.svg'].toSorted();
    const page = readFileSync('client/index.html', 'utf8');
    const version = createHash('sha256')
      .update([page, ...files].join('\n'))
      .digest('hex')
      .slice(0, 12);
    const worker = 'client/room-worker/worker.ts';
    const { code } = await transformWithOxc(readFileSync(worker, 'utf8'), worker);
    const source = `const BUILD = ${JSON.stringify({ version, files })};\n${code}`;
    this.emitFile({ type: 'asset', fileName: 'room-worker.js', source });
  },
};

/** Writes each script and style sheet a second and third time, compressed: the server sends the smallest (server/http/compressed.ts). */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  async writeBundle({ dir = '' }, bundle) {
    const files = Object.keys(bundle).filter((name) => /\.(?:m?js|css|svg)$/.test(name));
    await Promise.all(
      files.map(async (name) => {
        const source = await readFile(join(dir, name));
        await writeFile(join(dir, `${name}.br`), await promisify(brotliCompress)(source));
        await writeFile(join(dir, `${name}.gz`), await promisify(gzip)(source, { level: 9 }));
      }),
    );
  },
};

/** The server answers its own pages only, so the proxy asks as one of them. */
const server = 'http://127.0.0.1:8080';
const fromOwnPage = {
  target: server,
  changeOrigin: true,
  rewriteWsOrigin: true,
  headers: { origin: server },
};

export default defineConfig({
  root: 'client',
  plugins: [
    constants,
    englishApart,
    pureSchemas,
    withoutUnusedParts,
    pictureDecoders,
    roomWorker,
    compressed,
  ],
  // Vite's own transform compiles JSX; Preact needs no plugin.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // The first with light-dark(): rewritten for older ones, tokens would not follow a nested color-scheme.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The content security policy allows nothing inline, data: addresses included.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What mediasoup-client would tell its developers, see scripts/client-build/unused-parts.ts.
    rolldownOptions: {
      treeshake: { manualPureFunctions: ['logger.debug', 'logger.warn', 'logger.error'] },
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            // Not the texts that take up tables of one page only.
            { name: 'english', test: /\/client\/(?!views\/(?:audit|shared\/sheets)\/).*\?english$/ },
            { name: 'app', tags: ['$initial'] },
            { name: meetingChunk, debugName: 'meetings' },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': fromOwnPage,
      '/socket.io': { ...fromOwnPage, ws: true },
    },
  },
});
