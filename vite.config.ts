import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { defineConfig, transformWithOxc } from 'vite';
import type { Plugin, Rolldown } from 'vite';

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
      // A PDF is drawn in the room only if the server could not, and needs a server for its file.
      if (chunk?.type === 'chunk' && chunk.name !== 'pdf') add(chunk, all);
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
  plugins: [pictureDecoders, roomWorker],
  // Vite's own transform compiles JSX; Preact needs no plugin.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy allows nothing inline, data: addresses included.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/api': fromOwnPage,
      '/socket.io': { ...fromOwnPage, ws: true },
    },
  },
});
