import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { loadClips } from '../../../simulation/clip.ts';
import { Pacer } from '../../../simulation/pacer.ts';
import { RestCaller } from '../../../simulation/rest.ts';
import { SyntheticRoom } from '../../../simulation/room.ts';
import { startBridgeService } from '../../support/media/bridge-process.ts';
import type { BridgeService } from '../../support/media/bridge-process.ts';
import { photographer } from '../../support/browsers/photographs.ts';
import { launchChromium } from '../../support/browsers/chromium.ts';
import { temporaryFolder, temporaryPglite } from '../../support/storage/database.ts';
import { freePort } from '../../support/network/free-port.ts';
import {
  chair,
  inviteAccount,
  planMeeting,
  provinceAccount,
  siteNamed,
} from '../../support/planning/province.ts';
import type { PlannedMeeting } from '../../support/planning/province.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { startService } from '../../support/service.ts';
import type { Service } from '../../support/service.ts';
import { moves, observe, patience, sees } from '../pages/witness.ts';

/** Twelve communes; with the chair and the first two halls, fifteen are invited. */
const further = [
  'Thanh Trù',
  'Ngọc Thanh',
  'Cao Minh',
  'Quang Sơn',
  'Ngọc Mỹ',
  'Hợp Lý',
  'Bắc Bình',
  'Thái Hòa',
  'Liễn Sơn',
  'Vân Trục',
  'Xuân Hòa',
  'Thanh Vân',
];

/** A session of one person, open. */
async function openMeetingOf(url: string, administration: RestCaller, title: string) {
  const leader = { login: 'phochutich', password: 'mat-khau-cua-pho-chu-tich' };
  const of = { ...leader, fullName: 'Phó chủ tịch UBND tỉnh', kind: 'official' } as const;
  const inviteeId = await provinceAccount(administration, of);
  const startsAtMs = Date.now();
  const planned = await administration.call('meeting.create', {
    body: {
      title,
      siteId: await siteNamed(administration, 'Vĩnh Phúc'),
      admission: 'open',
      agenda: [],
      startsAtMs,
      endsAtMs: startsAtMs + 3_600_000,
    },
  });
  await inviteAccount(administration, planned.id, inviteeId, 'chair');
  const params = { meetingId: planned.id };
  const { version } = await administration.call('meeting.get', { params });
  await administration.call('meeting.schedule', { params, version });
  await administration.call('meeting.open', { params });
  const caller = await RestCaller.signIn(url, leader.login, leader.password);
  return { meetingId: planned.id, caller };
}

describe('bridges of their own, in a real browser', function () {
  this.timeout(240_000);
  const closing = new AsyncDisposableStack();
  after(() => closing.disposeAsync());
  let port: number;
  let folder: string;
  let control: Service;
  let browser: Browser;
  let desk: Page;
  let bridge: BridgeService;
  let bridgeFolder: string;
  let meeting: PlannedMeeting;
  let hall: SyntheticRoom;
  let room: Page;
  const clips = loadClips();
  const pacer = new Pacer();

  const start = async (): Promise<void> => {
    control = await startService({ folder, port, environment: { DIEMCAU_ROLE: 'control' } });
  };
  const open = async (path: string): Promise<Page> => {
    const context = await browser.newContext({
      baseURL: control.url,
      viewport: { width: 1280, height: 720 },
    });
    context.setDefaultTimeout(patience.timeoutMs);
    await observe(context);
    const page = await context.newPage();
    await page.goto(path);
    return page;
  };
  const row = (): Locator => desk.getByTestId('bridge-row');
  const rowOf = (name: string): Locator => row().filter({ hasText: name });
  const enter = async (caller: RestCaller, meetingId: string): Promise<SyntheticRoom> => {
    const token = () => caller.joinToken(meetingId);
    const room = closing.use(new SyntheticRoom({ url: control.url, clips, pacer, token }));
    await room.joined;
    return room;
  };
  const photograph = photographer('bridges', [1280, 390]);
  const photographBoth = async (what: string): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await desk.emulateMedia({ colorScheme });
      await photograph(desk, `${what}-${colorScheme}`);
    }
    await desk.emulateMedia({ colorScheme: null });
  };

  before(async () => {
    [port, folder] = [await freePort(), (await temporaryPglite()).folder];
    bridgeFolder = await temporaryFolder();
    await start();
    closing.defer(() => control[Symbol.asyncDispose]());
    browser = await launchChromium();
    closing.defer(() => browser.close());
    desk = await open('/login');
    await desk.getByTestId('login').fill(administrator.login);
    await desk.getByTestId('password').fill(administrator.password);
    await desk.getByTestId('sign-in').click();
    await desk.getByTestId('administration-menu').click();
    await desk.getByTestId('bridges-link').click();
  });

  it('are added by a name and paired by the code that the page shows', async () => {
    await desk.getByTestId('bridge-add').click();
    await desk.getByTestId('bridge-name').fill('Máy chủ cầu nối tỉnh');
    await desk.getByTestId('bridge-unit').waitFor();
    await desk.getByTestId('bridge-save').click();
    const code = await desk.getByTestId('bridge-code').innerText();
    expect(await desk.getByTestId('bridge-code-dialog').innerText()).to.include(`[${control.url}/]`);
    await desk.keyboard.press('Escape');
    await row().and(desk.locator('[data-state="unpaired"]')).waitFor();
    bridge = await startBridgeService({ folder: bridgeFolder, controls: [control.url], code });
    closing.defer(() => bridge[Symbol.asyncDispose]());
    await row().and(desk.locator('[data-state="connected"]')).waitFor();
    await row().getByText('Đã kết nối').waitFor();
    await sees(() => desk.getByTestId('bridge-carries').innerText(), '0 phiên họp, 0 điểm cầu và đại biểu');
  });

  it('say the same in English', async () => {
    await desk.getByTestId('language').click();
    await row().getByText('Connected').waitFor();
    await desk.getByRole('heading', { name: 'Bridges' }).waitFor();
    await desk.getByTestId('language').click();
  });

  it('carry a session on, whose pages keep their media when the server is killed', async () => {
    meeting = await planMeeting(control.url, { further });
    hall = await enter(await RestCaller.signIn(control.url, chair.login, chair.password), meeting.meetingId);
    const [endpointId] = meeting.endpoints;
    const { code } = await meeting.administration.call('pairing.create', { body: { endpointId } });
    room = await open('/room');
    await room.getByTestId('pairing-code').fill(code);
    await room.getByTestId('pair').click();
    await room.getByTestId('conference').waitFor();
    expect((await hall.command('conference.start', {})).ok).to.equal(true);
    await moves(room, '[data-testid="tile-chair"]');
    await sees(() => desk.getByTestId('bridge-carries').innerText(), '1 phiên họp, 2 điểm cầu và đại biểu');
    const connections = (): Promise<number> => room.evaluate(() => window.witness.connections.length);
    const before = await connections();
    await control.kill();
    await room.getByTestId('reconnecting').waitFor();
    await moves(room, '[data-testid="tile-chair"]');
    await start();
    await room.getByTestId('reconnecting').waitFor({ state: 'detached' });
    await moves(room, '[data-testid="tile-chair"]');
    expect(await connections()).to.equal(before);
  });

  it('say that nothing replaces the only one, and what would find no room on the others', async () => {
    await desk.reload();
    const warning = desk.getByTestId('bridges-warning');
    await warning.filter({ hasText: 'Chỉ có một máy chủ cầu nối' }).waitFor();
    await rowOf('tỉnh')
      .getByTestId('bridge-if-lost')
      .filter({ hasText: 'không có máy chủ nào khác' })
      .waitFor();
    await desk.getByTestId('bridge-add').click();
    await desk.getByTestId('bridge-name').fill('Máy chủ cầu nối huyện');
    await desk.getByTestId('bridge-save').click();
    const code = await desk.getByTestId('bridge-code').innerText();
    await desk.keyboard.press('Escape');
    const small = await startBridgeService({
      folder: await temporaryFolder(),
      controls: [control.url],
      code,
      environment: { DIEMCAU_MEDIA__WORKERS: '1', DIEMCAU_MEDIA__PACKETSPERS: '1000' },
    });
    closing.defer(() => small[Symbol.asyncDispose]());
    await rowOf('huyện').and(desk.locator('[data-state="connected"]')).waitFor();
    await warning.filter({ hasText: 'Không được để hỏng: Máy chủ cầu nối tỉnh' }).waitFor();
    await rowOf('tỉnh')
      .getByTestId('bridge-if-lost')
      .getByText(/^Giao ban trực tuyến tháng 11: thiếu chỗ cho \d+ trong 15 điểm cầu/)
      .waitFor();
  });

  it('share the lines of units: sessions reserve what IT has set for them', async () => {
    await desk.getByTestId('uplink-add').click();
    await desk.getByTestId('uplink-unit').fill('huyện yên lạc');
    await desk.getByTestId('uplink-unit-choose').first().click();
    await desk.getByTestId('uplink-mbps').fill('100');
    await desk.getByTestId('uplink-save').click();
    await desk.getByTestId('uplink-dialog').waitFor({ state: 'detached' });
    const reserved = desk.getByTestId('uplink-row').getByTestId('uplink-reserved');
    await reserved.filter({ hasText: /^Lúc này đã giữ [1-9].* trên 100 Mbit/ }).waitFor();
    await photographBoth('lines');
    await desk.getByTestId('uplink-change').click();
    await desk.getByTestId('uplink-mbps').fill('0,1');
    await desk.getByTestId('uplink-save').click();
    await reserved.filter({ hasText: 'trên 0,1 Mbit/s' }).waitFor();

    const { administration, endpoints } = meeting;
    const startsAtMs = Date.now() + 48 * 3_600_000;
    const { id, version } = await administration.call('meeting.create', {
      body: {
        title: 'Họp chuyên đề',
        siteId: await siteNamed(administration, 'Vĩnh Phúc'),
        startsAtMs,
        endsAtMs: startsAtMs + 3_600_000,
      },
    });
    await administration.call('meeting.invite', {
      params: { meetingId: id },
      version,
      body: { invitations: [{ kind: 'endpoint', inviteeId: endpoints[0], role: 'chair' }] },
    });
    const plan = await desk.context().newPage();
    await plan.goto(`/meetings/${id}/plan`);
    await plan.getByTestId('meeting-schedule').click();
    await plan.getByTestId('full-uplinks').filter({ hasText: 'Huyện Yên Lạc' }).waitFor();
    await plan.close();
    await desk.getByTestId('uplink-remove').click();
    await desk.getByTestId('confirm').click();
    await desk.getByTestId('uplink-row').waitFor({ state: 'detached' });
  });

  it('get another unit', async () => {
    await rowOf('huyện').getByTestId('bridge-change').click();
    await desk.getByTestId('bridge-unit').fill('yên lạc');
    await desk.getByTestId('bridge-unit-choose').first().click();
    await desk.getByTestId('bridge-save').click();
    await rowOf('huyện').getByText('Yên Lạc').waitFor();
  });

  it('are taken out of service: what is under way moves, new sessions go elsewhere, then they are idle', async () => {
    await rowOf('tỉnh').getByTestId('bridge-drain').click();
    await desk.getByTestId('confirm').click();
    await rowOf('tỉnh').getByTestId('bridge-draining').waitFor();
    await rowOf('tỉnh').getByTestId('bridge-waits').filter({ hasText: 'Còn 1 phiên họp ở đây' }).waitFor();
    await rowOf('tỉnh').getByTestId('bridge-idle').waitFor();
    await rowOf('huyện').getByTestId('bridge-carries').filter({ hasText: '1 phiên họp, 2 ' }).waitFor();
    await moves(room, '[data-testid="tile-chair"]');
    const next = await openMeetingOf(control.url, meeting.administration, 'Họp đột xuất');
    await enter(next.caller, next.meetingId);
    await rowOf('huyện').getByTestId('bridge-carries').filter({ hasText: '2 phiên họp, 3 ' }).waitFor();
    await photographBoth('draining');
    expect((await hall.command('conference.end', {})).ok).to.equal(true);
    await rowOf('huyện').getByTestId('bridge-drain').click();
    await desk.getByTestId('confirm').click();
    await desk.getByTestId('bridges-warning').filter({ hasText: 'Mọi máy chủ đang kết nối' }).waitFor();
    await photographBoth('all-draining');
    for (const name of ['tỉnh', 'huyện']) {
      await rowOf(name).getByTestId('bridge-undrain').click();
      await rowOf(name).getByTestId('bridge-draining').waitFor({ state: 'detached' });
    }
  });

  it('take another code, and are cut off when they are removed', async () => {
    await rowOf('tỉnh').getByTestId('bridge-new-code').click();
    await desk.getByTestId('bridge-code').waitFor();
    await desk.keyboard.press('Escape');
    await rowOf('tỉnh').getByTestId('bridge-remove').click();
    await desk.getByTestId('confirm').click();
    await rowOf('tỉnh').waitFor({ state: 'detached' });
    await sees(async () => bridge.lines.some((line) => line.includes('refuses this bridge')), true);
  });
});
