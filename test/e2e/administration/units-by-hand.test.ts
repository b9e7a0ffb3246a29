import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { readTable } from '../../../server/sheets/formats/read-table.ts';
import { shownIn } from '../../../server/sheets/formats/sheet-cell.ts';
import { writeTable } from '../../../server/sheets/formats/write-table.ts';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience, sees } from '../pages/witness.ts';

describe('units that an administrator keeps by hand', function () {
  this.timeout(180_000);
  let venue: Venue;
  let page: Page;
  before(async () => {
    venue = await openVenue();
    page = await venue.signedIn(administrator);
    await page.getByTestId('sites-link').click();
  });
  after(() => venue?.[Symbol.asyncDispose]());

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
    await unit('Xã Thử Nghiêm').getByText('Cấp xã, 99101').waitFor();
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
    await page
      .getByTestId('unit-moves')
      .getByText('Chuyển về trực thuộc Huyện Yên Lạc, Tỉnh Vĩnh Phúc.')
      .waitFor();
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
    await sees(
      () => page.getByTestId('import-levels').innerText(),
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

  describe('by a reform', () => {
    const into = 'Xã Đồng Bình, Huyện Yên Lạc (09028)';
    const shown = (): Promise<readonly string[]> =>
      page.getByTestId('reform-unit').locator('strong').allTextContents();
    /** The downloaded sheet of today's units with new cells, by the code of the unit. */
    const filled = async (cells: Readonly<Record<string, readonly string[]>>): Promise<Buffer> => {
      const downloading = page.waitForEvent('download');
      await page.getByTestId('reform-today').click();
      const table = readTable(await readFile(await (await downloading).path()));
      if (table === 'too-large') throw new Error('the sheet is too large');
      const rows = table.map((row) => {
        const [code = '', name = '', ...empty] = row.map(shownIn);
        return [code, name, ...(cells[code] ?? empty)];
      });
      return Buffer.from(await writeTable(rows, 'xlsx'));
    };

    it('all stay as they are by a sheet that is not filled in', async () => {
      await page.getByTestId('reform-link').click();
      const downloading = page.waitForEvent('download');
      await page.getByTestId('reform-template').click();
      await page.getByTestId('import-file').setInputFiles(await (await downloading).path());
      await page.getByText('đơn vị không có trong bảng và giữ nguyên.').waitFor();
      expect(await page.getByTestId('reform-confirm').count()).to.equal(0);
    });

    it('are shown with what becomes of each and what moves, before anything is written', async () => {
      await page.getByTestId('endpoints-link').click();
      await page.getByTestId('import-endpoints').click();
      await page.getByTestId('import-file').setInputFiles({
        name: 'điểm cầu.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(
          '\uFEFFMã đơn vị;Tên điểm cầu\r\n09031;Phòng họp Đồng Văn\r\n09034;Phòng họp Bình Định',
        ),
      });
      await page.getByTestId('import-confirm').click();
      await page.getByText('Đã nhập xong.').waitFor();
      await page.keyboard.press('Escape');
      await page.getByTestId('sites-link').click();
      await page.getByTestId('reform-link').click();
      const buffer = await filled({
        '09028': ['', 'Xã Đồng Bình'],
        '09031': ['09028'],
        '09034': ['09028'],
        '248': ['', 'Thị xã Tam Đảo'],
      });
      await page.getByTestId('import-file').setInputFiles({
        name: 'sắp xếp.xlsx',
        mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        buffer,
      });
      await page.getByTestId('reform-report').waitFor();
      await page.getByTestId('reform-fate').selectOption('merged');
      const merged = ['Xã Đồng Cương', 'Xã Đồng Văn', 'Xã Bình Định'].map((name) => `${name}, Huyện Yên Lạc`);
      const codes = ['09028', '09031', '09034'];
      await sees(
        shown,
        merged.flatMap((name, at) => [`${name} (${codes[at]})`, into]),
      );
      const binhDinh = page.getByTestId('reform-unit').filter({ hasText: 'Xã Bình Định' });
      await binhDinh.getByText(`1 điểm cầu chuyển sang ${into}`).waitFor();
      await page.getByTestId('reform-fate').selectOption('renamed');
      await sees(shown, ['Huyện Tam Đảo, Tỉnh Vĩnh Phúc (248)', 'Thị xã Tam Đảo, Tỉnh Vĩnh Phúc (248)']);
      await page.getByTestId('reform-fate').selectOption('moved');
      await page.getByTestId('reform-search').fill('ho son');
      await sees(shown, ['Xã Hồ Sơn, Huyện Tam Đảo (08929)', 'Xã Hồ Sơn, Thị xã Tam Đảo (08929)']);
      await page.getByTestId('language').click();
      await page.getByText('3. Preview').waitFor();
      const told = await page.getByTestId('reform-unit').allTextContents();
      await page.getByTestId('language').click();
      expect(told.join()).to.match(/New parent.*row \d+/);
    });

    it('are shown before the first day, and changed on it', async () => {
      await page.getByTestId('reform-day').fill('01/07/2199');
      await page.getByText('Chỉ thực hiện được từ 01/07/2199').waitFor();
      expect(await page.getByTestId('reform-confirm').count()).to.equal(0);
      await page.getByTestId('reform-day').fill('01/03/2026');
      await page.getByTestId('reform-confirm').click();
      await page.getByTestId('reform-done').getByText('01/03/2026').waitFor();
      await page.getByTestId('sites-link').click();
      await search('dong binh');
      await unit('Xã Đồng Bình, Huyện Yên Lạc')
        .getByTestId('unit-origin')
        .getByText(/^Từ 01\/03\/2026: gộp từ Xã .+ \(\d+\), Xã .+ \(\d+\), Xã .+ \(\d+\)$/)
        .waitFor();
      await search('binh dinh');
      await page.getByTestId('units-shown-ended').click();
      await page.getByTestId('ended-unit').getByText(`gộp vào ${into}`).waitFor();
      await page.getByTestId('units-shown-standing').click();
    });

    it('have given their rooms to the new unit', async () => {
      await page.getByTestId('endpoints-link').click();
      const room = page.getByTestId('endpoint').filter({ hasText: 'Xã Đồng Bình, Huyện Yên Lạc' });
      await room.filter({ hasText: 'Phòng họp Đồng Văn' }).waitFor();
      await room.filter({ hasText: 'Phòng họp Bình Định' }).waitFor();
    });
  });
});
