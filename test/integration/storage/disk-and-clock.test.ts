import { statfs } from 'node:fs/promises';
import { expect } from 'chai';
import { pino } from 'pino';
import { z } from 'zod';
import { watchDisk } from '../../../server/observability/disk.ts';
import { openDatabase } from '../../../server/storage/database.ts';
import { RestCaller } from '../../../simulation/rest.ts';
import { startApp } from '../../support/app.ts';
import { execute, startPostgres, temporaryFolder } from '../../support/storage/database.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/network/free-port.ts';
import { joined } from '../../support/conference/participant.ts';
import { chair, pairedRoom, planMeeting } from '../../support/planning/province.ts';
import { startService } from '../../support/service.ts';

const readiness = z.object({
  ready: z.boolean(),
  checks: z.record(
    z.string(),
    z.object({ ok: z.boolean(), warning: z.string().optional(), reason: z.string().optional() }),
  ),
});
const ready = async (operations: string) =>
  readiness.parse(await (await fetch(`http://${operations}/readyz`)).json());
const metricsOf = async (operations: string) => (await fetch(`http://${operations}/metrics`)).text();

describe('a full disk', function () {
  this.timeout(240_000);

  it('of the database is reported by readiness and metrics, until there is space', async () => {
    const [url, folder] = [await (await startPostgres()).freshDatabase(), await temporaryFolder()];
    await using service = await startService({
      folder,
      port: await freePort(),
      environment: {
        DIEMCAU_STORAGE__URL: url,
        DIEMCAU_OPERATIONS__PORT: '0',
        DIEMCAU_MEDIA__WORKERS: '1',
        DIEMCAU_MEDIA__LISTEN__PORT: '0',
      },
    });
    const meeting = await planMeeting(service.url);
    const official = await RestCaller.signIn(service.url, chair.login, chair.password);
    using chairman = await joined(service.url, await official.joinToken(meeting.meetingId));
    expect(await ready(service.operations)).to.have.nested.property('checks.disk.ok', true);
    await using storage = await openDatabase({ url, folder, logger: pino({ level: 'silent' }) });
    // PostgreSQL's own message and code, through the real driver.
    await execute(
      storage.database,
      `create function no_room() returns trigger language plpgsql as $$
      begin
        raise exception 'could not extend file "base/1/2": No space left on device' using errcode = 'disk_full';
      end $$`,
    );
    await execute(
      storage.database,
      'create trigger no_room before insert on conference_event for each statement execute function no_room()',
    );
    expect(await chairman.outcome('conference.start')).to.equal('unavailable');
    const full = await ready(service.operations);
    expect(full.ready).to.equal(false);
    expect(full.checks['disk']).to.deep.equal({
      ok: false,
      reason: 'a disk is full: writes were refused within the last minute',
    });
    expect(await metricsOf(service.operations)).to.match(/^diemcau_writes_refused_total [1-9]/m);
    await execute(storage.database, 'drop trigger no_room on conference_event');
    expect(await chairman.outcome('conference.start')).to.equal('ok');
  });

  it('has too little space left, or refused a write less than a minute ago', async () => {
    const folder = await temporaryFolder();
    let nowMs = 0;
    const monotonic = () => nowMs;
    const { bavail, bsize } = await statfs(folder);
    const left = await watchDisk(folder).freeBytes();
    // Other programs write to the same disk.
    expect(left / (bavail * bsize)).to.be.within(0.5, 2);
    const outcome = (watch: ReturnType<typeof watchDisk>) =>
      watch.check().then(
        () => 'well',
        (error: unknown) => String(error),
      );
    expect(await outcome(watchDisk(folder, { leastBytes: 2 ** 60 }))).to.match(
      /nearly full: \d+ MB are left/,
    );
    const watch = watchDisk(folder, { leastBytes: 1, monotonic });
    expect(await outcome(watch)).to.equal('well');
    watch.noteRefused();
    nowMs = 59_999;
    expect(await outcome(watch)).to.match(/a disk is full/);
    nowMs = 60_000;
    expect(await outcome(watch)).to.equal('well');
    expect(watch.refused()).to.equal(1);
  });
});

describe('a wrong clock', function () {
  this.timeout(240_000);

  it('ends no session: readiness and metrics report the jump, and all is well once the clock is right', async () => {
    let aheadMs = 0;
    await using app = await startApp({}, { wallClock: () => Date.now() + aheadMs });
    const meeting = await planMeeting(app.url);
    const device = await pairedRoom(app.url, meeting, 0);
    const official = await RestCaller.signIn(app.url, chair.login, chair.password);
    using chairman = await joined(app.url, await official.joinToken(meeting.meetingId));
    using room = await joined(app.url, await device.joinToken(meeting.meetingId));
    aheadMs = 7 * 3_600_000;
    await app.scheduling.clock.tick();
    expect(await chairman.outcome('conference.start')).to.equal('ok');
    await eventually(
      () => room.events.some(({ type }) => type === 'conference.started'),
      'the start to be told',
    );
    expect(room.events.filter(({ type }) => type === 'conference.ended')).to.deep.equal([]);
    const { state } = await official.call('meeting.get', { params: { meetingId: meeting.meetingId } });
    expect(state).to.equal('live');
    const told = await ready(app.operations);
    expect(told.ready).to.equal(true);
    expect(told.checks['clock']?.warning).to.match(/^the clock of the system was set by 252\d\d s/);
    expect(await metricsOf(app.operations)).to.match(/^diemcau_clock_jump_seconds 25[12]\d\d/m);
    aheadMs = 0;
    await app.scheduling.clock.tick();
    expect((await ready(app.operations)).checks['clock']).to.deep.equal({ ok: true });
    expect(room.goodbyes).to.deep.equal([]);
  });

  it('of one machine among several ends no session either, nor a sign-in: they have the time of their database', async () => {
    const postgres = await startPostgres();
    const storage = { url: await postgres.freshDatabase(), folder: await temporaryFolder() };
    const publicUrl = `http://127.0.0.1:${await freePort()}`;
    const server = (processPath: string, aheadMs: number) =>
      startApp({ http: { publicUrl, processPath }, storage }, { wallClock: () => Date.now() + aheadMs });
    await using wrong = await server('/c/a/', 2 * 3_600_000);
    await using right = await server('/c/b/', 0);
    // The meeting lasts an hour.
    const meeting = await planMeeting(right.listening);
    const official = await RestCaller.signIn(wrong.listening, chair.login, chair.password);
    const { token } = await official.call('meeting.join', { params: { meetingId: meeting.meetingId } });
    using chairman = await joined(right.listening, token);
    await wrong.scheduling.clock.tick();
    await right.scheduling.clock.tick();
    expect(await chairman.outcome('conference.start')).to.equal('ok');
    const there = RestCaller.bearing(right.listening, official.accessToken);
    const { state } = await there.call('meeting.get', { params: { meetingId: meeting.meetingId } });
    expect(state).to.equal('live');
    expect(chairman.goodbyes).to.deep.equal([]);
  });
});
