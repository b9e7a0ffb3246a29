import { expect } from 'chai';
import fc from 'fast-check';
import type { Choice } from '../../../protocol/conference/ballots.ts';
import { anyCommand, commands } from '../../../protocol/commands.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { loggedEvent } from '../../../protocol/events.ts';
import type { LoggedEvent } from '../../../protocol/events.ts';
import { conferenceState } from '../../../protocol/state.ts';
import type { Participant } from '../../../protocol/state.ts';
import { evolve, replay } from '../../../domain/conference/evolve.ts';
import { isModerator, isSeated, maySpeak, unitOf } from '../../../domain/conference/state.ts';
import { currentQueue } from '../../../domain/conference/topics/floor.ts';
import { eventFor, stateFor } from '../../../domain/conference/view.ts';
import { plan } from '../../../domain/media/plan.ts';
import { groupOf, isOfPrivateWord, scenes, streamKey } from '../../../domain/media/sources.ts';
import {
  fullWorld,
  History,
  planLimits as limits,
  roomy,
  sentBy,
} from '../../support/conference/conference-history.ts';
import { anySession, cast } from '../../support/conference/random-sessions.ts';

/** Enough sessions to find nearly always a rule that one session in twenty would break. */
fc.configureGlobal({ numRuns: 80 });
after('other tests choose for themselves', () => fc.resetConfigureGlobal());

/** Checks the conference after every step of every session. */
const everySession = (check: (history: History) => void): void =>
  fc.assert(
    fc.property(anySession, (steps) => {
      const history = new History();
      for (const step of steps) {
        history.take(step);
        check(history);
      }
    }),
  );

const isRoleOf = (event: LoggedEvent, participantId: string): boolean =>
  event.type === 'role.given' && event.payload.participantId === participantId;

const isOwnChair = ({ role, acting }: Participant): boolean => role === 'chair' && acting === null;

describe('a conference, for any commands of its participants', function () {
  // Hundreds of whole sessions: seconds on a busy machine.
  this.timeout(60_000);
  it('is the fold of its log, as written and as parsed back from JSON', () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const history = new History();
        for (const step of steps) history.take(step);
        const parsed = history.events.map((event) => loggedEvent.parse(JSON.parse(JSON.stringify(event))));
        expect(replay(parsed)).to.deep.equal(history.state);
        expect(conferenceState.parse(history.state)).to.deep.equal(history.state);
      }),
    );
  });

  it('can be resumed at any event from a snapshot', () => {
    fc.assert(
      fc.property(anySession, fc.nat(), (steps, cut) => {
        const history = new History();
        for (const step of steps) history.take(step);
        const at = cut % (history.events.length + 1);
        const snapshot = replay(history.events.slice(0, at));
        expect(replay(history.events.slice(at), snapshot)).to.deep.equal(history.state);
      }),
    );
  });

  it('numbers its events without gaps', () => {
    everySession(({ events }) => {
      expect(events.map(({ seq }) => seq)).to.deep.equal(events.map((_, index) => index + 1));
    });
  });

  it('puts the stage back by an undo, whatever was there before', () => {
    everySession(({ state }) => {
      const leader = Object.values(state.participants).find(
        (each) => isSeated(each) && each.presence === 'present' && ['chair', 'secretary'].includes(each.role),
      );
      if (!leader || (state.phase !== 'opening' && state.phase !== 'in-session')) return;
      const { before: _, ...stage } = state.stage;
      const other = Object.values(state.participants).find(
        (each) => isSeated(each) && maySpeak(each.role) && each.id !== leader.id && each.id !== stage.slides,
      );
      const changes: readonly (readonly [
        type: 'stage.setLayout' | 'stage.arrange' | 'stage.setPinned' | 'stage.setText' | 'stage.give',
        payload: object,
      ])[] = [
        ['stage.setLayout', { layout: stage.layout === 'grid' ? 'speaker' : 'grid' }],
        ['stage.setPinned', { participantIds: stage.pinned.slice(1) }],
        ['stage.arrange', { layout: 'speaker', participantIds: stage.pinned.slice(1) }],
        ['stage.setText', { title: `${stage.text.title}!`, ticker: '' }],
        ...(other ? [['stage.give', { seat: 'slides', participantId: other.id }] as const] : []),
      ];
      for (const [type, payload] of changes) {
        const history = new History(roomy, state);
        const changed = history.command(leader, type, payload);
        if (!changed.ok || changed.events.length === 0) continue;
        history.command(leader, 'stage.undo');
        const { before: __, ...after } = history.state.stage;
        expect(after, type).to.deep.equal(stage);
      }
    });
  });

  it('puts on the stage only participants that have a place and may be seen', () => {
    everySession(({ state }) => {
      const { chair, slides, pinned } = state.stage;
      for (const id of [chair, slides, state.floor.holder?.participantId, ...pinned]) {
        if (id === undefined) continue;
        expect(isSeated(state.participants[id])).to.equal(true);
        expect(['observer', 'recorder']).not.to.include(state.participants[id]?.role);
      }
    });
  });

  it('gives the floor to one at a time, who has it until its turn ends', () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const history = new History();
        for (const step of steps) history.take(step);
        let holder: string | undefined;
        for (const event of history.events) {
          if (event.type === 'floor.granted') {
            expect(holder).to.equal(undefined);
            holder = event.payload.participantId;
          } else if (event.type === 'floor.ended') {
            expect(event.payload.participantId).to.equal(holder);
            holder = undefined;
          }
        }
        expect(history.state.floor.holder?.participantId).to.equal(holder);
      }),
    );
  });

  it('queues no participant twice, and none that is absent', () => {
    everySession(({ state }) => {
      const ids = state.floor.queue.map(({ participantId }) => participantId);
      expect(new Set(ids).size).to.equal(ids.length);
      for (const id of ids) expect(isSeated(state.participants[id])).to.equal(true);
    });
  });

  it('counts each entitled unit’s vote once by its weight, and publishes what was cast', () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const history = new History();
        const cast: Record<string, Record<string, Choice>> = {};
        for (const step of steps) {
          const decision = history.take(step);
          // A ballot that is drafted again with the id of a discarded one has no votes.
          for (const id of Object.keys(cast)) if (!history.state.ballots[id]) delete cast[id];
          if (!('actor' in step) || !decision.ok || step.command.type !== 'ballot.cast') continue;
          const { ballotId, choice } = step.command.payload;
          const participant = history.state.participants[step.actor.id];
          if (!participant) throw new Error('a vote of nobody');
          const votes = (cast[ballotId] ??= {});
          expect(votes).not.to.have.property(unitOf(participant));
          votes[unitOf(participant)] = choice;
        }
        for (const ballot of Object.values(history.state.ballots)) {
          const votes = cast[ballot.id] ?? {};
          expect(Object.keys(ballot.answered).sort()).to.deep.equal(Object.keys(votes).sort());
          expect(Object.keys(ballot.entitled)).to.include.members(Object.keys(votes));
          if (ballot.kind === 'secret' && ballot.phase === 'published') {
            expect(Object.keys(votes)).to.have.length.at.least(3);
          }
          if (ballot.phase !== 'published') {
            expect(ballot.totals).to.equal(null);
            continue;
          }
          const counted = { agree: 0, disagree: 0, abstain: 0 };
          for (const [unit, choice] of Object.entries(votes)) {
            counted[choice] += ballot.kind === 'secret' ? 1 : (ballot.weights[unit] ?? 1);
          }
          expect(ballot.totals).to.deep.equal(counted);
          expect(ballot.votes).to.deep.equal(ballot.kind === 'named' ? votes : null);
        }
      }),
    );
  });

  it('shows each participant the same, from the events that it received or from the state', () => {
    fc.assert(
      fc.property(anySession, fc.constantFrom(...cast), fc.nat(60), (steps, viewer, joinsAt) => {
        const history = new History();
        let view = replay([]);
        for (const [index, step] of steps.entries()) {
          const { seq } = history.state;
          history.take(step);
          const told = history.events.slice(seq);
          const { role } = history.state.participants[viewer.id] ?? viewer;
          const self = { ...viewer, role };
          // A client that joins, or joins again because its own role has changed, gets the state.
          const joins = index === joinsAt || told.some((event) => isRoleOf(event, viewer.id));
          if (joins) view = stateFor(history.state, self);
          else for (const event of told) view = evolve(view, eventFor(event, self));
          expect(stateFor(view, self)).to.deep.equal(stateFor(history.state, self));
          expect(currentQueue(view)).to.deep.equal(currentQueue(history.state));
        }
      }),
    );
  });

  it('puts every participant at one table', () => {
    everySession(({ state }) => {
      const tables = scenes(state);
      for (const { groupId, audible } of tables) {
        for (const id of audible) expect(groupOf(state, id)).to.equal(groupId);
      }
      const heard = tables.flatMap(({ audible }) => audible);
      expect(new Set(heard).size).to.equal(heard.length);
    });
  });

  it('sends a private word to its other side only, and only while the room has agreed to it', () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const history = new History();
        /** The rooms that have agreed, by caller, until the word ends. */
        const agreed = new Map<string, string>();
        for (const step of steps) {
          const { seq } = history.state;
          history.take(step);
          for (const event of history.events.slice(seq)) {
            if (event.type === 'privateWord.ended') agreed.delete(event.payload.callerId);
            if (event.type !== 'privateWord.begun') continue;
            expect(event.by).to.equal(event.payload.participantId);
            agreed.set(event.payload.callerId, event.payload.participantId);
          }
          const { state } = history;
          const desired = plan(state, fullWorld(state), limits);
          const sides = new Map([...agreed].flatMap(([a, b]) => [[a, b] as const, [b, a] as const]));
          expect(sides.size).to.equal(agreed.size * 2);
          for (const [receiver, streams] of sentBy(desired)) {
            const side = sides.get(receiver);
            expect([...streams.keys()].filter(isOfPrivateWord)).to.deep.equal(
              side === undefined ? [] : [streamKey(side, 'private-word')],
            );
          }
          const live = [...desired.live].filter(isOfPrivateWord);
          expect(live).to.have.members([...sides.keys()].map((id) => streamKey(id, 'private-word')));
          const heard = new Set(scenes(state).flatMap(({ audible }) => audible));
          for (const id of sides.keys()) {
            expect(state.participants[id]?.presence).to.equal('present');
            expect(heard.has(id)).to.equal(false);
            expect(state.floor.holder?.participantId).not.to.equal(id);
          }
        }
      }),
    );
  });

  it('changes nothing by a refused command', () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const history = new History();
        for (const step of steps) {
          const before = history.state;
          const decision = history.take(step);
          if (!decision.ok) expect(history.state).to.equal(before);
        }
      }),
    );
  });

  it('opens a held microphone only by a moderator', () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const history = new History();
        for (const step of steps) {
          const before = history.state;
          history.take(step);
          if (!('actor' in step)) continue;
          const [was, is] = [before, history.state].map(({ participants }) => participants[step.actor.id]);
          if (was?.microphone === 'held' && is?.microphone === 'open') {
            // Even the microphone's owner needs the right to lead or to take a seat for this; a chair that
            // comes back takes the empty seat by joining.
            expect(['stage.take', 'stage.give', 'floor.grant', 'join']).to.include(step.command.type);
            expect(isModerator(was.role)).to.equal(true);
          }
        }
      }),
    );
  });

  it('makes audible exactly the microphones that the rules allow', () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const history = new History();
        /** The participants that were asked to unmute, and have not muted themselves or been muted since. */
        const asked = new Set<string>();
        for (const step of steps) {
          history.take(step);
          const { state } = history;
          for (const participant of Object.values(state.participants)) {
            if (participant.asked) asked.add(participant.id);
            else if (participant.microphone !== 'open') asked.delete(participant.id);
          }
          const { live } = plan(state, fullWorld(state), { ...limits, loudestMicrophones: 100 });
          const heard = new Set(scenes(state).flatMap(({ audible }) => audible));
          for (const { id, microphone, presence, role } of Object.values(state.participants)) {
            const mayBeHeard =
              microphone === 'open' &&
              presence === 'present' &&
              ['opening', 'in-session'].includes(state.phase) &&
              maySpeak(role) &&
              (state.microphonePolicy === 'open' ||
                isModerator(role) ||
                asked.has(id) ||
                state.floor.holder?.participantId === id ||
                state.stage.chair === id ||
                state.groups.members[id] !== undefined);
            expect(heard.has(id)).to.equal(mayBeHeard);
            if (!mayBeHeard) expect(live.has(streamKey(id, 'microphone'))).to.equal(false);
          }
        }
      }),
    );
  });

  it('forwards no held camera, and no delegate’s screen while screens are locked', () => {
    everySession(({ state }) => {
      const { live } = plan(state, fullWorld(state), limits);
      for (const { id, presence, cameraHeld, role } of Object.values(state.participants)) {
        const mayBeSeen = presence === 'present' && maySpeak(role);
        if (!mayBeSeen || cameraHeld) expect(live.has(streamKey(id, 'camera'))).to.equal(false);
        if (!mayBeSeen || (state.locks.screen && !isModerator(role))) {
          expect(live.has(streamKey(id, 'screen'))).to.equal(false);
        }
      }
    });
  });

  it('lets each table see and hear only its own participants', () => {
    everySession(({ state }) => {
      for (const [receiver, streams] of sentBy(plan(state, fullWorld(state), limits))) {
        const ofTable = [...streams.keys()].filter((key) => !isOfPrivateWord(key));
        const owners = ofTable.map((key) => key.slice(0, key.indexOf('/')));
        expect(owners.filter((owner) => groupOf(state, owner) !== groupOf(state, receiver))).to.deep.equal(
          [],
        );
      }
    });
  });

  it('sends nothing to participants that are not admitted, no participant its own stream, and no more microphones than allowed', () => {
    everySession(({ state }) => {
      const desired = plan(state, fullWorld(state), limits);
      for (const [receiver, streams] of sentBy(desired)) {
        expect(state.participants[receiver]?.presence).to.equal('present');
        const keys = [...streams.keys()];
        expect(keys.some((key) => key.startsWith(receiver))).to.equal(false);
        expect(keys.filter((key) => key.endsWith('/microphone')).length).to.be.at.most(
          2 + limits.loudestMicrophones,
        );
        expect(keys.every((key) => desired.live.has(key))).to.equal(true);
      }
      // In a break, only private words go on.
      if (state.phase === 'break') expect([...desired.live].every(isOfPrivateWord)).to.equal(true);
      if (state.phase === 'closed') expect(desired.live.size).to.equal(0);
    });
  });

  it('has a chair or an acting chair, never both', () => {
    everySession(({ state }) => {
      const seated = Object.values(state.participants).filter(isSeated);
      const chairs = seated.filter(isOwnChair);
      if (chairs.length > 0) expect(seated.filter(({ acting }) => acting !== null)).to.deep.equal([]);
      for (const { acting, role } of Object.values(state.participants)) {
        if (acting !== null) expect(role).to.equal('chair');
      }
    });
  });

  it('does nothing against a chair except by a chair, even when the chair’s line is lost or the chair has left', () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const history = new History();
        for (const step of steps) {
          const before = history.state.participants;
          history.take(step);
          if (!('actor' in step)) continue;
          const by = before[step.actor.id];
          if (by && isOwnChair(by)) continue;
          for (const was of Object.values(before).filter(isOwnChair)) {
            const is = history.participant(was);
            expect(is).to.include({ role: 'chair', acting: null, movedTo: was.movedTo });
            if (was.id === step.actor.id) continue;
            // It may be admitted, or admitted again.
            if (was.presence === 'waiting') expect(is.presence).to.be.oneOf(['waiting', 'present']);
            else if (was.presence === 'removed') expect(is.presence).to.be.oneOf(['removed', 'left']);
            else expect(is.presence).to.equal(was.presence);
            if (!was.cameraHeld) expect(is.cameraHeld).to.equal(false);
            if (was.microphone !== 'held') expect(is.microphone).not.to.equal('held');
          }
        }
      }),
    );
  });

  it('makes a permanent chair only by a chair or the plan', () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const history = new History();
        for (const step of steps) {
          const before = history.state.participants;
          history.take(step);
          for (const is of Object.values(history.state.participants).filter(isOwnChair)) {
            const was = before[is.id];
            if (was && isOwnChair(was)) continue;
            const giver = 'actor' in step ? before[step.actor.id] : undefined;
            const joins = 'actor' in step && step.actor.id === is.id && step.command.type === 'join';
            const invited = joins && step.actor.role === 'chair';
            if ('system' in step) {
              expect(step.system).to.deep.equal({ type: 'setRole', participantId: is.id, role: 'chair' });
              continue;
            }
            expect(invited || (giver !== undefined && isOwnChair(giver))).to.equal(true);
          }
        }
      }),
    );
  });

  it('refuses a command only with the error codes of its contract', () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const history = new History({ ...roomy, participants: 4 });
        for (const step of steps) {
          const decision = history.take(step);
          if (decision.ok) continue;
          const named: readonly ErrorCode[] =
            'system' in step ? [] : [...anyCommand, ...commands[step.command.type].errors];
          expect(named).to.include(decision.code);
        }
      }),
    );
  });

  it('holds no more participants than its limit', () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const history = new History({ ...roomy, participants: 4 });
        for (const step of steps) {
          history.take(step);
          const here = Object.values(history.state.participants).filter(({ presence }) =>
            ['present', 'away', 'waiting'].includes(presence),
          );
          expect(here.length).to.be.at.most(4);
        }
      }),
    );
  });
});
