import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

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
  plugins: [pictureDecoders],
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
