import { expect } from 'chai';
import fc from 'fast-check';
import { loggedEvent } from '../../../protocol/events.ts';
import { conferenceState } from '../../../protocol/state.ts';
import { isModerator, isSeated, unitOf } from '../../../domain/conference/state.ts';
import { scenes, streamKey, tableOf } from '../../../domain/media/sources.ts';
import { eventFor, stateFor } from '../../../domain/conference/view.ts';
import { evolve, replay } from '../../../domain/conference/evolve.ts';
import { plan } from '../../../domain/media/plan.ts';
import type { MediaWorld } from '../../../domain/media/plan.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import { anySession, cast, History, roomy } from '../../support/conference-history.ts';

function played(steps: Parameters<History['take']>[0][], check: (history: History) => void): void {
  const history = new History();
  for (const step of steps) {
    history.take(step);
    check(history);
  }
}

const everySession = (check: (history: History) => void): void =>
  fc.assert(fc.property(anySession, (steps) => played([...steps], check)));

/** A world in which everybody offers everything and can receive, be it allowed or not. */
function fullWorld(state: ConferenceState): MediaWorld {
  const ids = Object.keys(state.participants);
  return {
    streams: new Map(
      ids.flatMap((id, index) =>
        (['microphone', 'camera', 'screen'] as const).map(
          (source) => [streamKey(id, source), `w${index % 2}`] as const,
        ),
      ),
    ),
    receivers: new Map(ids.map((id, index) => [id, `w${index % 2}`])),
  };
}

const limits = { openMicrophones: 3, layers: { large: 2, half: 1, small: 1, thumb: 0 } };

describe('a conference, whatever its participants do', () => {
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

  it('can be taken up at any event from a snapshot', () => {
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

  it('puts on the stage only who has a place and may be seen', () => {
    everySession(({ state }) => {
      const { chair, slides, pinned } = state.stage;
      for (const id of [chair, slides, state.floor.holder?.participantId, ...pinned]) {
        if (id === undefined) continue;
        expect(isSeated(state.participants[id])).to.equal(true);
        expect(['observer', 'recorder']).not.to.include(state.participants[id]?.role);
      }
    });
  });

  it('queues nobody twice, and nobody who is not there or has the floor', () => {
    everySession(({ state }) => {
      const ids = state.floor.queue.map(({ participantId }) => participantId);
      expect(new Set(ids).size).to.equal(ids.length);
      for (const id of ids) expect(isSeated(state.participants[id])).to.equal(true);
    });
  });

  it('counts each vote once, and what is published is what was cast', () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const history = new History();
        const cast: Record<string, Record<string, string>> = {};
        for (const step of steps) {
          const decision = history.take(step);
          if (!('actor' in step) || !decision.ok || step.command.type !== 'ballot.cast') continue;
          const { ballotId, choice } = step.command.payload;
          const participant = history.state.participants[step.actor.id];
          if (participant) (cast[ballotId] ??= {})[unitOf(participant)] = choice;
        }
        for (const ballot of Object.values(history.state.ballots)) {
          const votes = cast[ballot.id] ?? {};
          expect(Object.keys(ballot.answered).sort()).to.deep.equal(Object.keys(votes).sort());
          for (const unit of Object.keys(ballot.answered)) expect(ballot.entitled[unit]).to.be.greaterThan(0);
          if (ballot.phase !== 'published') {
            expect(ballot.totals).to.equal(null);
            continue;
          }
          const counted = { agree: 0, disagree: 0, abstain: 0 };
          for (const choice of Object.values(votes)) {
            if (choice === 'agree' || choice === 'disagree' || choice === 'abstain') counted[choice] += 1;
          }
          expect(ballot.totals).to.deep.equal(counted);
          expect(ballot.votes).to.deep.equal(ballot.kind === 'named' ? votes : null);
        }
      }),
    );
  });

  it('shows each participant the same, whether it folds what it is told or is given the state', () => {
    fc.assert(
      fc.property(anySession, fc.constantFrom(...cast), (steps, viewer) => {
        const history = new History();
        for (const step of steps) history.take(step);
        // Roles are given while it looks on; a client whose own role changes asks for the state anew.
        if (
          history.events.some(
            ({ type, payload }) =>
              type === 'role.given' && 'participantId' in payload && payload.participantId === viewer.id,
          )
        )
          return;
        const folded = history.events.map((event) => eventFor(event, viewer)).reduce(evolve, replay([]));
        const given = stateFor(history.state, viewer);
        expect(stateFor(folded, viewer)).to.deep.equal(given);
      }),
    );
  });

  it('puts every participant at one table', () => {
    everySession(({ state }) => {
      const tables = scenes(state);
      for (const { groupId, audible } of tables) {
        for (const id of audible) expect(tableOf(state, id)).to.equal(groupId);
      }
      const heard = tables.flatMap(({ audible }) => audible);
      expect(new Set(heard).size).to.equal(heard.length);
    });
  });

  it('changes nothing by a command that it refuses', () => {
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
            // Even the one whose microphone it is needs the right to lead or to take a seat for it.
            expect(['stage.take', 'stage.give', 'floor.grant']).to.include(step.command.type);
            expect(isModerator(was.role)).to.equal(true);
          }
        }
      }),
    );
  });

  it('never lets a muted, absent or listening participant be heard', () => {
    everySession(({ state }) => {
      const desired = plan(state, fullWorld(state), limits);
      for (const participant of Object.values(state.participants)) {
        const { id, microphone, presence, role } = participant;
        const mayBeHeard =
          microphone === 'open' && presence === 'present' && role !== 'observer' && role !== 'recorder';
        if (mayBeHeard) continue;
        for (const { audible } of scenes(state)) expect(audible).not.to.include(id);
        expect(desired.live.has(streamKey(id, 'microphone'))).to.equal(false);
      }
    });
  });

  it('delivers nothing to whom it has not admitted, nobody its own stream, and no more microphones than are allowed', () => {
    everySession(({ state }) => {
      const desired = plan(state, fullWorld(state), limits);
      for (const [receiver, streams] of desired.deliveries) {
        expect(state.participants[receiver]?.presence).to.equal('present');
        const keys = [...streams.keys()];
        expect(keys.some((key) => key.startsWith(receiver))).to.equal(false);
        expect(keys.filter((key) => key.endsWith('/microphone')).length).to.be.at.most(
          limits.openMicrophones,
        );
        for (const key of keys) expect(desired.live.has(key)).to.equal(true);
      }
      if (state.phase === 'closed' || state.phase === 'break') expect(desired.live.size).to.equal(0);
    });
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
