import { expect } from 'chai';
import fc from 'fast-check';
import { keyframeRequests, writeSenderReport } from '../../../simulation/rtp/rtcp.ts';
import { isRtcp, readRtpPacket, rtpHeaderBytes, writeRtpHeader } from '../../../simulation/rtp/rtp-packet.ts';
import { readVp8Start, vp8DescriptorBytes, writeVp8Descriptor } from '../../../simulation/rtp/vp8.ts';

const header = fc.record({
  payloadType: fc.integer({ min: 96, max: 127 }),
  marker: fc.boolean(),
  sequence: fc.integer({ min: 0, max: 0xffff }),
  timestamp: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  ssrc: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
});
const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));

function written(fields: Parameters<typeof writeRtpHeader>[1]): Buffer {
  const head = Buffer.alloc(rtpHeaderBytes);
  writeRtpHeader(head, fields);
  return head;
}

describe('RTP packets', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(header, bytes, (fields, payload) => {
        const packet = Buffer.concat([written(fields), payload]);
        expect(isRtcp(packet)).to.equal(false);
        expect(readRtpPacket(packet)).to.deep.equal({ ...fields, payload });
      }),
    );
  });

  it('have their payload after CSRCs, header extension and padding', () => {
    fc.assert(
      fc.property(
        header,
        bytes,
        fc.integer({ min: 0, max: 15 }),
        fc.integer({ min: 1, max: 9 }),
        (fields, payload, csrcs, padding) => {
          const head = written(fields);
          head[0] = 0x80 | 0x20 | 0x10 | csrcs;
          const extension = Buffer.from([0xbe, 0xde, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8]);
          const tail = Buffer.alloc(padding, padding);
          const packet = Buffer.concat([head, Buffer.alloc(4 * csrcs), extension, payload, tail]);
          expect(readRtpPacket(packet)?.payload).to.deep.equal(payload);
        },
      ),
    );
  });

  it('are never read out of bounds, for any bytes', () => {
    fc.assert(
      fc.property(bytes, (noise) => {
        const packet = readRtpPacket(noise);
        if (packet) expect(packet.payload.length).to.be.at.most(noise.length - rtpHeaderBytes);
      }),
    );
  });
});

const words = (...values: number[]) => {
  const packet = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => packet.writeUInt32BE(value, 4 * index));
  return packet;
};

describe('RTCP', () => {
  it('relates the wall clock to the RTP clock, in NTP time', () => {
    const report = writeSenderReport({
      ssrc: 0xdeadbeef,
      atMs: Date.UTC(2026, 0, 2, 3, 4, 5, 250),
      timestamp: 4_000_000_000,
      packets: 7,
      payloadBytes: 7_000,
    });
    expect(isRtcp(report)).to.equal(true);
    // Sender report without blocks: PT 200, six words follow. 3976311845 is that second, counted from 1900.
    expect(report.toString('hex')).to.equal(
      [
        '80c80006',
        'deadbeef',
        (3_976_311_845).toString(16),
        '40000000',
        'ee6b2800',
        '00000007',
        '00001b58',
      ].join(''),
    );
  });

  it('finds keyframe requests of both kinds in a compound packet', () => {
    const receiverReport = words(0x80c90001, 1);
    const pli = words(0x81ce0002, 1, 11);
    const fir = words(0x84ce0006, 1, 0, 22, 0x01000000, 33, 0x02000000);
    const nack = words(0x81cd0003, 1, 44, 0x00010000);
    expect(keyframeRequests(Buffer.concat([receiverReport, nack, pli, fir]))).to.deep.equal([11, 22, 33]);
    expect(keyframeRequests(pli.subarray(0, 8))).to.deep.equal([]);
  });
});

const packet = (start: boolean, frameTag: number, pictureId = 1, tl0PictureIndex = 1) => {
  const payload = Buffer.alloc(vp8DescriptorBytes + 1, frameTag);
  writeVp8Descriptor(payload, 0, { start, pictureId, tl0PictureIndex });
  return payload;
};

describe('VP8 payload descriptors', () => {
  it('show where a frame begins and whether it is a keyframe, for any number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x7fff }), fc.integer({ min: 0, max: 0xff }), (picture, tl0) => {
        expect(readVp8Start(packet(true, 0x10, picture, tl0))).to.equal('keyframe');
        expect(readVp8Start(packet(true, 0x11, picture, tl0))).to.equal('interframe');
        expect(readVp8Start(packet(false, 0x10, picture, tl0))).to.equal('continuation');
      }),
    );
  });

  it('are read in the forms that browsers send', () => {
    // RFC 7741 section 4.6: no extension; a picture id of 7 bits; a later partition.
    expect(readVp8Start(Buffer.from([0x10, 0x10]))).to.equal('keyframe');
    expect(readVp8Start(Buffer.from([0x90, 0x80, 0x11, 0x11]))).to.equal('interframe');
    expect(readVp8Start(Buffer.from([0x90, 0x80, 0x92, 0x34, 0x10]))).to.equal('keyframe');
    expect(readVp8Start(Buffer.from([0x12, 0x10]))).to.equal('continuation');
    expect(readVp8Start(Buffer.alloc(0))).to.equal('continuation');
  });
});
