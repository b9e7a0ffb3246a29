import type { Fault } from './faults.ts';
import type { Province, Sitting } from './province.ts';
import type { Room } from './room.ts';

/** After what broke can work again, everybody is home within this time. */
export const homeWithinMs = 10_000;
/** A room that has just been called in. */
const comesWithinMs = 20_000;
/** A process that was overtaken looks every second whether it was. */
const letsGoWithinMs = 2_500;

/**
 * A participant that comes takes its share at once. Those of other sessions, and of other processes, give theirs at the
 * next look at the workers, and after the processes have told each other.
 */
const evensOutWithinMs = 3_000;

/** Where a stream takes another way, the new one may begin before the old one has ended. */
const reroutedWithinMs = 500;

/** Something is not as it must be. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

interface Absence {
  readonly sinceMs: number;
  readonly fault: Fault | undefined;
}

/** How long rooms and commands were away, in ms, by the kind of the fault. */
export interface Returns {
  readonly rooms: Map<Fault['kind'], number[]>;
  readonly commands: Map<Fault['kind'], number[]>;
}

/** Looks again and again at the whole province, and throws at the first thing that is not as it must be. */
export class Checks {
  readonly faults: Fault[] = [];
  readonly returns: Returns = { rooms: new Map(), commands: new Map() };
  crossings = 0;
  /** The largest share of a worker that the streams to other bridges took. */
  mostToBridges = 0;
  readonly #province: Province;
  readonly #away = new Map<Room, Absence>();
  readonly #wasHome = new Set<Room>();
  readonly #verified = new Set<string>();
  /** Since when workers send more to rooms than they can. */
  readonly #overSinceMs = new Map<string, number>();
  /** Since when streams cross twice from one bridge to another. */
  readonly #doubledSinceMs = new Map<string, number>();
  /** Since when trunks have one end only. */
  readonly #halfSinceMs = new Map<string, number>();
  /** When two processes first held one conference. */
  readonly #twoOwnersAtMs = new Map<string, number>();

  constructor(province: Province) {
    this.#province = province;
  }

  begins(fault: Fault): void {
    this.faults.push(fault);
    for (const sitting of fault.leaderless.slice(0, 40)) this.#measureTakeover(sitting, fault);
  }

  /** Whether something broke lately, so that it is worth to look more often. */
  get isUnsettled(): boolean {
    const { nowMs } = this.#province.time;
    return (
      this.#overSinceMs.size + this.#doubledSinceMs.size > 0 ||
      this.faults.some((fault) => nowMs < this.#deadlineOf(fault))
    );
  }

  look(): void {
    const { sittings, time, truth } = this.#province;
    this.#lookAtBudgets();
    this.#lookAtCrossings();
    this.crossings = Math.max(this.crossings, truth.crossings);
    this.#lookAtTrunks();
    for (const sitting of sittings.values()) {
      if (this.#isOver(sitting)) continue;
      this.#lookAtOwner(sitting);
      const isHeard = truth.isHeard(sitting.chair);
      for (const room of sitting.rooms)
        if (room.isWanted && !room.isOver) this.#lookAt(sitting, room, isHeard, time.nowMs);
    }
  }

  /** Compares what the chairs were told with the log, once a session is over. */
  verifyLogs(): void {
    const { database, sittings } = this.#province;
    for (const sitting of sittings.values()) {
      const { id } = sitting.session;
      if (database.sessions.has(id) || this.#verified.has(id)) continue;
      this.#verified.add(id);
      this.#verifyLog(sitting);
      database.forget(id);
    }
  }

  /** At the end of the day: nothing is left of any session. */
  nothingLeft(): void {
    const { bridges, controls, database, sittings } = this.#province;
    const left: string[] = [];
    const note = (count: number, what: string): void => void (count > 0 && left.push(`${count} ${what}`));
    note(sittings.size - this.#verified.size, 'sessions that never ended');
    note(database.homes.size, 'sessions with bridges in the database');
    note([...database.owners.values()].filter(({ processId }) => processId !== null).length, 'owners');
    for (const { id, media } of bridges) {
      const { consumers, producers, transports, trunks } = media;
      const open = transports.size + producers.size + consumers.size + trunks.ends.size;
      note(open, `things on bridge ${id}`);
    }
    for (const control of controls) {
      const { conferences, media, placements, pool } = control.running;
      note(conferences.ownerships().length + media.stats().conferences, `conferences at ${control.name}`);
      note(Object.keys(placements.all()).length, `workers with participants at ${control.name}`);
      note(pool.bridges.flatMap((bridge) => pool.conferencesOn(bridge)).length, `carried at ${control.name}`);
    }
    if (left.length > 0) throw this.#violation(`left behind: ${left.join('; ')}`);
  }

  #isOver({ session }: Sitting): boolean {
    return !this.#province.database.sessions.has(session.id) || session.endsAtMs <= Date.now();
  }

  #lookAtBudgets(): void {
    const { time, truth } = this.#province;
    for (const [workerId, { most, toBridges, toRooms }] of truth.sent()) {
      this.mostToBridges = Math.max(this.mostToBridges, toBridges / most);
      if (toRooms <= most) this.#overSinceMs.delete(workerId);
      else {
        const sinceMs = this.#overSinceMs.get(workerId) ?? time.nowMs;
        this.#overSinceMs.set(workerId, sinceMs);
        if (time.nowMs - sinceMs > evensOutWithinMs)
          throw this.#violation(
            `worker ${workerId} sends ${toRooms} packets/s to rooms, and can send ${most}`,
          );
      }
    }
  }

  #lookAtCrossings(): void {
    const { time, truth } = this.#province;
    const doubled = new Set(truth.doubledCrossings());
    for (const each of this.#doubledSinceMs.keys()) if (!doubled.has(each)) this.#doubledSinceMs.delete(each);
    for (const each of doubled) {
      const sinceMs = this.#doubledSinceMs.get(each) ?? time.nowMs;
      this.#doubledSinceMs.set(each, sinceMs);
      if (time.nowMs - sinceMs > reroutedWithinMs) throw this.#violation(`crosses twice: ${each}`);
    }
  }

  #lookAtTrunks(): void {
    const { time, truth } = this.#province;
    const half = truth.halfTrunks();
    for (const id of this.#halfSinceMs.keys()) if (!half.has(id)) this.#halfSinceMs.delete(id);
    for (const [id, where] of half) {
      const sinceMs = this.#halfSinceMs.get(id) ?? time.nowMs;
      this.#halfSinceMs.set(id, sinceMs);
      if (!this.isUnsettled && time.nowMs - sinceMs > homeWithinMs)
        throw this.#violation(`since ${clock(sinceMs)} trunk ${id} has only its ${where}`);
    }
  }

  #lookAtOwner({ session: { id } }: Sitting): void {
    const { controls, time } = this.#province;
    const leading = controls.filter((control) => control.leads(id));
    if (leading.length < 2) this.#twoOwnersAtMs.delete(id);
    else {
      const sinceMs = this.#twoOwnersAtMs.get(id) ?? time.nowMs;
      this.#twoOwnersAtMs.set(id, sinceMs);
      if (time.nowMs - sinceMs > letsGoWithinMs)
        throw this.#violation(`${leading.map(({ name }) => name).join(' and ')} lead session ${id}`);
    }
  }

  #lookAt(sitting: Sitting, room: Room, isHeard: boolean, nowMs: number): void {
    const { truth } = this.#province;
    const isServed =
      truth.bridgeOf(room) !== undefined || truth.bridgeOf(room, room.former?.receive) !== undefined;
    const isHome = isServed && (!isHeard || room === sitting.chair || truth.hears(room, sitting.chair));
    const absence = this.#away.get(room);
    if (isHome) {
      this.#wasHome.add(room);
      if (absence === undefined) return;
      this.#away.delete(room);
      if (absence.fault) {
        const { atMs, kind, untilMs } = absence.fault;
        // Behind a cut line nothing can come back before it is mended.
        const fromMs = Math.max(absence.sinceMs, kind === 'line' ? untilMs : atMs);
        count(this.returns.rooms, kind, Math.max(0, nowMs - fromMs));
      }
      return;
    }
    if (absence === undefined) {
      const fault = this.faults.findLast((each) => each.touches(sitting) && nowMs < this.#deadlineOf(each));
      this.#away.set(room, { sinceMs: nowMs, fault: this.#wasHome.has(room) ? fault : undefined });
      return;
    }
    const isExcused = this.faults.some(
      (fault) =>
        nowMs < this.#deadlineOf(fault) &&
        // A room that comes in needs a process that leads its session, and the database.
        (fault.touches(sitting) || !this.#wasHome.has(room)),
    );
    const withinMs = this.#wasHome.has(room) ? 0 : comesWithinMs;
    if (isExcused || nowMs - absence.sinceMs <= withinMs) return;
    throw this.#violation(
      `room ${room.identity.id} of ${room.place} ${this.#wasHome.has(room) ? 'is not home again' : 'does not come in'}`,
      this.#pictureOf(sitting, room, absence),
    );
  }

  /** Faults that follow each other closely add up: what mends the first may need what the second broke. */
  #deadlineOf(fault: Fault): number {
    let deadlineMs = fault.untilMs + homeWithinMs;
    for (const other of this.faults)
      if (other.atMs <= deadlineMs && other.untilMs >= fault.atMs)
        deadlineMs = Math.max(deadlineMs, other.untilMs + homeWithinMs);
    return deadlineMs;
  }

  /** Asks again and again, until a command is accepted. */
  #measureTakeover(sitting: Sitting, { atMs, kind }: Fault): void {
    const { time } = this.#province;
    const { asked, chair, rooms } = sitting;
    const [, other] = rooms;
    if (other === undefined || !chair.isSeated) return;
    const from = asked.length;
    const again = (): void => {
      if (this.#isOver(sitting)) return;
      if (asked.slice(from).some(({ outcome }) => outcome?.ok === true))
        count(this.returns.commands, kind, time.nowMs - atMs);
      else {
        const payload = { participantId: other.identity.id };
        if (chair.isSeated) this.#province.ask(sitting, { type: 'floor.grant', payload });
        time.after(250, undefined, again);
      }
    };
    // What is on its way to the old process is not counted.
    time.after(100, undefined, again);
  }

  #verifyLog({ asked, session: { id } }: Sitting): void {
    const log = this.#province.database.logs.get(id) ?? [];
    const byEpoch = new Map<number, string>();
    for (const [index, { by, event }] of log.entries()) {
      if (event.seq !== index + 1) throw this.#violation(`the log of ${id} has a gap at ${index + 1}`);
      if (by.epoch < (log[index - 1]?.by.epoch ?? 0))
        throw this.#violation(`an earlier owner wrote event ${event.seq} of ${id}`);
      const writer = byEpoch.get(by.epoch) ?? by.processId;
      byEpoch.set(by.epoch, writer);
      if (writer !== by.processId) throw this.#violation(`two processes wrote in epoch ${by.epoch} of ${id}`);
    }
    for (const { by, outcome, type } of asked) {
      if (outcome?.ok === true && log[outcome.seq - 1] === undefined)
        throw this.#violation(
          `${type} of ${by} was acknowledged as event ${outcome.seq} of ${id}, and is lost`,
        );
    }
    const granted = log.filter(({ event }) => event.type === 'floor.granted' && event.by !== null).length;
    const grants = asked.filter(({ type }) => type === 'floor.grant');
    const refused = grants.filter(({ outcome }) => outcome?.ok === false).length;
    if (granted > grants.length - refused) throw this.#violation(`an event of ${id} was doubled`);
  }

  #pictureOf({ chair, session }: Sitting, room: Room, { sinceMs }: Absence): string {
    const { controls, database, truth } = this.#province;
    const of = ({ isSeated, open, place }: Room): string =>
      `in ${place}, ${isSeated ? 'seated' : 'not seated'}, receives at ${open.receive ?? 'nothing'}`;
    const leading = controls.filter((control) => control.leads(session.id));
    const homes = database.homes.get(session.id) ?? [];
    return [
      `away since ${clock(sinceMs)}; the room: ${of(room)}; the chair: ${of(chair)}`,
      `heard: ${truth.isHeard(chair)}; heard by the room: ${truth.hears(room, chair)}`,
      `led by ${leading.map(({ name }) => name).join() || 'nobody'}, carried by ${homes.join() || 'no bridge'}`,
    ].join('\n');
  }

  #violation(what: string, picture = ''): Violation {
    const { options, time } = this.#province;
    const lately = this.faults.filter(({ untilMs }) => untilMs > time.nowMs - 120_000);
    return new Violation(
      [
        `seed ${options.seed}, ${clock(time.nowMs)}: ${what}`,
        picture,
        'lately:',
        ...lately.map(({ about, atMs }) => `  ${clock(atMs)} ${about}`),
      ].join('\n'),
    );
  }
}

function count(counted: Map<Fault['kind'], number[]>, kind: Fault['kind'], ms: number): void {
  counted.set(kind, [...(counted.get(kind) ?? []), ms]);
}

const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 23);
