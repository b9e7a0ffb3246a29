import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { Pacer, preciseNow } from '../simulation/pacer.ts';
import { Playback } from '../simulation/playback.ts';
import { Reception } from '../simulation/reception.ts';
import { sendingParameters } from '../simulation/room-media.ts';
import type { SyntheticRoom } from '../simulation/room.ts';
import { openRtpSocket } from '../simulation/rtp-socket.ts';
import type { RtpSocket } from '../simulation/rtp-socket.ts';
import { eventually } from '../test/support/eventually.ts';
import { count } from './support/count.ts';
import { BusyMeter, cpuTimes, memory, processesOf } from './support/processes.ts';
import { failuresOf, Meeting, spread, told } from './support/rooms.ts';
import { say } from './support/say.ts';
import { Delays, stampedClips } from './support/stamped.ts';

/**
 * The load of `media-fanout`, on a core of its own: one speaker and a growing number of receivers, in the
 * service or in the bare script, until packets are lost or late.
 *
 *   media-fanout-load.ts URL SERVER_PID BARE_PORT BARE_PID ROUNDS FROM STEP TO SETTLE_SECONDS SECONDS
 */
const [url, serverPid, barePort, barePid, rounds, from, step, to, settleS, seconds] = z
  .tuple([z.url(), count, count, count, count, count, count, count, count, count])
  .parse(process.argv.slice(2));

const joinEveryMs = 20;
const mostLossRatio = 0.001;
const mostDelayMs = 50;

const clips = stampedClips();
const delays = new Delays();

/** One of the two compared systems, from its first receiver to its last. */
interface Side extends AsyncDisposable {
  readonly pid: number;
  readonly receptions: readonly Reception[];
  grow(receivers: number): Promise<void>;
}

const failures = new Set<string>();

async function openService(meeting: Meeting): Promise<Side> {
  const silent = { sends: { camera: 'never', microphone: 'never' } } as const;
  const chair = await meeting.begin({ ...silent, receives: false });
  const speaker = meeting.enter(0, { clips, receives: false });
  await speaker.joined;
  await told(chair, 'floor.grant', { participantId: speaker.participantId ?? '' });
  const rooms: SyntheticRoom[] = [];
  const receptions: Reception[] = [];
  return {
    pid: serverPid,
    receptions,
    async grow(receivers) {
      const more = Array.from({ length: receivers - rooms.length }, (_, n) => rooms.length + n + 1);
      await spread(more, more.length * joinEveryMs, (index) => {
        const room = meeting.enter(index, { ...silent, onPacket: delays.note });
        rooms.push(room);
        receptions.push(room.reception);
      });
      await Promise.all(rooms.map(({ joined }) => joined));
    },
    async [Symbol.asyncDispose]() {
      const all = [chair, speaker, ...rooms];
      for (const failure of failuresOf(all)) failures.add(failure);
      await Promise.all(all.map((room) => room[Symbol.asyncDispose]()));
    },
  };
}

const tuple = z.object({ ip: z.string(), port: z.number() });
const madeReceiver = z.object({
  consumers: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['audio', 'video']),
      rtpParameters: z.record(z.string(), z.unknown()),
    }),
  ),
});
const order = async <T>(path: string, body: object, answer: z.ZodType<T>): Promise<T> => {
  const response = await fetch(`http://127.0.0.1:${barePort}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return answer.parse(await response.json());
};

async function openBare(): Promise<Side> {
  const pacer = new Pacer();
  const sending = await openRtpSocket(() => undefined);
  const [audio, video] = [clips.microphone, clips.camera].map(
    (clip) => new Playback(clip, pacer, (parts) => sending.send(parts)),
  );
  if (!audio || !video) throw new Error('two clips make two playbacks');
  const { ip, port } = await order(
    '/speaker',
    {
      audio: sendingParameters(clips.microphone, audio.ssrcs, 'bare/microphone'),
      video: sendingParameters(clips.camera, video.ssrcs, 'bare/camera'),
    },
    tuple,
  );
  sending.connect(ip, port);
  audio.play();
  video.play();
  const sockets: RtpSocket[] = [];
  const receptions: Reception[] = [];
  const receive = async (): Promise<void> => {
    const reception = new Reception(preciseNow);
    const socket = await openRtpSocket((datagram) => {
      reception.receive(datagram);
      delays.note(datagram);
    });
    sockets.push(socket);
    receptions.push(reception);
    const { consumers } = await order('/receiver', { port: socket.port }, madeReceiver);
    for (const { id, kind, rtpParameters } of consumers) {
      const source = kind === 'audio' ? 'microphone' : 'camera';
      reception.add({ consumerId: id, producerId: id, participantId: id, source, kind, rtpParameters });
    }
  };
  return {
    pid: barePid,
    receptions,
    async grow(receivers) {
      while (sockets.length < receivers) await receive();
    },
    async [Symbol.asyncDispose]() {
      audio.stop();
      video.stop();
      for (const socket of [sending, ...sockets]) socket.close();
    },
  };
}

const totals = ({ receptions }: Side): { readonly packets: number; readonly lost: number } => {
  const streams = receptions.flatMap(({ streams }) => streams);
  return {
    packets: streams.reduce((total, { packets }) => total + packets, 0),
    lost: streams.reduce((total, { lost }) => total + lost, 0),
  };
};

async function measure(side: Side, receivers: number) {
  const server = processesOf(side.pid);
  await side.grow(receivers);
  await eventually(
    () => side.receptions.every(({ streams }) => streams.filter(({ packets }) => packets > 0).length === 2),
    `all of ${receivers} to hear and see`,
    { timeoutMs: 30_000, intervalMs: 100 },
  );
  await wait(settleS * 1_000);
  delays.clear();
  const [meter, begunMs, before, cpu] = [new BusyMeter(), preciseNow(), totals(side), cpuTimes(server)];
  await wait(seconds * 1_000);
  const [after, cpuAfter, elapsedS] = [totals(side), cpuTimes(server), (preciseNow() - begunMs) / 1_000];
  const packets = after.packets - before.packets;
  const lost = after.lost - before.lost;
  return {
    receivers,
    packetsPerS: packets / elapsedS,
    workerUs: ((cpuAfter.workers - cpu.workers) * 1e6) / packets,
    nodeUs: ((cpuAfter.node - cpu.node) * 1e6) / packets,
    lossRatio: lost / (packets + lost),
    delayP50Ms: delays.percentileMs(50),
    delayP99Ms: delays.percentileMs(99),
    memory: memory(server),
    busy: meter.share(),
  };
}

/** Ends when packets are lost or late; more receivers would only show the collapse. */
async function sweep(open: () => Promise<Side>) {
  await using side = await open();
  const steps: Awaited<ReturnType<typeof measure>>[] = [];
  for (let receivers = from; receivers <= to; receivers += step) {
    const measured = await measure(side, receivers);
    steps.push(measured);
    if (measured.lossRatio >= mostLossRatio || measured.delayP99Ms >= mostDelayMs) break;
  }
  return steps;
}

const found: unknown[] = [];
for (const meeting of await Meeting.openMany(url, rounds, to + 1)) {
  found.push({ service: await sweep(() => openService(meeting)), bare: await sweep(openBare) });
}
say({ rounds: found, mostLossRatio, mostDelayMs, failures: [...failures] });
