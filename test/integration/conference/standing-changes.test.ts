import { expect } from 'chai';
import { joinResult } from '../../../protocol/commands.ts';
import { sheetReport } from '../../../protocol/rest/sheets.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import { protocolVersion } from '../../../protocol/socket.ts';
import { RestCaller } from '../../../simulation/rest.ts';
import type { App } from '../../../server/app.ts';
import { startApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { TestParticipant } from '../../support/conference/participant.ts';
import { passFor, plannerOf, visitor } from '../../support/conference/passes.ts';
import type { Guest, Planner } from '../../support/conference/passes.ts';

/** The time within which a change from outside reaches a live conference. */
const withinMs = 1_000;

describe('a change of accounts, units or plans while a meeting is live', function () {
  this.timeout(120_000);
  let app: App;
  let planner: Planner;
  before(async () => {
    app = await startApp({ socket: { entriesPerMinute: 10_000 }, conference: { reconnectGraceS: 3_600 } });
    planner = await plannerOf(app.url);
  });
  after(() => app[Symbol.asyncDispose]());

  const enter = async (meetingId: string, guest: Guest): Promise<TestParticipant> => {
    const participant = visitor(app.url, meetingId, guest);
    expect(await participant.door()).to.equal('ok');
    const answer = await participant.request('join', { roster: true });
    expect(answer).to.have.nested.property('result.outcome', 'joined');
    return participant;
  };
  const stateOf = async (participant: TestParticipant): Promise<ConferenceState> => {
    const answer = await participant.request('join', { roster: true });
    const result = joinResult.parse(answer.ok ? answer.result : undefined);
    if (result.outcome !== 'joined') throw new Error(result.outcome);
    return result.snapshot;
  };
  /** A live meeting with its chair in it. */
  const meeting = async (more?: object) => {
    const meetingId = await planner.openedBeside(more);
    const [lead] = await planner.rooms([{ name: 'Phòng họp của chủ tọa', role: 'chair' }]);
    if (!lead) throw new Error('nobody leads');
    if (more) await clear(lead);
    await planner.invite(meetingId, [lead]);
    return { meetingId, chair: await enter(meetingId, lead) };
  };
  const administration = (): RestCaller => planner.administration;
  const clear = ({ identity: { id, kind } }: Guest, cleared = true): Promise<unknown> =>
    kind === 'endpoint'
      ? administration().call('endpoint.setClearance', { params: { endpointId: id }, body: { cleared } })
      : administration().call('account.setClearance', { params: { accountId: id }, body: { cleared } });
  const planOf = (meetingId: string) => administration().call('meeting.get', { params: { meetingId } });
  const withdraw = async (meetingId: string, guest: Guest): Promise<unknown> => {
    const { version, invitations } = await planOf(meetingId);
    const found = invitations.find(({ inviteeId }) => inviteeId === guest.identity.id);
    const params = { meetingId, invitationId: found?.id ?? '' };
    return administration().call('meeting.withdrawInvitation', { params, version });
  };
  const reinvite = (meetingId: string, guest: Guest, role: Guest['identity']['role']): Promise<void> =>
    planner.invite(meetingId, [{ ...guest, identity: { ...guest.identity, role } }]);

  /** Expects a connected participant to be cut off in time, with the reason. */
  const cutOff = async (one: TestParticipant, code: string): Promise<void> => {
    await eventually(() => !one.socket.connected, 'the line to be cut', { timeoutMs: withinMs });
    expect(one.goodbyes).to.deep.equal([code]);
  };
  const saidOf = ({ events }: TestParticipant, { identity: { id } }: Guest) =>
    events.flatMap((event) =>
      event.type === 'participant.excluded' && event.payload.participantId === id
        ? [[event.by, event.payload.reason]]
        : [],
    );
  /** Returns the refusal of a pass from before the change. */
  const refusedWith = async (meetingId: string, guest: Guest): Promise<string> => {
    using late = visitor(app.url, meetingId, guest);
    // `await` keeps the socket open until the refusal has arrived.
    return await late.door();
  };

  interface Case {
    readonly what: string;
    readonly kind: 'room' | 'secretariat' | 'official';
    readonly change: (meetingId: string, guest: Guest) => Promise<unknown>;
    /** The reason that the participant receives, and the refusal of later attempts. */
    readonly told: string;
    readonly refused: string;
    /** The reason in the log; undefined where its seat is kept for a new sign-in. */
    readonly reason?: string;
    readonly classified?: true;
  }
  const cases: readonly Case[] = [
    {
      what: 'an invitation is withdrawn',
      kind: 'room',
      change: withdraw,
      told: 'not-invited',
      refused: 'not-found',
      reason: 'not-invited',
    },
    {
      what: 'a room is retired',
      kind: 'room',
      change: (_, { identity: { id } }) =>
        administration().call('endpoint.retire', { params: { endpointId: id } }),
      told: 'unauthenticated',
      refused: 'unauthenticated',
      reason: 'retired',
    },
    {
      what: 'a room’s device is revoked',
      kind: 'room',
      change: (_, { identity: { id } }) =>
        administration().call('device.revoke', { params: { endpointId: id } }),
      told: 'unauthenticated',
      refused: 'unauthenticated',
    },
    {
      what: 'a room’s clearance is taken back',
      kind: 'room',
      change: (_, guest) => clear(guest, false),
      told: 'not-cleared',
      refused: 'not-found',
      reason: 'not-cleared',
      classified: true,
    },
    {
      what: 'an official’s clearance is taken back',
      kind: 'official',
      change: (_, guest) => clear(guest, false),
      told: 'not-cleared',
      refused: 'not-found',
      reason: 'not-cleared',
      classified: true,
    },
    ...(['official', 'secretariat'] as const).flatMap((kind): Case[] => [
      {
        what: `an account is disabled (${kind})`,
        kind,
        change: (_, { identity: { id } }) =>
          administration().call('account.disable', { params: { accountId: id } }),
        told: 'unauthenticated',
        refused: 'unauthenticated',
        reason: 'disabled',
      },
      {
        what: `an account is given another password (${kind})`,
        kind,
        change: (_, { identity: { id } }) =>
          administration().call('account.setPassword', {
            params: { accountId: id },
            body: { password: 'mat-khau-khac-hoan-toan' },
          }),
        told: 'unauthenticated',
        refused: 'unauthenticated',
      },
      {
        what: `somebody signs out (${kind})`,
        kind,
        change: (_, { caller }) => caller.call('session.signOut', {}),
        told: 'unauthenticated',
        refused: 'unauthenticated',
      },
    ]),
  ];

  for (const { what, kind, change, told, refused, reason, classified } of cases) {
    it(`disconnects only the affected participant: ${what}`, async () => {
      const { meetingId, chair } = await meeting(classified && { classification: 'classified' });
      using stack = new DisposableStack();
      stack.use(chair);
      const make = async (): Promise<Guest> => {
        const [room] = kind === 'room' ? await planner.rooms([{ name: 'Hội trường' }]) : [];
        return room ?? planner.account(kind === 'room' ? 'official' : kind);
      };
      const [guest, other] = [await make(), await make()];
      if (classified) for (const each of [guest, other]) await clear(each);
      if (kind !== 'secretariat') await planner.invite(meetingId, [guest, other]);
      const one = stack.use(await enter(meetingId, guest));
      const bystander = stack.use(await enter(meetingId, other));
      // Issued before the change.
      const token = passFor(meetingId, guest);

      await change(meetingId, guest);
      await cutOff(one, told);
      const late = stack.use(new TestParticipant(app.url, { version: protocolVersion, token }));
      expect(await late.door(), 'an old pass').to.equal(refused);
      expect(await refusedWith(meetingId, guest)).to.equal(refused);
      if (reason === undefined) {
        expect((await stateOf(chair)).participants[guest.identity.id]?.presence).to.equal('away');
      } else {
        await eventually(() => saidOf(chair, guest).length > 0, 'the log to say so');
        expect(saidOf(chair, guest)).to.deep.equal([[null, reason]]);
        const found = (await stateOf(chair)).participants[guest.identity.id];
        expect(found?.presence).to.equal('excluded');
      }
      expect(bystander.socket.connected && chair.socket.connected).to.equal(true);
      expect(await bystander.outcome('hand.raise', { category: 'speech', subject: '' })).to.be.oneOf([
        'ok',
        'forbidden',
      ]);
    });
  }

  it('leaves a second sign-in of the same person connected', async () => {
    const { meetingId, chair } = await meeting();
    using _chair = chair;
    const guest = await planner.account('secretariat');
    const again = await RestCaller.signIn(
      app.url,
      guest.identity.name,
      `mat-khau-cua-${guest.identity.name}`,
    );
    using one = await enter(meetingId, guest);
    await again.call('session.signOut', {});
    await new Promise((resolve) => setTimeout(resolve, withinMs));
    expect(one.socket.connected).to.equal(true);
    expect(await one.outcome('conference.lock')).to.equal('ok');
  });

  it('admits participants again after the plan includes them again, in the role of the plan', async () => {
    const { meetingId, chair } = await meeting();
    using _chair = chair;
    const [guest] = await planner.guests(meetingId, [{ name: 'Hội trường huyện', role: 'secretary' }]);
    if (!guest) throw new Error('one was asked for');
    using one = await enter(meetingId, guest);
    await withdraw(meetingId, guest);
    await cutOff(one, 'not-invited');
    await reinvite(meetingId, guest, 'observer');
    using back = await enter(meetingId, guest);
    expect(await back.outcome('conference.lock')).to.equal('forbidden');
    expect((await stateOf(chair)).participants[guest.identity.id]?.role).to.equal('observer');
  });

  it('gives a present participant the role of the plan at once', async () => {
    const { meetingId, chair } = await meeting();
    using _chair = chair;
    const [guest] = await planner.guests(meetingId, [{ name: 'Hội trường huyện' }]);
    if (!guest) throw new Error('one was asked for');
    using one = await enter(meetingId, guest);
    for (const [role, outcome] of [
      ['secretary', 'ok'],
      ['observer', 'forbidden'],
      ['operator', 'ok'],
      ['delegate', 'forbidden'],
    ] as const) {
      await reinvite(meetingId, guest, role);
      await eventually(
        () => one.events.some((event) => event.type === 'role.given' && event.payload.role === role),
        `the ${role}`,
        { timeoutMs: withinMs },
      );
      expect(await one.outcome('conference.unlock')).to.equal(outcome);
    }
  });
  it('ends the authority of an office over a unit that a reform has taken from it', async () => {
    const { sites } = await administration().call('site.list', {});
    const [from] = planner.districts;
    const commune = sites.find(({ parentId }) => parentId === from);
    if (!commune) throw new Error('a district has communes');
    const { meetingId, chair } = await meeting({ siteId: commune.id });
    using _chair = chair;
    const secretary = await planner.account('secretariat', from);
    using one = await enter(meetingId, secretary);
    expect(await one.outcome('conference.lock')).to.equal('ok');
    const district = sites.find(({ id }) => id === planner.districts[1]);
    const sheet = `Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cấp trên,Hiệu lực từ
${commune.code},${commune.name},Cấp xã,${district?.code},${commune.validFrom}`;
    const query = { dryRun: 'false' };
    const content = Buffer.from(sheet);
    const report = await administration().fetch('sheet.importSites', { query, content });
    expect(sheetReport.parse(await report.json())).to.include({ changed: 1 });
    await cutOff(one, 'not-invited');
    const seen = await secretary.caller.call('meeting.get', { params: { meetingId } }).then(
      () => 'seen',
      (error: unknown) => String(error),
    );
    expect(seen).to.contain('not-found');
  });
});
