import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { pdfOf } from '../support/files.ts';
import { textInForeignFonts } from '../support/pdfs.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const productionOnly = fileURLToPath(new URL('../support/production-only.ts', import.meta.url));

/** The output of a program that cannot load development dependencies. */
async function run(program: string): Promise<string> {
  const flags = ['--import', productionOnly];
  const running = promisify(execFile)(process.execPath, [...flags, '-'], { cwd: root });
  running.child.stdin?.end(program);
  return (await running).stdout.trim();
}

describe('the production install', function () {
  this.timeout(30_000);

  it('can load the whole server', async () => {
    const program = "const { createApp } = await import('./server/app.ts'); console.log(typeof createApp);";
    expect(await run(program)).to.equal('function');
  });

  it('can count the pages of a PDF, with the module of the workshop', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'production-'));
    try {
      const path = join(folder, 'report.pdf');
      await writeFile(path, pdfOf(7));
      const program = `
        import { work } from './server/documents/inspect-document.ts';
        console.log((await work({ path: ${JSON.stringify(path)}, countPages: true })).pages);`;
      expect(await run(program)).to.equal('7');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('can draw a page whose fonts are not embedded, with the module of the workshop', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'production-'));
    try {
      const path = join(folder, 'report.pdf');
      await writeFile(path, textInForeignFonts('Báo cáo kết quả', ['Arial']));
      const task = { path, mediaType: 'application/pdf', page: 1 };
      const program = `
        import { work } from './server/documents/draw-page.ts';
        console.log(Object.keys((await work(${JSON.stringify(task)})).pictures).join());`;
      expect(await run(program)).to.equal('large,small');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('contains no development dependency', async () => {
    const refusal: unknown = await run("await import('selfsigned');").catch((error: unknown) => error);
    expect(String(refusal)).to.include('selfsigned is a development dependency');
  });
});
