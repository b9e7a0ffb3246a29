import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import type { AuditEntry, NewAuditEntry } from '../../server/audit/audit-repository.ts';
import { createAuditRepository } from '../../server/storage/repositories/audit-repository.ts';
import { execute } from '../support/storage/database.ts';
import { onEachDatabase } from './databases.ts';

const base: NewAuditEntry = {
  atMs: Date.UTC(2026, 2, 2, 1),
  action: 'account.disabled',
  outcome: 'done',
  code: null,
  count: 1,
  actor: { kind: 'administrator', id: uuid(), name: 'quan.tri' },
  target: { kind: 'account', id: uuid(), name: 'thu.ky' },
  siteId: null,
  address: '10.1.2.3',
  agent: null,
  sessionId: uuid(),
  before: { disabled: false },
  after: { disabled: true },
};

onEachDatabase('The audit log', (database) => {
  const audit = () => createAuditRepository(database());
  const append = (entry: Partial<NewAuditEntry>) => audit().append({ ...base, ...entry });
  const seqs = (entries: readonly AuditEntry[]) => entries.map(({ seq }) => seq);
  const all = () => audit().list({ limit: 10_000 });

  it('returns entries as written, newest first', async () => {
    await append({
      action: 'account.created',
      before: null,
      after: { login: 'thu.ky', kind: 'secretariat' },
    });
    await append({});
    const [second, first] = await all();
    expect(second).to.deep.equal({ ...base, seq: 2, siteName: null });
    expect(first).to.deep.include({ seq: 1, action: 'account.created', before: null });
    expect(first?.after).to.deep.equal({ login: 'thu.ky', kind: 'secretariat' });
  });

  it('refuses to change and to remove entries, by whatever SQL', async () => {
    const before = await all();
    const refused: string[] = [];
    for (const statement of [
      "update audit_entry set actor_name = 'ai.do'",
      'update audit_entry set seq = 100 where seq = 1',
      'delete from audit_entry where false',
      'delete from audit_entry where seq = 1',
      'truncate audit_entry',
    ]) {
      const outcome = await execute(database(), statement).then(() => 'carried out', String);
      refused.push(outcome);
    }
    for (const said of refused) expect(said).to.contain('append-only');
    expect(refused).to.have.length(5);
    expect(await all()).to.deep.equal(before);
  });

  it('numbers entries itself, and ignores numbers of the writer', async () => {
    const count = (await all()).length;
    await execute(
      database(),
      `insert into audit_entry (seq, at, action, outcome, count, actor_kind, words)
      values (1, now(), 'session.started', 'done', 1, 'server', ''), (900, now(), 'session.ended', 'done', 1, 'server', '')`,
    );
    expect(
      seqs(await all())
        .toSorted((a, b) => b - a)
        .slice(0, 2),
    ).to.deep.equal([count + 2, count + 1]);
  });

  it('leaves no gap after a failed transaction, and gives no number twice to concurrent writers', async () => {
    const count = (await all()).length;
    await database()
      .transaction()
      .execute(async (transaction) => {
        await createAuditRepository(transaction).append(base);
        throw new Error('thought better of it');
      })
      .catch(() => undefined);
    await Promise.all(Array.from({ length: 40 }, () => append({})));
    expect(seqs(await all()).toSorted((a, b) => a - b)).to.deep.equal(
      Array.from({ length: count + 40 }, (_, index) => index + 1),
    );
  });

  it('requires a code for a refusal, and forbids one for an action', async () => {
    const codes = await Promise.allSettled([
      append({ outcome: 'refused', code: null }),
      append({ outcome: 'done', code: 'forbidden' }),
    ]);
    expect(codes.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
  });

  describe('read by an administrator', () => {
    const [district, commune, elsewhere] = [uuid(), uuid(), uuid()];
    const at = (minutes: number) => Date.UTC(2026, 5, 1) + minutes * 60_000;
    before(async () => {
      for (let n = 0; n < 30; n += 1) {
        await append({
          // Pairs have the same time; only the sequence orders them.
          atMs: at(Math.floor(n / 2)),
          siteId: [district, commune, elsewhere][n % 3] ?? null,
          action: n % 5 === 0 ? 'device.paired' : 'meeting.changed',
          ...(n % 4 === 0 && { outcome: 'refused', code: 'not-found' }),
          actor: { kind: 'secretariat', id: commune, name: `nguyễn.thị.${n}` },
          target: { kind: 'meeting', id: uuid(), name: n % 2 === 0 ? 'Giao ban Yên Lạc' : 'Họp Ủy ban' },
          address: n % 7 === 0 ? '192.168.7.7' : '10.0.0.9',
        });
      }
    });
    const since = { fromMs: at(0), toMs: at(60) };

    it('shows the requested units, page by page, each entry once', async () => {
      const siteIds = [district, commune];
      const whole = await audit().list({ ...since, siteIds, limit: 100 });
      expect(whole).to.have.length(20);
      expect(new Set(whole.map(({ siteId }) => siteId))).to.deep.equal(new Set(siteIds));
      const paged: AuditEntry[] = [];
      for (;;) {
        const last = paged.at(-1);
        const page = await audit().list({
          ...since,
          siteIds,
          limit: 3,
          ...(last && { after: [last.atMs, last.seq] }),
        });
        paged.push(...page);
        if (page.length < 3) break;
      }
      expect(paged).to.deep.equal(whole);
      expect(await audit().list({ ...since, siteIds: [], limit: 9 })).to.deep.equal([]);
    });

    it('filters by each condition', async () => {
      const found = async (filter: object) =>
        (await audit().list({ ...since, ...filter, limit: 100 })).length;
      expect(await found({})).to.equal(30);
      expect(await found({ action: 'device.paired' })).to.equal(6);
      expect(await found({ outcome: 'refused' })).to.equal(8);
      expect(await found({ outcome: 'refused', siteIds: [district] })).to.equal(3);
      expect(await found({ actorId: commune })).to.equal(30);
      expect(await found({ actorId: district })).to.equal(0);
      expect(await found({ targetKind: 'meeting' })).to.equal(30);
      expect(await found({ targetKind: 'account' })).to.equal(0);
      expect(await found({ toMs: at(1) })).to.equal(2);
    });

    it('finds names by word prefixes, without accents and case', async () => {
      const found = async (text: string) => (await audit().list({ ...since, text, limit: 100 })).length;
      expect(await found('yen lac')).to.equal(15);
      expect(await found('ỦY BAN')).to.equal(15);
      expect(await found('Lạc y')).to.equal(15);
      expect(await found('giao uy')).to.equal(0);
      expect(await found('nguyen.thi.29')).to.equal(1);
      expect(await found('192.168.7')).to.equal(5);
      for (const odd of ["'", ':*', '& |', '\\', '!giao']) {
        expect(await found(odd)).to.be.oneOf([0, 15]);
      }
    });
  });
});
