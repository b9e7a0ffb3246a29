import { expect } from 'chai';
import { v7 as newId } from 'uuid';
import { anyCommand, commands, joinResult } from '../../../protocol/commands.ts';
import type { CommandType } from '../../../protocol/commands.ts';
import { role } from '../../../protocol/roles.ts';
import type { Role } from '../../../protocol/roles.ts';
import type { Phase } from '../../../protocol/state.ts';
import { allowed, policyRefusal } from '../../../domain/conference/policy.ts';
import type { App } from '../../../server/app.ts';
import { startApp } from '../../support/app.ts';
import { codeOf, History } from '../../support/conference/conference-history.ts';
import type { TestParticipant } from '../../support/conference/participant.ts';
import { plannerOf, visitor } from '../../support/conference/passes.ts';
import type { Guest, Planner, Wanted } from '../../support/conference/passes.ts';
import { sensiblePayloads } from '../../support/conference/sensible-commands.ts';

const types = Object.keys(commands).filter((type): type is CommandType => Object.hasOwn(commands, type));
const livePhases = ['opening', 'in-session', 'break'] as const satisfies readonly Phase[];

/** Commands that end the tested phase. */
const changesPhase = (type: CommandType, as: Role, phase: Phase): boolean =>
  ['conference.start', 'conference.pause', 'conference.resume', 'conference.end'].includes(type) &&
  allowed(type, as, phase);

/**
 * A command that another conference must accept gets that conference's policyRefusal; there is no other conference
 * here.
 */
const outside: Partial<Record<CommandType, string>> = { 'participant.move': 'not-found' };

describe('the policy table at the socket', function () {
  this.timeout(60_000);
  let app: App;
  let planner: Planner;
  let guests: readonly Guest[];
  before(async () => {
    app = await startApp({ socket: { requestsPerS: 1_000 } });
    planner = await plannerOf(app.url);
    guests = await planner.rooms([
      { name: 'chủ tọa', role: 'chair' },
      { name: 'xã Tam Hồng' },
      { name: 'xã Trung Mỹ' },
      ...roles.map((role): Wanted => ({ name: role, role })),
    ]);
  });
  after(() => app[Symbol.asyncDispose]());

  /** A real conference in a phase, and beside it a model that has the rules only. */
  class Stand implements Disposable {
    readonly model = new History();
    readonly #connections = new DisposableStack();
    readonly #meetingId: string;

    constructor(meetingId: string) {
      this.#meetingId = meetingId;
    }

    async join(who: Guest): Promise<TestParticipant> {
      await planner.invite(this.#meetingId, [who]);
      const connection = this.#connections.use(visitor(app.url, this.#meetingId, who));
      expect(await connection.door()).to.equal('ok');
      const answer = await connection.request('join', { roster: true });
      if (!answer.ok) throw new Error(answer.error.code);
      this.model.join(who.identity);
      return connection;
    }

    [Symbol.dispose](): void {
      this.#connections.dispose();
    }
  }

  /** The roles in which a client may join; the recorder is the server's own. */
  const roles = role.exclude(['recorder']).options;
  const named = (name: string): Guest => {
    const found = guests.find(({ identity }) => identity.name === name);
    if (!found) throw new Error(`there is no ${name}`);
    return found;
  };

  async function conferenceIn(phase: (typeof livePhases)[number], as: Exclude<Role, 'recorder'>) {
    const stand = new Stand(await planner.opened(['Khai mạc']));
    const [chair, commune, spare] = [named('chủ tọa'), named('xã Tam Hồng'), named('xã Trung Mỹ')];
    const connection = await stand.join(chair);
    for (const each of [commune, spare]) await stand.join(each);
    const again = await connection.request('join', { roster: true });
    if (!again.ok) throw new Error(again.error.code);
    const result = joinResult.parse(again.result);
    if (result.outcome !== 'joined') throw new Error(result.outcome);
    const [item] = result.snapshot.agenda.items;
    const payloads = sensiblePayloads({
      commune: commune.identity.id,
      spare: spare.identity.id,
      itemId: item?.id,
      ballotId: newId(),
      other: newId(),
    });
    // The model starts with the state of the real conference, for example the items of its agenda.
    stand.model.state = { ...result.snapshot };
    const lead = async (type: CommandType, payload: object = {}): Promise<void> => {
      expect(await connection.outcome(type, payload)).to.equal('ok');
      expect(codeOf(stand.model.command(chair.identity, type, payload))).to.equal('ok');
    };
    await lead('ballot.draft', { ...payloads['ballot.draft'], ...payloads['ballot.open'] });
    if (phase !== 'opening') await lead('conference.start');
    if (phase === 'break') await lead('conference.pause', { minutes: 10 });

    const actor = named(as);
    const acting = await stand.join(actor);
    const check = async (type: CommandType): Promise<void> => {
      const cell = `${as} · ${type} · ${phase}`;
      const payload = payloads[type] ?? {};
      const told = await acting.outcome(type, payload);
      const denied = policyRefusal(type, as, phase);
      if (denied !== undefined) {
        expect(told, cell).to.equal(denied);
        return;
      }
      const asked = outside[type];
      expect(told, cell).to.equal(asked ?? codeOf(stand.model.command(actor.identity, type, payload)));
      const { errors } = commands[type];
      if (told !== 'ok') expect([...errors, ...anyCommand], cell).to.include(told);
    };
    return { check, [Symbol.dispose]: () => stand[Symbol.dispose]() };
  }

  for (const phase of livePhases) {
    for (const as of roles) {
      it(`answers each command of a ${as} in phase ${phase} as the table says`, async () => {
        {
          using stand = await conferenceIn(phase, as);
          const others = types.filter((type) => type !== 'leave' && !changesPhase(type, as, phase));
          await stand.check('leave');
          await stand.check('join');
          for (const type of others) await stand.check(type);
        }
        for (const type of types.filter((each) => changesPhase(each, as, phase))) {
          using stand = await conferenceIn(phase, as);
          await stand.check(type);
        }
      });
    }
  }

  it('admits nobody, in any role, before a conference opens and after it has ended', async () => {
    const planned = await planner.scheduled();
    const over = await planner.opened();
    {
      using stand = new Stand(over);
      const connection = await stand.join(named('chủ tọa'));
      expect(await connection.outcome('conference.end')).to.equal('ok');
    }
    for (const meetingId of [planned, over]) {
      for (const as of roles) {
        using connection = visitor(app.url, meetingId, named(as));
        expect(await connection.door()).to.equal('not-live');
      }
    }
  });
});
