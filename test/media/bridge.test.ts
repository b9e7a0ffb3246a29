import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { startBridge } from '../support/bridge.ts';
import { eventually } from '../support/eventually.ts';
import { FakeBridge } from '../support/fake-bridge.ts';
import { rtpParameters } from '../support/rtp.ts';
import { describeBridge } from './bridge-contract.ts';

describeBridge('the bridge of mediasoup workers', async () => {
  const bridge = await startBridge();
  return {
    bridge,
    kill: (workerId) => process.kill(bridge.workerPids().get(workerId) ?? 0, 'SIGKILL'),
    [Symbol.asyncDispose]: () => bridge[Symbol.asyncDispose](),
  };
});

describeBridge('the fake bridge', async () => {
  const bridge = new FakeBridge(2);
  return { bridge, kill: (workerId) => bridge.kill(workerId), [Symbol.asyncDispose]: async () => undefined };
});

const runs = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('the bridge of mediasoup workers', () => {
  it('ends its workers when it is disposed of, also twice', async () => {
    const bridge = await startBridge({ workers: 2 });
    const pids = [...bridge.workerPids().values()];
    expect(pids.map(runs)).to.deep.equal([true, true]);
    await bridge[Symbol.asyncDispose]();
    await bridge[Symbol.asyncDispose]();
    await eventually(() => !pids.some(runs), 'the processes to be gone');
    expect(bridge.workers()).to.deep.equal([]);
  });

  it('tells how busy its workers are, and which are down', async () => {
    await using bridge = await startBridge({ workers: 1 });
    const [worker] = bridge.workerStats();
    expect(worker).to.include({ name: '0', up: true });
    expect(await worker?.cpuSeconds()).to.be.greaterThan(0);
    const [pid] = bridge.workerPids().values();
    process.kill(pid ?? 0, 'SIGKILL');
    await eventually(() => bridge.workerStats()[0]?.up === false, 'the worker to be down');
    await eventually(() => bridge.workerStats()[0]?.up, 'the worker to be up again');
  });

  it('offers UDP before TCP, under the announced address', async () => {
    await using bridge = await startBridge({
      workers: 1,
      listen: { ip: '127.0.0.1', announcedAddress: 'cau.example', port: 0 },
    });
    const [workerId] = bridge.workers();
    const opened = await bridge.openTransport(
      { conferenceId: uuid(), workerId: workerId ?? '' },
      { kind: 'webrtc', direction: 'send' },
    );
    const candidates = opened.kind === 'webrtc' ? opened.iceCandidates : [];
    expect(candidates.map(({ protocol, address }) => [protocol, address])).to.deep.equal([
      ['udp', 'cau.example'],
      ['tcp', 'cau.example'],
    ]);
    expect(bridge.mediaStats().transports.new).to.equal(1);
  });

  // mediasoup's own pipes leave such a pause unobserved, and its rejection would end this process.
  it('survives a worker that dies while mutes travel to it', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    await using bridge = await startBridge();
    const [near = '', far = ''] = bridge.workers();
    const conferenceId = uuid();
    const { transportId } = await bridge.openTransport(
      { conferenceId, workerId: near },
      { kind: 'plain', direction: 'send' },
    );
    const producers: string[] = [];
    for (let ssrc = 1; ssrc <= 20; ssrc += 1) {
      const producerId = await bridge.produce(transportId, 'audio', rtpParameters('microphone', ssrc));
      await bridge.link(producerId, { conferenceId, workerId: far });
      producers.push(producerId);
    }
    await Promise.all(producers.map((producerId) => bridge.resumeProducer(producerId)));
    // Stopped, it takes the requests in and answers none of them.
    const pid = bridge.workerPids().get(far) ?? 0;
    process.kill(pid, 'SIGSTOP');
    await Promise.all(producers.map((producerId) => bridge.pauseProducer(producerId)));
    process.kill(pid, 'SIGKILL');
    await eventually(
      () => bridge.workers().length === 2 && !bridge.workers().includes(far),
      'its replacement',
    );
    process.off('unhandledRejection', note);
    expect(unhandled).to.deep.equal([]);
    expect(bridge.mediaStats().producers.audio).to.equal(20);
  });

  it('does not start where a worker cannot listen', async () => {
    const start = startBridge({ listen: { ip: '192.0.2.1', announcedAddress: null, port: 0 } });
    const outcome = await start.then(
      () => 'started',
      () => 'refused',
    );
    expect(outcome).to.equal('refused');
  });
});
