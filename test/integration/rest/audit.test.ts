import { expect } from 'chai';
import { z } from 'zod';
import { auditList, type AuditEntryView } from '../../../protocol/rest/audit.ts';
import { type CallerKind, permissions } from '../../../protocol/rest/permissions.ts';
import { routeNames, routes } from '../../../protocol/rest/routes.ts';
import type { AuditEntry } from '../../../server/audit/audit-repository.ts';
import { audited } from '../../../server/http/audited.ts';
import { actingRequests } from '../../support/rest/acting-requests.ts';
import type { ActingRequest } from '../../support/rest/acting/ground.ts';
import { origin } from '../../support/rest/acting/identity.ts';
import {
  callersOf,
  password,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../support/rest/rest-edge.ts';

const unknownId = '01890000-0000-7000-8000-00000000dead';
const made = z.object({ id: z.string() });

describe('REST: the audit log', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let callers: Readonly<Record<CallerKind, string | undefined>>;
  let requests: ReadonlyMap<string, () => Promise<ActingRequest>>;
  const secrets = new Set<string>();
  before(async () => {
    edge = await startRestEdge({ rehearsalBeforeMs: 24 * 3_600_000, publicUrl: origin });
    province = await populate(edge);
    callers = callersOf(province);
    requests = actingRequests(edge, province, secrets);
  });
  after(() => edge.close());

  const newest = (limit = 1) => edge.repositories.auditEntries.list({ limit });
  const written = async (): Promise<number> => {
    const { n } = z
      .object({ n: z.coerce.number() })
      .parse((await edge.execute('select count(*) as n from audit_entry'))[0]);
    return n;
  };
  /** The entries of the work, oldest first. */
  const madeBy = async (work: () => Promise<unknown>): Promise<readonly AuditEntry[]> => {
    const before = await written();
    await work();
    const after = await written();
    const all = await edge.execute('select seq from audit_entry order by seq');
    expect(all).to.have.length(after);
    const entries = after === before ? [] : await edge.repositories.auditEntries.list({ limit: 10_000 });
    return entries.filter(({ seq }) => seq > before).toSorted((a, b) => a.seq - b.seq);
  };
  let addresses = 0;
  const from = (): Record<string, string> => {
    addresses += 1;
    return { 'x-forwarded-for': `10.${addresses >> 8}.${addresses & 255}.1` };
  };

  const recorded = routeNames.flatMap((name) => {
    const how = audited[name];
    return how === undefined || 'none' in how ? [] : [{ name, action: how.action, done: how.done }];
  });

  describe('of actions', () => {
    for (const { name, action } of recorded.filter(({ done }) => done !== 'none')) {
      it(`has one entry for ${name}, with the actor, the target and its unit`, async () => {
        const request = await requests.get(name)?.();
        if (request === undefined) throw new Error(`test/support/acting has no call of ${name}`);
        const { asked, actor, targetId, siteId } = request;
        let answered: unknown;
        const entries = await madeBy(async () => {
          const headers = { ...from(), ...asked.headers };
          const { status, body } = await edge.ask(name, { ...asked, headers });
          expect(status, JSON.stringify(body)).to.be.below(300);
          answered = body;
        });
        expect(entries.map((entry) => [entry.action, entry.outcome])).to.deep.equal([[action, 'done']]);
        const [entry] = entries;
        expect(entry?.actor.name ?? '').to.equal(actor ?? '');
        const idOf = (told: string | null | undefined) =>
          told === undefined ? made.parse(answered).id : told;
        expect(entry?.siteId).to.equal(idOf(siteId));
        expect(entry?.target?.id).to.equal(idOf(targetId));
        expect(entry?.address).to.match(/^10\./);
        if (asked.as !== undefined) expect(entry?.sessionId).to.be.a('string');
      });
    }

    it('lists only fields that changed', async () => {
      const { id } = province.lapThach.hall;
      const change = (body: object) =>
        edge.ask('endpoint.change', { as: province.administrator.token, params: { endpointId: id }, body });
      await change({ name: 'Hội trường lớn', lineDownKbps: 4_000 });
      const [entry] = await newest();
      expect([entry?.before, entry?.after]).to.deep.equal([
        { name: 'Hội trường', lineDownKbps: null },
        { name: 'Hội trường lớn', lineDownKbps: 4_000 },
      ]);
      await change({ name: 'Hội trường lớn' });
      const [same] = await newest();
      expect([same?.before, same?.after]).to.deep.equal([null, null]);
    });

    it('has no second entry for a call that is repeated with its key', async () => {
      const { asked } = (await requests.get('endpoint.create')?.()) ?? { asked: {} };
      const again = { ...asked, headers: { 'idempotency-key': 'chi-mot-lan' } };
      const entries = await madeBy(async () => {
        await edge.ask('endpoint.create', again);
        await edge.ask('endpoint.create', again);
      });
      expect(entries).to.have.length(1);
    });

    it('has no entry for reading, and for documents only in a classified meeting', async () => {
      const document = await requests.get('document.content')?.();
      const read = await madeBy(async () => {
        for (const name of [
          'account.list',
          'meeting.list',
          'endpoint.list',
          'site.list',
          'audit.list',
        ] as const) {
          expect((await edge.ask(name, { as: callers.administrator })).status).to.equal(200);
        }
        await edge.ask('session.signOut', { headers: { cookie: 'diemcau-refresh=khong-phai' } });
      });
      expect(read).to.deep.equal([]);
      const [entry] = await madeBy(() => edge.ask('document.content', document?.asked ?? {}));
      expect(entry?.target).to.deep.include({ kind: 'document', name: null });
    });

    it('has no title of a classified meeting', async () => {
      const title = 'Phương án đặc biệt';
      const startsAtMs = edge.clock.now + 3_600_000;
      const site = province.yenLac.site;
      await edge.ask('meeting.create', {
        as: callers.secretariat,
        body: {
          title,
          siteId: site,
          startsAtMs,
          endsAtMs: startsAtMs + 3_600_000,
          classification: 'classified',
        },
      });
      const [entry] = await newest();
      expect(entry?.after).to.deep.include({ classification: 'classified', siteId: site });
      expect(JSON.stringify(entry)).not.to.contain(title);
    });
  });

  describe('of refusals', () => {
    // Only so many kinds at once get entries of their own; these tests make more. Disposing ends those that are open.
    afterEach(() => edge.auditTrail[Symbol.asyncDispose]());

    const kinds: readonly CallerKind[] = permissions.public;
    const nowhere = {
      accountId: unknownId,
      siteId: unknownId,
      endpointId: unknownId,
      meetingId: unknownId,
      invitationId: unknownId,
      documentId: unknownId,
      page: '1',
      rehearsalId: unknownId,
      groupId: unknownId,
      templateId: unknownId,
      passkeyId: unknownId,
      bridgeId: unknownId,
      sessionId: unknownId,
      token: 'khong-phai-duong-dan',
      secret: 'khong-co-dia-chi-nay-khong-co-dia-chi-nay-k',
    };
    for (const { name, action } of recorded) {
      const { permission } = routes[name];
      if (permission === 'public') continue;
      it(`records for ${name} an invalid token, and a caller of a forbidden kind`, async () => {
        const forged = await madeBy(() =>
          edge.ask(name, { params: nowhere, as: 'khong-phai-token', headers: from() }),
        );
        expect(forged.map((entry) => [entry.action, entry.code, entry.actor.kind])).to.deep.equal([
          [action, 'unauthenticated', 'anonymous'],
        ]);
        const allowed: readonly CallerKind[] = permissions[permission];
        const kind = kinds.find((each) => each !== 'anonymous' && callers[each] && !allowed.includes(each));
        if (kind === undefined) return;
        const refused = await madeBy(() =>
          edge.ask(name, { params: nowhere, as: callers[kind], headers: from() }),
        );
        // Unmet duties restrict an account, but the log has its real kind.
        const told = kind === 'restricted' ? ['account-not-secured', 'official'] : ['forbidden', kind];
        expect(refused.map((entry) => [entry.action, entry.code, entry.actor.kind])).to.deep.equal([
          [action, ...told],
        ]);
      });
    }

    it('records also forbidden lists, but no callers that have not signed in', async () => {
      const [entry, ...more] = await madeBy(() =>
        edge.ask('account.list', { as: callers.official, headers: from() }),
      );
      expect(more).to.deep.equal([]);
      expect(entry).to.deep.include({ action: 'request.refused', code: 'forbidden' });
      expect(entry?.target).to.deep.equal({ kind: 'route', id: 'account.list', name: null });
      expect(await madeBy(() => edge.ask('account.list', { headers: from() }))).to.deep.equal([]);
      expect(await madeBy(() => edge.ask('session.refresh', { headers: from() }))).to.deep.equal([]);
    });

    it('records wrong passwords under the account, and stores no unknown login', async () => {
      const wrong = 'mat khau sai ma dai';
      secrets.add(wrong);
      const [known] = await madeBy(() =>
        edge.ask('session.signIn', { body: { login: 'yenlac.thuky', password: wrong }, headers: from() }),
      );
      expect(known).to.deep.include({
        action: 'session.started',
        outcome: 'refused',
        code: 'unauthenticated',
      });
      expect(known?.target).to.deep.equal({
        kind: 'account',
        id: province.yenLac.secretariat.id,
        name: 'yenlac.thuky',
      });
      expect(known?.siteId).to.equal(province.yenLac.site);
      // A person in a hurry types the password into the login field.
      secrets.add('hoacuccuaem');
      const [unknown] = await madeBy(() =>
        edge.ask('session.signIn', { body: { login: 'hoacuccuaem', password: 'x' }, headers: from() }),
      );
      expect([unknown?.target, unknown?.siteId]).to.deep.equal([null, null]);
    });

    it('shows an administrator of targets elsewhere only the id that was sent', async () => {
      const own = await edge.account('yenlac.quantri', 'administrator', province.yenLac.site);
      const { id } = province.lapThach.secretariat;
      const asked = { as: own.token, params: { accountId: id }, headers: from() };
      const [entry] = await madeBy(() => edge.ask('account.disable', asked));
      expect(entry).to.deep.include({ code: 'not-found', siteId: province.yenLac.site });
      expect(entry?.target).to.deep.equal({ kind: 'account', id, name: null });
    });

    it('sums up two thousand refusals in a few entries', async () => {
      const headers = from();
      const flood = await madeBy(async () => {
        for (let batch = 0; batch < 20; batch += 1) {
          await Promise.all(
            Array.from({ length: 100 }, (_, n) =>
              edge.ask('account.disable', {
                as: callers.official,
                params: {
                  accountId: nowhere.accountId.slice(0, -4) + String(1000 + ((batch * 100 + n) % 9000)),
                },
                headers,
              }),
            ),
          );
        }
        edge.clock.now += 61_000;
        await edge.auditTrail[Symbol.asyncDispose]();
      });
      expect(flood.length).to.be.below(40);
      expect(flood.reduce((sum, { count }) => sum + count, 0)).to.equal(2_000);
    });
  });

  describe('for administrators', () => {
    const read = async (as: string | undefined, query: Record<string, string> = {}) =>
      edge.get(auditList, 'audit.list', { as, query });
    const all = async (as: string | undefined, query: Record<string, string> = {}) => {
      const entries: AuditEntryView[] = [];
      let cursor: string | null = null;
      do {
        const page: z.infer<typeof auditList> = await read(as, {
          ...query,
          limit: '50',
          ...(cursor && { cursor }),
        });
        entries.push(...page.entries);
        cursor = page.nextCursor;
      } while (cursor !== null);
      return entries;
    };

    it('shows each its own subtree, and everything to those of the whole tree', async () => {
      const everything = await all(callers.administrator);
      expect(everything).to.have.length(await written());
      expect(everything.some(({ siteId }) => siteId === null)).to.equal(true);
      const own = await edge.account('yenlac.quantri3', 'administrator', province.yenLac.site);
      const ids = new Set(await edge.repositories.sites.subtreeIds(province.yenLac.site));
      const seen = await all(own.token);
      expect(seen).to.deep.equal(everything.filter(({ siteId }) => siteId !== null && ids.has(siteId)));
      expect(seen.length).to.be.within(1, everything.length - 1);
      const elsewhere = { as: own.token, query: { siteId: province.lapThach.site } };
      expect((await edge.ask('audit.list', elsewhere)).code).to.equal('not-found');
      expect((await edge.ask('sheet.audit', elsewhere)).code).to.equal('not-found');
    });

    it('can be filtered by action, by actor, and by name', async () => {
      const found = await all(callers.administrator, { action: 'account.disabled', outcome: 'done' });
      expect(found.map(({ actor }) => actor.name)).to.deep.equal(['quantri']);
      const typed = await all(callers.administrator, {
        q: 'YENLAC.THUKY',
        outcome: 'refused',
        action: 'session.started',
      });
      expect(typed.map(({ target }) => target?.name)).to.deep.equal(['yenlac.thuky']);
    });

    it('is exported as a spreadsheet in Vietnamese', async () => {
      const query = { format: 'csv', action: 'account.disabled', outcome: 'done' };
      const { body } = await edge.ask('sheet.audit', { as: callers.administrator, query });
      expect(String(body)).to.contain('Khóa tài khoản').and.to.contain('Đã khóa: không');
    });
  });

  // Must run after all other suites, whose secrets it looks for.
  describe('after all of that', () => {
    it('contains no secret that was sent or returned', async () => {
      expect(secrets.size).to.be.above(8);
      secrets.add(password);
      const rows = JSON.stringify(await edge.execute('select * from audit_entry'));
      for (const token of Object.values(callers)) if (token !== undefined) secrets.add(token);
      expect([...secrets].filter((each) => rows.includes(each))).to.deep.equal([]);
      expect(rows).not.to.contain('argon2');
    });
  });
});
