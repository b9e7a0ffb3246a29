import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { administrator } from '../support/secrets.ts';
import { openVenue } from './venue.ts';
import type { Venue } from './venue.ts';
import { patience } from './witness.ts';

describe('units that an administrator keeps by hand', function () {
  this.timeout(180_000);
  let venue: Venue;
  let page: Page;
  before(async () => {
    venue = await openVenue();
    page = await venue.signedIn(administrator);
    await page.getByTestId('sites-link').click();
  });
  after(() => venue[Symbol.asyncDispose]());

  const search = (text: string): Promise<void> => page.getByTestId('unit-search').fill(text);
  const unit = (hasText: string): Locator => page.getByTestId('unit').filter({ hasText });
  const below = async (parent: string): Promise<void> => {
    await page.getByTestId('parent-search').fill(parent);
    await page.getByTestId('parent-choose').first().click();
  };
  const add = async (level: string, parent: string, name: string, code: string): Promise<void> => {
    await page.getByTestId('unit-add').click();
    await page.getByTestId('unit-level').selectOption({ label: level });
    await below(parent);
    await page.getByTestId('unit-name').fill(name);
    await page.getByTestId('unit-code').fill(code);
  };
  const created = async (): Promise<void> => {
    await page.getByTestId('unit-create').click();
    await page.getByTestId('new-unit').waitFor({ state: 'detached' });
  };

  it('are added below another unit, and refused with the reason where their code is taken', async () => {
    await add('Cấp huyện', 'tinh vinh phuc', 'Huyện Thử Nghiệm', '99100');
    await created();
    await add('Cấp xã', 'huyen thu nghiem', 'Xã Thử Nghiêm', '99100');
    await page.getByText('Mã này đã dùng cho một đơn vị đang hiệu lực.').waitFor();
    expect(await page.getByTestId('unit-create').isDisabled()).to.equal(true);
    await page.getByTestId('unit-code').fill('99101');
    await created();
    await search('thu nghiem');
    await unit('Xã Thử Nghiêm, Huyện Thử Nghiệm').waitFor();
    expect(await unit('Xã Thử Nghiêm').innerText()).to.contain('Cấp xã, 99101');
  });

  it('are renamed with the keyboard', async () => {
    await unit('Xã Thử Nghiêm').getByTestId('unit-edit').focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('unit-name').fill('Xã Thử Nghiệm');
    await page.keyboard.press('Enter');
    await page.getByTestId('edit-unit').waitFor({ state: 'detached' });
    await unit('Xã Thử Nghiệm, Huyện Thử Nghiệm').waitFor();
  });

  it('are moved below another unit after the dialog has said what moves along', async () => {
    await unit('Xã Thử Nghiệm').getByTestId('unit-edit').click();
    await page.getByTestId('parent-change').click();
    await below('huyen yen lac');
    expect(await page.getByTestId('unit-moves').innerText()).to.contain(
      'Chuyển về trực thuộc Huyện Yên Lạc, Tỉnh Vĩnh Phúc.',
    );
    await page.getByTestId('unit-save').click();
    await page.getByTestId('edit-unit').waitFor({ state: 'detached' });
    await unit('Xã Thử Nghiệm, Huyện Yên Lạc').waitFor();
  });

  it('are edited in English, too', async () => {
    await page.getByTestId('language').click();
    await unit('Xã Thử Nghiệm, Huyện Yên Lạc').getByTestId('unit-edit').click();
    await page.getByText('Corrects a wrong name.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('language').click();
  });

  it('have a sheet to fill in, and errors of an import that name the levels', async () => {
    await page.getByTestId('import-sites').click();
    expect(await page.getByTestId('import-levels').innerText()).to.equal(
      'cấp phải là một trong: Tỉnh; Sở, ban, ngành; Cấp huyện; Cấp xã',
    );
    const downloading = page.waitForEvent('download');
    await page.getByTestId('import-template').click();
    const template = await (await downloading).path();
    const filled = async (...rows: readonly string[]) =>
      page.getByTestId('import-file').setInputFiles({
        name: 'don-vi.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(['\uFEFFMã đơn vị;Tên đơn vị;Cấp;Mã đơn vị cấp trên', ...rows].join('\r\n')),
      });
    await filled('99102;Xã Khác;Xã phường;99100');
    await page.getByTestId('import-problem').waitFor();
    expect(await page.getByTestId('import-problem').innerText()).to.contain(
      'Không có cấp này: cấp phải là một trong: Tỉnh;',
    );
    await page.getByTestId('import-file').setInputFiles({
      name: 'mẫu.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: await readFile(template),
    });
    await eventually(
      async () => (await page.getByTestId('import-problem').count()) === 0,
      'the empty sheet to be read without a problem',
      patience,
    );
    await page.getByText('Không có gì thay đổi.').waitFor();
    await page.keyboard.press('Escape');
  });
});
