import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { mock } from 'node:test';
import { Blockage } from '../../../client/media/blockage.ts';
import type { Direction } from '../../../protocol/media.ts';

describe('client: media that does not get through', () => {
  let blockage: Blockage;
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    blockage = new Blockage();
  });
  afterEach(() => mock.timers.reset());

  const opened = (direction: Direction) => {
    const events = new EventEmitter();
    const observer = new EventEmitter();
    blockage.watch(direction, Object.assign(events, { observer }));
    return {
      is: (state: string) => void events.emit('connectionstatechange', state),
      close: () => void observer.emit('close'),
    };
  };
  const isBlocked = () => blockage.isBlocked.value;

  it('is told eight seconds after a connection was begun, and no more once it is there', () => {
    const receiving = opened('receive');
    receiving.is('connecting');
    mock.timers.tick(7_999);
    expect(isBlocked()).to.equal(false);
    mock.timers.tick(1);
    expect(isBlocked()).to.equal(true);
    receiving.is('connected');
    expect(isBlocked()).to.equal(false);
    mock.timers.tick(60_000);
    expect(isBlocked()).to.equal(false);
  });

  it('stays told while the transport is opened again, until that one connects', () => {
    const first = opened('send');
    first.is('connecting');
    first.is('failed');
    first.close();
    expect(isBlocked()).to.equal(true);
    const second = opened('send');
    second.is('connecting');
    expect(isBlocked()).to.equal(true);
    second.is('connected');
    expect(isBlocked()).to.equal(false);
  });

  it('is told while one direction gets through and the other does not', () => {
    const [sending, receiving] = [opened('send'), opened('receive')];
    sending.is('connecting');
    receiving.is('connecting');
    receiving.is('connected');
    mock.timers.tick(8_000);
    expect(isBlocked()).to.equal(true);
  });

  it('is not told of a transport that was given up before, nor after the end', () => {
    const given = opened('receive');
    given.is('connecting');
    given.close();
    mock.timers.tick(60_000);
    expect(isBlocked()).to.equal(false);
    opened('receive').is('failed');
    blockage.end();
    expect(isBlocked()).to.equal(false);
  });
});
