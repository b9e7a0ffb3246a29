import { expect } from 'chai';
import fc from 'fast-check';
import { anyCommand, commands } from '../../../protocol/commands.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { loggedEvent } from '../../../protocol/events.ts';
import { conferenceState } from '../../../protocol/state.ts';
import { replay } from '../../../domain/conference/evolve.ts';
import { isSeated } from '../../../domain/conference/state.ts';
import { audible, streamKey } from '../../../domain/media/sources.ts';
import { plan } from '../../../domain/media/plan.ts';
import type { MediaWorld } from '../../../domain/media/plan.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import { anySession, History, roomy } from '../../support/conference-history.ts';

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

const limits = { openMicrophones: 3, layers: { large: 2, small: 1 } };

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
      for (const id of Object.values(state.stage)) {
        expect(isSeated(state.participants[id])).to.equal(true);
        expect(['observer', 'recorder']).not.to.include(state.participants[id]?.role);
      }
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
            expect(step.command.type).to.equal('stage.take');
            expect(['chair', 'secretary', 'operator']).to.include(was.role);
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
        expect(audible(state)).not.to.include(id);
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
      if (state.phase === 'closed') expect(desired.live.size).to.equal(0);
    });
  });

  it('refuses a command with nothing but what its contract names', () => {
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
