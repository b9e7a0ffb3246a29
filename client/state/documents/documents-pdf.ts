// oxlint-disable-next-line import/default -- the bundler answers ?url with the file's address
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import type { PDFDocumentProxy, RenderTask } from 'pdfjs-dist';

/** A PDF that is open in this browser. */
export interface Pdf {
  readonly pages: number;
  /**
   * Draws a page to fit into this many device pixels; a drawing that is under way is
   * given up and gives undefined.
   */
  draw(page: number, width: number, height: number): Promise<HTMLCanvasElement | undefined>;
  close(): void;
}

/**
 * Opens a PDF. Rejects where the file is not a readable PDF, such as one with a password. The library
 * is fetched only when the first PDF is shown. It runs under the page's content security policy: its
 * worker is our own file, it evaluates no code, and it works without WebAssembly, which the policy
 * does not allow to compile.
 */
export async function openPdf(content: Blob): Promise<Pdf> {
  const { getDocument, GlobalWorkerOptions } = await import('pdfjs-dist');
  GlobalWorkerOptions.workerSrc = workerUrl;
  const opened = getDocument({
    data: await content.arrayBuffer(),
    useWasm: false,
    // Plain scripts that decode the images of scanned pages (JBIG2, JPEG 2000);
    // vite.config.ts puts them there.
    wasmUrl: new URL('/pdfjs/', location.href).href,
    enableXfa: false,
  });
  const document = await opened.promise;
  return pdfOf(document, () => void opened.destroy());
}

function pdfOf(document: PDFDocumentProxy, close: () => void): Pdf {
  let drawing: RenderTask | undefined;
  return {
    pages: document.numPages,
    close,
    async draw(number, width, height) {
      const page = await document.getPage(number);
      const whole = page.getViewport({ scale: 1 });
      const scale = Math.min(width / whole.width, height / whole.height);
      const viewport = page.getViewport({ scale });
      const canvas = globalThis.document.createElement('canvas');
      canvas.width = Math.max(1, Math.floor(viewport.width));
      canvas.height = Math.max(1, Math.floor(viewport.height));
      drawing?.cancel();
      const task = page.render({ canvas, viewport });
      drawing = task;
      try {
        await task.promise;
        return canvas;
      } catch (error) {
        // Another page was requested meanwhile.
        if (drawing !== task) return undefined;
        throw error;
      }
    },
  };
}
