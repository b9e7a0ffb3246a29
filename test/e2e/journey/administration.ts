import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { type Journey, mails, setPassword } from './journey.ts';

const passwords = {
  administrator: 'mưa rào đầu hạ trên sông',
  secretary: 'quạt trần quay chậm buổi trưa',
  chair: 'hoa gạo rụng đỏ bến đò',
};
const units = [
  'Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cấp trên,Hiệu lực từ',
  '26,Tỉnh Vĩnh Phúc,Tỉnh,,01/01/2021',
  '251,Huyện Yên Lạc,Cấp huyện,26,01/01/2021',
  '25101,Xã Đồng Văn,Cấp xã,251,01/01/2021',
  '25103,Xã Trung Nguyên,Cấp xã,251,01/01/2021',
];
const rooms = [
  'Mã đơn vị,Tên điểm cầu,Thư điện tử',
  `25101,Hội trường Đồng Văn,${mails.dongVan}`,
  '25103,Hội trường Trung Nguyên,',
];
const csv = (name: string, lines: readonly string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(lines.join('\n')),
});

/** The administrator comes in and sets up units, rooms and accounts; the secretary pairs the rooms. */
export function administration(journey: () => Journey): void {
  it('the first administrator comes in by the link that the start printed', async () => {
    const { desk, notices, photograph, presses } = journey();
    const press = presses.begin('first administrator');
    const link = notices
      .map((line) => /https?:\S+\/first-administrator#\S+/.exec(line)?.[0])
      .findLast((url) => url);
    await desk.goto(link ?? '');
    await desk.getByTestId('first-login').fill('quantri');
    await desk.getByTestId('first-name').fill('Lê Văn Quản');
    await setPassword(desk, passwords.administrator);
    await press(desk.getByTestId('create-first-administrator'));
    expect(await desk.getByTestId('account').textContent()).to.equal('Lê Văn Quản');
    await photograph(desk, 'home');
  });

  it('units come from a sheet, and one by hand', async () => {
    const { desk, photograph, presses } = journey();
    const press = presses.begin('units by a sheet and one by hand');
    await press(desk.getByTestId('setup-open-sites'));
    await press(desk.getByTestId('import-sites'));
    await desk.getByTestId('import-file').setInputFiles(csv('don-vi.csv', units));
    await press(desk.getByTestId('import-confirm'));
    await desk.getByTestId('import-report').getByText('Đã nhập xong').waitFor();
    await desk.keyboard.press('Escape');
    await press(desk.getByTestId('unit-add'));
    await desk.getByTestId('unit-level').selectOption({ label: 'Cấp xã' });
    await desk.getByTestId('parent-search').fill('huyen yen lac');
    await press(desk.getByTestId('parent-choose').first());
    await desk.getByTestId('unit-name').fill('Xã Tam Hồng');
    await desk.getByTestId('unit-code').fill('25102');
    await press(desk.getByTestId('unit-create'));
    await desk.getByTestId('new-unit').waitFor({ state: 'detached' });
    await photograph(desk, 'units');
  });

  it('rooms come from a sheet, and one by hand', async () => {
    const { desk, photograph, presses } = journey();
    const press = presses.begin('rooms by a sheet and one by hand');
    await press(desk.getByTestId('endpoints-link'));
    await press(desk.getByTestId('import-endpoints'));
    await desk.getByTestId('import-file').setInputFiles(csv('diem-cau.csv', rooms));
    await press(desk.getByTestId('import-confirm'));
    await desk.getByTestId('import-report').getByText('Đã nhập xong').waitFor();
    await desk.keyboard.press('Escape');
    await press(desk.getByTestId('endpoint-add'));
    await desk.getByTestId('endpoint-unit-search').fill('xa tam hong');
    await press(desk.getByTestId('endpoint-unit-choose').first());
    await desk.getByTestId('endpoint-name').fill('Hội trường Tam Hồng');
    await press(desk.getByTestId('endpoint-create'));
    await desk.getByTestId('new-endpoint').waitFor({ state: 'detached' });
    await desk.getByTestId('endpoint').filter({ hasText: 'Hội trường Tam Hồng' }).waitFor();
    await photograph(desk, 'rooms');
  });

  it('a secretary and a chair get accounts, and set their passwords by the links in their mail', async () => {
    const { secretary, chair, desk, photograph } = journey();
    await person(journey(), secretary, {
      name: 'Trần Thị Hoa',
      login: 'hoa.yenlac',
      kind: 'secretariat',
      email: mails.secretary,
      password: passwords.secretary,
    });
    await person(journey(), chair, {
      name: 'Nguyễn Văn Chủ',
      login: 'chu.yenlac',
      kind: 'official',
      email: mails.chair,
      password: passwords.chair,
    });
    await photograph(desk, 'accounts');
  });

  it('two rooms are paired by a sheet of codes, and a third by the code on its screen', async () => {
    const { secretary, screens, photograph, presses } = journey();
    const press = presses.begin('codes for all rooms on a sheet');
    const [dongVan, tamHong, trungNguyen] = screens;
    await press(secretary.getByTestId('endpoints-link'));
    await press(secretary.getByTestId('pairing-sheet-open'));
    await press(secretary.getByTestId('sheet-make'));
    await photograph(secretary, 'codes');
    for (const [screen, name] of [
      [dongVan, 'Hội trường Đồng Văn'],
      [tamHong, 'Hội trường Tam Hồng'],
    ] as const) {
      const slip = secretary.getByTestId('code-slip').filter({ hasText: name });
      const code = (await slip.getByTestId('slip-code').innerText()).trim().replace('-', '');
      await screen.goto(`/room#${code}`);
      await screen.getByTestId('pair').click();
      await screen.getByTestId('room-waiting').waitFor();
    }
    await secretary.keyboard.press('Escape');
    await trungNguyen.goto('/room');
    const code = (await trungNguyen.getByTestId('shown-screen-code').innerText()).trim();
    const row = secretary.getByTestId('endpoint').filter({ hasText: 'Hội trường Trung Nguyên' });
    await row.getByTestId('pair').click();
    await secretary.getByTestId('pairing-way-screen').click();
    await secretary.getByTestId('screen-code').fill(code);
    await secretary.getByTestId('screen-grant').click();
    await trungNguyen.getByTestId('room-waiting').waitFor();
    await secretary.keyboard.press('Escape');
  });
}

interface Person {
  readonly name: string;
  readonly login: string;
  readonly kind: string;
  readonly email: string;
  readonly password: string;
}

/** Creates an account of the district; its owner gets the link by mail, and sets the password. */
async function person(
  { desk, mailTo, presses }: Journey,
  page: Page,
  { name, login, kind, email, password }: Person,
): Promise<void> {
  const press = presses.begin('an account, with its password link by mail');
  await press(desk.getByTestId('accounts-link'));
  await press(desk.getByTestId('account-add'));
  const form = desk.getByTestId('account-form');
  await form.getByTestId('account-name').fill(name);
  await form.getByTestId('account-login').fill(login);
  await form.getByTestId('account-email').fill(email);
  await form.getByTestId('account-kind').selectOption(kind);
  await form.getByTestId('site-search').fill('yen lac');
  await press(form.getByTestId('site').first());
  await press(form.getByTestId('account-save'));
  await press(desk.getByTestId('account-security').getByTestId('password-link-mail'));
  const text = await mailTo(email, 'Đặt mật khẩu tại:');
  await press(desk.getByTestId('account-security-close'));
  await page.goto(/Đặt mật khẩu tại: (?<link>\S+)/.exec(text)?.groups?.['link'] ?? '');
  await setPassword(page, password);
  await page.getByTestId('set-password').click();
  expect(await page.getByTestId('account').textContent()).to.equal(name);
}
