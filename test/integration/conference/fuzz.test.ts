import { expect } from 'chai';
import fc from 'fast-check';
import { pino } from 'pino';
import type { LoggedEvent } from '../../../protocol/events.ts';
import { replay } from '../../../domain/conference/evolve.ts';
import { stateFor } from '../../../domain/conference/view.ts';
import { createConferenceLog } from '../../../server/storage/repositories/conference-log.ts';
import { openDatabase } from '../../../server/storage/database.ts';
import { startApp } from '../../support/app.ts';
import { tokenSecret } from '../../support/rest/secrets.ts';
import { silent, temporaryPglite } from '../../support/storage/database.ts';
import { eventually } from '../../support/eventually.ts';
import { Follower } from '../../support/conference/follower.ts';
import { freePort } from '../../support/network/free-port.ts';
import { mutated, oneOf, seeded } from '../../support/rest/mutations.ts';
import { plannerOf, visitor } from '../../support/conference/passes.ts';
import type { Wanted } from '../../support/conference/passes.ts';
import { commandsAmong } from '../../support/conference/random-sessions.ts';
import { startService } from '../../support/service.ts';

/**
 * Fifty clients of all roles send anything: commands of every type, one in ten of them mangled, and media
 * requests, in bursts of up to thirty at once, mostly from a client with the right to send them. Meanwhile
 * connections are lost, second devices take seats over, and the server stops twice. One test runs the server
 * in this process, stops it in order and lets its clock jump by up to twenty minutes; the other runs it in a
 * process of its own and kills it.
 *
 * Afterwards the state of each client must be the fold of the log up to the client's position, and so must be
 * the state that the server gives a new moderator. No number of the log may be missing or doubled, no client
 * may have received events with a gap, and the server may have logged no error of its own.
 *
 * The seed decides the commands, but not their timing on the wire. A seed that found a fault probably finds
 * it again; each found fault has a small test of its own elsewhere. Each run uses the same seeds and takes
 * about a minute. FUZZ_SEED sets the seed of both tests, FUZZ_COMMANDS their number of commands:
 *
 *   FUZZ_COMMANDS=10000 FUZZ_SEED=7 npm test -- test/integration/conference/fuzz.test.ts
 */
const run = (seed: number, commandCount: number) => ({
  seed: Number(process.env['FUZZ_SEED'] ?? seed),
  commandCount: Number(process.env['FUZZ_COMMANDS'] ?? commandCount),
});
/** Seed 4 once found that participants that had left still received events. */
const overStops = run(4, 10_000);
const overKills = run(2, 2_500);
const clientCount = 50;

/** A server that can be stopped and started again on its data. */
interface Host extends AsyncDisposable {
  readonly url: string;
  /** Epoch ms by the server's clock. */
  now(): number;
  jump(ms: number): void;
  restart(): Promise<void>;
  /** The errors of its own that the server has logged. */
  readonly errors: readonly string[];
}

const settings = {
  conference: { reconnectGraceS: 2 },
  socket: { requestsPerS: 1_000, burst: 10_000, entriesPerMinute: 10_000 },
};
const isOwnError = (line: string): boolean =>
  /"level":[56]0/.test(line) && !line.includes('"part":"mediasoup"');

/** A server in this process, stopped in order, with a clock that the test sets. */
async function hostHere(folder: string): Promise<Host> {
  let offsetMs = 0;
  const errors: string[] = [];
  const now = (): number => Date.now() + offsetMs;
  const logger = pino(
    { level: 'error' },
    { write: (line: string) => void (isOwnError(line) && errors.push(line)) },
  );
  const start = () => startApp({ ...settings, storage: { folder } }, { now, logger });
  let app = await start();
  return {
    get url() {
      return app.url;
    },
    now,
    jump: (ms) => void (offsetMs += ms),
    async restart() {
      await app[Symbol.asyncDispose]();
      app = await start();
    },
    errors,
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  };
}

/** A server in its own process, killed as by a power cut. */
async function hostApart(folder: string): Promise<Host> {
  const errors: string[] = [];
  const port = await freePort();
  const start = () =>
    startService({
      folder,
      port,
      environment: {
        DIEMCAU_IDENTITY__SECRET: tokenSecret,
        DIEMCAU_CONFERENCE__RECONNECTGRACES: String(settings.conference.reconnectGraceS),
        DIEMCAU_SOCKET__REQUESTSPERS: String(settings.socket.requestsPerS),
        DIEMCAU_SOCKET__ENTRIESPERMINUTE: String(settings.socket.entriesPerMinute),
        DIEMCAU_SOCKET__BURST: String(settings.socket.burst),
      },
    });
  let service = await start();
  return {
    get url() {
      return service.url;
    },
    now: Date.now,
    jump: () => undefined,
    async restart() {
      await service.kill();
      errors.push(...service.lines.filter(isOwnError));
      service = await start();
    },
    errors,
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      errors.push(...service.lines.filter(isOwnError));
    },
  };
}

const minuteMs = 60_000;
const wanted = Array.from({ length: clientCount }, (_, n): Wanted => {
  const role = (['chair', 'secretary', 'operator', 'observer'] as const)[Math.floor(n / 2)] ?? 'delegate';
  return { name: `điểm cầu ${n}`, role };
});
/** Commands that leave nothing to do for the others, or whose answer no follower folds. */
const spoilsTheRun = (type: unknown): boolean =>
  type === 'conference.end' || type === 'participant.remove' || type === 'join';

describe('fifty clients that do anything', function () {
  this.timeout(1_800_000);

  it(`see the state of the log, over clock changes and stops of the server, seed ${overStops.seed}`, () =>
    holds(overStops, hostHere));
  it(`see the state of the log, over kills of the server, seed ${overKills.seed}`, () =>
    holds(overKills, hostApart));

  async function holds(
    { seed, commandCount }: typeof overStops,
    startHost: (folder: string) => Promise<Host>,
  ): Promise<void> {
    const random = seeded(seed);
    const chance = (share: number): boolean => random() < share;
    const { folder } = await temporaryPglite();
    const outcomes = new Map<string, number>();
    const unexpected: string[] = [];
    const followers = new Map<string, Follower>();
    let meetingId: string;
    {
      await using host = await startHost(folder);
      const planner = await plannerOf(host.url);
      meetingId = await planner.opened(['Khai mạc', 'Báo cáo', 'Thảo luận']);
      const guests = await planner.guests(meetingId, [
        ...wanted,
        { name: 'người gác cửa', role: 'secretary' },
        { name: 'người làm chứng', role: 'secretary' },
      ]);
      const byId = new Map(guests.map((guest) => [guest.identity.id, guest]));
      const [gatekeeper, observer] = guests.slice(-2);
      if (!gatekeeper || !observer) throw new Error('two more were asked for');
      const cast = guests.slice(0, clientCount).map(({ identity }) => identity);
      for (const identity of cast) followers.set(identity.id, new Follower(identity));
      const enter = (follower: Follower): Promise<string> => {
        const guest = byId.get(follower.identity.id);
        if (!guest) throw new Error('nobody');
        return follower.enter(visitor(host.url, meetingId, guest, host.now()));
      };
      const all = [...followers.values()];
      for (const code of await Promise.all(all.map(enter))) expect(code).to.equal('ok');
      const itemIds = (all[0]?.state?.agenda.items ?? []).map(({ id }) => id);
      await all[0]?.ask({ type: 'conference.start', payload: {} });

      const steps = fc.sample(
        commandsAmong({ cast, itemIds, ballots: 30, messages: 100, subtrees: planner.districts }),
        {
          seed,
          numRuns: commandCount,
        },
      );
      let removals = 3;
      let offsetMs = 0;
      const act = async ({ actor, command }: (typeof steps)[number]): Promise<string> => {
        const follower = followers.get(actor.id);
        if (!follower) throw new Error('nobody');
        if (chance(0.03)) follower.drop();
        // Mostly the same client comes back; sometimes another device takes over while the first one still
        // holds the seat.
        if ((!follower.isIn && chance(0.8)) || chance(0.02)) {
          const code = await enter(follower);
          if (code !== 'ok') return code;
        }
        if (chance(0.02)) {
          return follower.ask({
            type: 'media.openTransport',
            payload: { kind: oneOf(random, ['plain', 'webrtc']), direction: 'send' },
          });
        }
        if (command.type === 'participant.remove' && removals > 0) {
          removals -= 1;
          return follower.ask(command);
        }
        if (command.type === 'join') return follower.again();
        const message = chance(0.1) ? mutated(command, random) : command;
        const type =
          typeof message === 'object' && message !== null && 'type' in message ? message.type : undefined;
        return spoilsTheRun(type) ? 'ok' : follower.ask(message);
      };

      const restarts = new Set([0.35, 0.7].map((share) => Math.floor(share * steps.length)));
      for (let at = 0; at < steps.length;) {
        const burst = steps.slice(at, at + 1 + Math.floor(random() * 30));
        const dies = burst.some((_, index) => restarts.has(at + index));
        if (chance(0.05)) {
          const jumpMs = Math.round((random() - 0.5) * 40 * minuteMs);
          if (Math.abs(offsetMs + jumpMs) < 60 * minuteMs) {
            offsetMs += jumpMs;
            host.jump(jumpMs);
          }
        }
        const acting = Promise.all(burst.map(async (step) => ({ step, code: await act(step) })));
        if (dies) await host.restart();
        for (const { step, code } of await acting) {
          outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
          const mayBe =
            code !== 'internal' && (dies || !['unavailable', 'timeout', 'websocket error'].includes(code));
          if (!mayBe) unexpected.push(`${step.command.type}: ${code}`);
        }
        at += burst.length;
      }
      expect(unexpected).to.deep.equal([]);
      expect(outcomes.get('ok')).to.be.greaterThan(commandCount / 10);

      // A moderator opens admission, and all come back once more.
      const doorkeeper = new Follower(gatekeeper.identity);
      expect(await enter(doorkeeper)).to.equal('ok');
      for (const [type, payload] of [
        ['conference.unlock', {}],
        ['admission.set', { admission: 'open' }],
      ] as const) {
        expect(await doorkeeper.ask({ type, payload })).to.equal('ok');
      }
      await doorkeeper.ask({ type: 'participant.admit', payload: { target: { kind: 'all' } } });
      const presenceOf = (id: string) => doorkeeper.state?.participants[id]?.presence;
      for (const follower of all) {
        follower.drop();
        const code = await enter(follower);
        expect(
          code === 'ok' || (code === 'removed' && presenceOf(follower.identity.id) === 'removed'),
          code,
        ).to.equal(true);
      }
      followers.set(doorkeeper.identity.id, doorkeeper);
      const inside = [...followers.values()].filter(({ isIn }) => isIn);
      expect(inside.length).to.be.greaterThan(clientCount - 5);
      await eventually(
        () => new Set(inside.map(({ state }) => state?.seq)).size === 1,
        'all to have been told the same',
      );
      // A new moderator receives the whole state that the server has in memory.
      const witness = new Follower(observer.identity);
      expect(await enter(witness)).to.equal('ok');
      followers.set(witness.identity.id, witness);
      await eventually(
        () => new Set([...inside, witness].map(({ state }) => state?.seq)).size === 1,
        'all to have been told of the witness',
      );
      for (const follower of followers.values()) {
        if (!follower.isIn) followers.delete(follower.identity.id);
      }
      expect(host.errors).to.deep.equal([]);
    }

    const log = await logOf(folder, meetingId);
    expect(log.map(({ seq }) => seq)).to.deep.equal(log.map((_, index) => index + 1));
    const types = new Set(log.map(({ type }) => type));
    expect([...types]).to.include.members([
      'floor.granted',
      'participant.returned',
      'ballot.answered',
      'chat.sent',
    ]);
    for (const { identity, state, gaps } of followers.values()) {
      expect(gaps).to.deep.equal([]);
      if (!state) throw new Error(`${identity.name} knows nothing`);
      const truth = replay(log.slice(0, state.seq));
      const viewer = truth.participants[identity.id] ?? identity;
      expect(stateFor(state, viewer), identity.name).to.deep.equal(stateFor(truth, viewer));
    }
  }
});

async function logOf(folder: string, meetingId: string): Promise<readonly LoggedEvent[]> {
  await using storage = await openDatabase({ folder, logger: silent });
  return await createConferenceLog(storage.database).read(meetingId, 0);
}
