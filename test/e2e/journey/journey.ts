import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { readTable } from '../../../server/sheets/formats/read-table.ts';
import { shownIn } from '../../../server/sheets/formats/sheet-cell.ts';
import { temporaryPglite } from '../../support/storage/database.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/network/free-port.ts';
import { startMailServer } from '../../support/mail/mail-server.ts';
import { textInMail } from '../../support/mail/mail-text.ts';
import { photographer } from '../../support/browsers/photographs.ts';
import { startService } from '../../support/service.ts';
import { isFaultless } from '../pages/axe.ts';
import { observe, patience } from '../pages/witness.ts';
import { Presses } from './presses.ts';

/** Those who have an address in the story. */
export const mails = {
  secretary: 'hoa@yenlac.example',
  chair: 'chutich@yenlac.example',
  dongVan: 'dongvan@yenlac.example',
};

/** The service on an empty folder, with the pages of the people and rooms of the story. */
export interface Journey extends AsyncDisposable {
  readonly desk: Page;
  readonly secretary: Page;
  readonly chair: Page;
  /** The screens of the three rooms, in the order in which they are paired. */
  readonly screens: readonly [Page, Page, Page];
  readonly presses: Presses;
  /** What the service printed on its standard error. */
  readonly notices: readonly string[];
  /** The meeting that is held, once it is planned. */
  readonly planned: { startsAtMs: number };
  readonly newPage: () => Promise<Page>;
  /** Judges a page by axe, and takes its pictures. */
  readonly photograph: (page: Page, what: string) => Promise<void>;
  readonly everyScreen: (act: (screen: Page, index: number) => Promise<void>) => Promise<void>;
  /** The text of the newest mail to this address whose text holds `of`. */
  readonly mailTo: (address: string, of: string) => Promise<string>;
}

/**
 * @param launch starts the browser of everybody in the story
 * @param environment of the service, beside the story's own
 */
export async function openJourney(
  name: string,
  launch: () => Promise<Browser>,
  width: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<Journey> {
  await using opened = new AsyncDisposableStack();
  const { folder } = await temporaryPglite();
  const port = await freePort();
  const mail = opened.use(await startMailServer());
  const service = opened.use(
    await startService({
      folder,
      port,
      unadministered: true,
      environment: {
        ...environment,
        DIEMCAU_MAIL__SMTPURL: mail.url,
        DIEMCAU_MAIL__FROM: 'hop@yenlac.example',
        DIEMCAU_HTTP__PUBLICURL: `http://127.0.0.1:${port}`,
      },
    }),
  );
  const browser = await launch();
  opened.defer(() => browser.close());
  const newPage = async (): Promise<Page> => {
    const context = await browser.newContext({
      baseURL: service.url,
      viewport: { width, height: width > 1000 ? 800 : 1024 },
    });
    context.setDefaultTimeout(patience.timeoutMs);
    await observe(context);
    return context.newPage();
  };
  const screens = [await newPage(), await newPage(), await newPage()] as const;
  const take = photographer(`journey-${name}-${width}`);
  const [desk, secretary, chair] = [await newPage(), await newPage(), await newPage()];
  const owned = opened.move();
  return {
    desk,
    secretary,
    chair,
    screens,
    presses: new Presses(),
    notices: service.notices,
    planned: { startsAtMs: 0 },
    newPage,
    photograph: async (page, what) => {
      // The seconds of the jobs are measured without it.
      if (process.env['PRESSES'] === undefined) await isFaultless(page, what);
      await take(page, what);
    },
    everyScreen: async (act) => {
      await Promise.all(screens.map(act));
    },
    mailTo: (address, of) =>
      eventually(
        () =>
          mail.received
            .filter(({ to }) => to.includes(address))
            .map(({ raw }) => textInMail(raw))
            .findLast((text) => text.includes(of)),
        `a mail to ${address} with ${of}`,
        patience,
      ),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

export async function setPassword(on: Page, password: string): Promise<void> {
  await on.getByTestId('new-password').fill(password);
  await on.getByTestId('repeated-password').fill(password);
}

/** The rows of a sheet that a button downloads, their cells as text. */
export async function downloaded(on: Page, testId: string): Promise<readonly string[]> {
  const downloading = on.waitForEvent('download');
  await on.getByTestId(testId).click();
  const table = readTable(await readFile(await (await downloading).path()));
  if (table === 'too-large') throw new Error('the sheet is too large');
  return table.map((row) => row.map(shownIn).join(' | '));
}

/** Opens a panel of the meeting, unless it is open. */
export async function panel(on: Page, name: string): Promise<Locator> {
  const opened = on.getByTestId(`panel-${name}`);
  if (!(await opened.isVisible())) await on.getByTestId(`tab-${name}`).click();
  await opened.waitFor();
  return opened;
}
