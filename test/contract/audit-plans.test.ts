import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { createAuditRepository } from '../../server/storage/repositories/audit-repository.ts';
import { startPostgres } from '../support/storage/database.ts';
import { type Explained, explaining } from '../support/storage/explain.ts';

const firstMs = Date.UTC(2026, 0, 1);
const entries = 60_000;
/** A larger batch would exceed the statement timeout on a busy machine. */
const batch = 10_000;
const minuteMs = 60_000;

/** Only on PostgreSQL, which provinces use; PGlite has the same planner. */
describe('An audit log of sixty thousand entries', function () {
  this.timeout(180_000);
  const units = Array.from({ length: 150 }, () => uuid());
  const actors = Array.from({ length: 500 }, () => uuid());
  let open: Explained;
  before(async () => {
    open = await explaining(await (await startPostgres()).freshDatabase());
    // Numbers the entries here: the trigger would look for the highest number of each row, which takes a
    // minute.
    await open.client.query('alter table audit_entry disable trigger audit_entry_numbered');
    for (let begins = 0; begins < entries; begins += batch) {
      await open.client.query(
        `insert into audit_entry (seq, at, action, outcome, code, count, actor_kind, actor_id, actor_name, target_kind, target_id,
         target_name, site_id, address, agent, session_id, before, after, words)
       select n, to_timestamp(($1::bigint + n::bigint * 60000) / 1000.0),
         case when n % 500 = 0 then 'account.disabled' when n % 3 = 0 then 'session.started' else 'meeting.changed' end,
         case when n % 100 = 0 then 'refused' else 'done' end, case when n % 100 = 0 then 'not-found' end, 1,
         'secretariat', ($3::text[])[1 + n % 500], 'can.bo.' || n % 500,
         case when n % 500 = 0 then 'account' else 'meeting' end, gen_random_uuid()::text, 'Giao ban tuần ' || n,
         ($2::uuid[])[1 + n % 150], '10.0.' || n % 200 || '.' || n % 250, repeat('Mozilla/5.0 ', 9), gen_random_uuid(),
         '{"title": "Giao ban"}', '{"title": "Giao ban tuần"}',
         array_to_tsvector(array['can', 'bo', 'n' || n % 500, 'giao', 'ban', 'tuan', 'm' || n, '10'])
       from generate_series($4::integer + 1, $4::integer + $5::integer) n`,
        [firstMs, units, actors, begins, batch],
      );
    }
    await open.client.query('alter table audit_entry enable trigger audit_entry_numbered');
    await open.client.query('analyze audit_entry');
  });
  after(() => open[Symbol.asyncDispose]());
  const audit = () => createAuditRepository(open.database);
  const middleMs = firstMs + (entries / 2) * minuteMs;

  const asked: Readonly<Record<string, () => Promise<unknown>>> = {
    'the newest': () => audit().list({ limit: 101 }),
    'an old page': () => audit().list({ after: [middleMs, entries / 2], limit: 101 }),
    'the newest of a subtree': () => audit().list({ siteIds: units, limit: 101 }),
    'an old page of a subtree': () =>
      audit().list({ siteIds: units.slice(0, 20), after: [middleMs, entries / 2], limit: 101 }),
    'a day': () => audit().list({ fromMs: middleMs, toMs: middleMs + 1_440 * minuteMs, limit: 101 }),
    'a rare action': () => audit().list({ action: 'account.disabled', limit: 101 }),
    'what an account did': () => audit().list({ actorId: actors[7] ?? '', limit: 101 }),
    'a rare kind of target': () => audit().list({ targetKind: 'account', limit: 101 }),
    'what was refused': () => audit().list({ outcome: 'refused', limit: 101 }),
    'a word of one entry': () => audit().list({ text: 'm33333', limit: 101 }),
    'a word in no entry': () => audit().list({ text: 'khong', siteIds: units, limit: 101 }),
    'a new entry': () =>
      audit().append({
        atMs: middleMs,
        action: 'session.ended',
        outcome: 'done',
        code: null,
        count: 1,
        actor: { kind: 'official', id: actors[0] ?? '', name: 'can.bo.0' },
        target: null,
        siteId: null,
        address: null,
        agent: null,
        sessionId: null,
        before: null,
        after: null,
      }),
  };
  for (const [question, ask] of Object.entries(asked)) {
    it(`is never read whole for ${question}`, async () => {
      expect(await open.readWhole(['audit_entry'], ask)).to.deep.equal([]);
    });
  }

  it('needs about a kilobyte for an entry, including its indexes', async () => {
    const { rows } = await open.client.query<{ bytes: string }>(
      `select pg_total_relation_size('audit_entry') as bytes`,
    );
    expect(Number(rows[0]?.bytes) / entries).to.be.within(500, 1_300);
  });
});
