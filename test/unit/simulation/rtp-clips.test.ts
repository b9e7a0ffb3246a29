import { expect } from 'chai';
import { receptionReport } from '../../../protocol/media.ts';
import type { Delivery } from '../../../protocol/media.ts';
import { loadClips, scrolled } from '../../../simulation/clip.ts';
import { Pacer } from '../../../simulation/pacer.ts';
import { Playback } from '../../../simulation/playback.ts';
import { quantiles } from '../../../simulation/figures.ts';
import { Reception } from '../../../simulation/reception.ts';
import { SimulatedReporter } from '../../../simulation/reporter.ts';
import { isRtcp, readRtpPacket } from '../../../simulation/rtp/rtp-packet.ts';
import { readVp8Start } from '../../../simulation/rtp/vp8.ts';

const clips = loadClips();

/** Plays the camera for some seconds of a clock that the test moves; returns the sent packets. */
function play(
  source: 'camera' | 'microphone',
  seconds: number,
  during?: (playback: Playback, ms: number) => void,
) {
  const sent: Buffer[] = [];
  let ms = 0;
  const pacer = new Pacer(() => ms);
  const playback = new Playback(clips[source], pacer, (parts) => sent.push(Buffer.concat(parts)));
  playback.play();
  for (; ms <= seconds * 1000; ms += 5) {
    during?.(playback, ms);
    playback.run(ms);
  }
  playback.stop();
  return {
    ssrcs: playback.ssrcs,
    packets: sent.filter((bytes) => !isRtcp(bytes)),
    reports: sent.filter(isRtcp),
  };
}

const read = (bytes: Buffer) => {
  const packet = readRtpPacket(bytes);
  if (!packet) throw new TypeError('not RTP');
  return packet;
};

const delivery = (kind: 'audio' | 'video'): Delivery => ({
  consumerId: 'c',
  producerId: 'p',
  participantId: '0190d0a0-0000-7000-8000-000000000001',
  source: kind === 'audio' ? 'microphone' : 'camera',
  kind,
  rtpParameters: { encodings: [{ ssrc: 1 }] },
});

const sequenced = (sequences: readonly number[], kind: 'audio' | 'video' = 'audio', payload = [0]) => {
  const reception = new Reception(() => 1);
  reception.add(delivery(kind));
  for (const sequence of sequences) {
    const packet = Buffer.from([0x80, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, ...payload]);
    packet.writeUInt16BE(sequence & 0xffff, 2);
    reception.receive(packet);
  }
  const [stream] = reception.streams;
  return { lost: stream?.lost, packets: stream?.packets, bytes: stream?.bytes };
};

describe('clips', () => {
  it('are four seconds long, and their layers have keyframes at the same times, one a second', () => {
    const { camera, microphone } = clips;
    expect(microphone.frames.length * microphone.frameMs).to.be.closeTo(4_000, 40);
    expect(camera.frames.length * camera.frameMs).to.be.closeTo(4_000, 1);
    const keyframes = camera.frames.flatMap(({ keyframe }, index) => (keyframe ? [index] : []));
    expect(keyframes).to.deep.equal([0, 15, 30, 45]);
    for (const { packets } of camera.frames) {
      expect(new Set(packets.map(({ layer }) => layer))).to.deep.equal(new Set([0, 1, 2]));
      expect(packets.filter(({ last }) => last)).to.have.length(3);
      expect(Math.max(...packets.map(({ payload }) => payload.length))).to.be.at.most(1_100);
    }
  });
});

describe('playback', () => {
  it('numbers each layer without a gap at the end of the clip, with frames one frame time apart', () => {
    const { ssrcs, packets } = play('camera', 5);
    for (const ssrc of ssrcs) {
      const own = packets.map(read).filter((packet) => packet.ssrc === ssrc);
      for (const [index, packet] of own.entries()) {
        const before = own[index - 1];
        if (!before) continue;
        expect(packet.sequence).to.equal((before.sequence + 1) & 0xffff);
        expect((packet.timestamp - before.timestamp) >>> 0).to.equal(before.marker ? 6_000 : 0);
      }
      expect(own.filter(({ marker }) => marker)).to.have.length.within(74, 76);
    }
  });

  it('sends 50 packets of sound a second', () => {
    expect(play('microphone', 4).packets).to.have.length.within(199, 202);
  });

  it('answers a keyframe request with the next frame, in all layers', () => {
    const starts: { ms: number; kind: string; timestamp: number }[] = [];
    let ms = 0;
    const pacer = new Pacer(() => ms);
    const playback = new Playback(clips.camera, pacer, ([head, payload]) => {
      if (!head || !payload) return;
      const packet = read(Buffer.concat([head, payload]));
      starts.push({ ms, kind: readVp8Start(packet.payload), timestamp: packet.timestamp });
    });
    playback.play();
    for (; ms < 500; ms += 5) {
      if (ms === 400) playback.requestKeyframe();
      playback.run(ms);
    }
    playback.stop();
    const asked = starts.filter(({ kind, ms }) => kind === 'keyframe' && ms >= 400);
    expect(asked).to.have.length(3);
    expect(new Set(asked.map(({ timestamp }) => timestamp))).to.have.length(1);
  });

  it('reports each layer five times in its first half second, then once a second', () => {
    const { reports } = play('camera', 3.8);
    expect(reports).to.have.length(3 * 8);
  });

  it('continues from the current time after a stall, without a flood', () => {
    const at: { ms: number }[] = [];
    let ms = 0;
    const playback = new Playback(clips.microphone, new Pacer(() => ms), () => at.push({ ms }));
    playback.play();
    for (; ms < 5_000; ms += ms === 1_000 ? 3_000 : 5) playback.run(ms);
    playback.stop();
    expect(at.filter((sent) => sent.ms === 4_000)).to.have.length.at.most(2);
    expect(at.filter((sent) => sent.ms > 4_000)).to.have.length.within(49, 58);
  });
});

describe('sent media', () => {
  it('leaves out unwanted layers, and starts a layer that is wanted again with a keyframe', () => {
    const starts = new Map<number, string[]>();
    const { ssrcs, packets, reports } = play('camera', 2, (playback, ms) => {
      if (ms === 0) playback.play(0);
      if (ms === 500) playback.play(2);
    });
    for (const { ssrc, payload } of packets.map(read)) {
      const kind = readVp8Start(payload);
      if (kind !== 'continuation') starts.set(ssrc, [...(starts.get(ssrc) ?? []), kind]);
    }
    const [low = 0, middle = 0, high = 0] = ssrcs;
    expect(starts.get(low)).to.have.length.within(29, 31);
    for (const ssrc of [middle, high]) {
      expect(starts.get(ssrc)).to.have.length.within(21, 24);
      expect(starts.get(ssrc)?.[0]).to.equal('keyframe');
    }
    expect(reports.filter((report) => report.readUInt32BE(4) === low).length).to.be.greaterThan(
      reports.filter((report) => report.readUInt32BE(4) === high).length,
    );
  });

  it('scrolls a page at the given bitrate, and sends fewer whole pages at a lower limit', () => {
    const bpsFrom = (mostBps: number): number => {
      let [ms, bits] = [0, 0];
      const playback = new Playback(
        clips.screen,
        new Pacer(() => ms),
        (parts) => (bits += parts.length > 1 && ms >= 5_000 ? (parts[1]?.length ?? 0) * 8 : 0),
      );
      playback.play();
      for (; ms < 1_000; ms += 5) playback.run(ms);
      playback.change(scrolled(clips.screen, 2_500_000));
      playback.limit(mostBps);
      for (; ms < 15_000; ms += 5) playback.run(ms);
      playback.stop();
      return bits / 10;
    };
    expect(bpsFrom(Infinity)).to.be.within(2_400_000, 2_600_000);
    expect(bpsFrom(800_000)).to.be.within(700_000, 800_000);
    expect(bpsFrom(220_000)).to.be.within(180_000, 220_000);
  });

  it('has the audio level in each packet of sound', () => {
    const { packets } = play('microphone', 1, (playback) => (playback.levelDb = -42));
    for (const packet of packets) {
      // One element of RFC 8285: id 1, one byte long; a voice of -42 dBov.
      expect(packet.subarray(12, 20).toString('hex')).to.equal('bede000110aa0000');
      expect(read(packet).payload).to.have.length.greaterThan(20);
    }
  });
});

describe('reception', () => {
  it('counts packets, bytes and lost packets, over the wrap of the sequence numbers', () => {
    expect(sequenced([65_533, 65_534, 65_535, 65_536, 65_537])).to.deep.equal({
      lost: 0,
      packets: 5,
      bytes: 65,
    });
    expect(sequenced([65_533, 65_534, 65_537, 65_538]).lost).to.equal(2);
  });

  it('does not count packets that arrive late as lost', () => {
    expect(sequenced([1, 2, 4, 3, 5]).lost).to.equal(0);
  });

  it('does not count the number that a change of layer skips as lost', () => {
    expect(sequenced([1, 3], 'video', [0x10, 0x10]).lost).to.equal(0);
    expect(sequenced([1, 3], 'video', [0x10, 0x11]).lost).to.equal(1);
    expect(sequenced([1, 4], 'video', [0x10, 0x10]).lost).to.equal(2);
  });

  it('records the time of the first complete keyframe of a camera', () => {
    const { ssrcs, packets } = play('camera', 1);
    let now = 0;
    const reception = new Reception(() => now);
    const [ssrc] = ssrcs;
    reception.add({ ...delivery('video'), rtpParameters: { encodings: [{ ssrc }] } });
    const own = packets.filter((bytes) => read(bytes).ssrc === ssrc);
    for (const bytes of own) {
      now += 1;
      reception.receive(bytes);
    }
    const [stream] = reception.streams;
    expect(stream?.firstPacketAtMs).to.equal(1);
    expect(stream?.firstFrameAtMs).to.equal(own.findIndex((bytes) => read(bytes).marker) + 1);
  });

  it('reports when a new picture can be shown: at the next complete keyframe', () => {
    const { ssrcs, packets } = play('camera', 2.5);
    const [ssrc] = ssrcs;
    const own = packets.filter((bytes) => read(bytes).ssrc === ssrc);
    const isKeyframe = (bytes: Buffer): boolean => readVp8Start(read(bytes).payload) === 'keyframe';
    const asked = own.findIndex(isKeyframe) + 5;
    const begins = own.findIndex((bytes, index) => index >= asked && isKeyframe(bytes));
    const shown = own.findIndex((bytes, index) => index >= begins && read(bytes).marker);
    let now = 0;
    const seen: number[] = [];
    const reception = new Reception(() => now);
    const { participantId } = delivery('video');
    reception.add({ ...delivery('video'), rtpParameters: { encodings: [{ ssrc }] } });
    for (const bytes of own) {
      if (now === asked) {
        reception.onFrame(participantId, 'camera', (atMs) => seen.push(atMs));
        reception.onFrame(participantId, 'microphone', () => seen.push(-1));
        reception.onFrame(participantId, 'camera', () => seen.push(-2))();
      }
      reception.receive(bytes);
      now += 1;
    }
    expect(seen).to.deep.equal([shown]);
    expect(reception.streams[0]).to.include({ lost: 0, height: 180 });
  });

  it('reports to the server what has arrived since the last report', () => {
    let now = 0;
    const reception = new Reception(() => now);
    const reporter = new SimulatedReporter(reception, () => now);
    expect(reporter.next()).to.deep.equal({ roundTripMs: null, audio: null, video: null });
    const { ssrcs, packets } = play('camera', 1);
    reception.add({ ...delivery('video'), rtpParameters: { encodings: [{ ssrc: ssrcs[1] }] } });
    const own = packets.filter((bytes) => read(bytes).ssrc === ssrcs[1]);
    // Not the first packet of its keyframe, which has the size of the picture.
    for (const [index, bytes] of own.entries()) if (index % 10 !== 5) reception.receive(bytes);
    now = 1_000;
    const { audio, video } = receptionReport.parse(reporter.next());
    expect(audio).to.equal(null);
    expect(video?.height).to.equal(360);
    expect(video?.lost).to.be.within(1, 10);
    expect(video?.framesPerS).to.be.within(10, 16);
    expect(video?.bitrateBps).to.be.within(200_000, 400_000);
    now = 2_000;
    expect(reporter.next().video).to.deep.equal({
      packets: 0,
      lost: 0,
      bitrateBps: 0,
      height: 0,
      framesPerS: 0,
      frozenMs: 0,
    });
  });

  it('keeps packets that belong to no stream apart', () => {
    const reception = new Reception(() => 1);
    reception.receive(Buffer.from('not RTP at all'));
    expect(reception.strays).to.equal(1);
    expect(reception.streams).to.deep.equal([]);
  });
});

describe('quantiles', () => {
  it('are measured values, by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(quantiles(hundred)).to.deep.equal({ p50: 50, p95: 95, max: 100 });
    expect(quantiles([7, undefined])).to.deep.equal({ p50: 7, p95: 7, max: 7 });
    expect(quantiles([undefined])).to.equal(undefined);
  });
});
