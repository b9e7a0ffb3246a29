import { expect } from 'chai';
import { mediaRequests } from '../../../protocol/media.ts';
import type { DeviceReport, ReportedDevices } from '../../../protocol/devices.ts';
import { deviceTroubles } from '../../../domain/media/devices.ts';
import { participantNamed } from '../../support/conference/conference-history.ts';
import { MediaService } from '../../support/media/media-service.ts';
import type { MediaRoom } from '../../support/media/media-service.ts';

const chair = participantNamed('Hội trường tỉnh', 'chair');
const tamHong = participantNamed('Xã Tam Hồng');
const teLo = participantNamed('Xã Tề Lỗ');

const whole: DeviceReport = {
  camera: { state: 'working', name: 'Logitech C920' },
  microphone: { state: 'working', name: 'Jabra Speak 750' },
  speaker: { state: 'working', name: 'Jabra Speak 750' },
  soundBlocked: false,
};
const withoutCamera: DeviceReport = { ...whole, camera: { state: 'missing', name: '' } };

const report = (room: MediaRoom, payload: DeviceReport) =>
  room.seat.request({ type: 'media.reportDevices', payload });

describe('the devices that pages report', () => {
  /** What the chair learns, and the number to go on from. */
  async function asked(hall: MediaRoom, after = 0) {
    const answer = await hall.seat.request({ type: 'media.devices', payload: { after } });
    return mediaRequests['media.devices'].result.parse(answer.ok ? answer.result : answer);
  }
  const only = (devices: readonly ReportedDevices[]): ReportedDevices => {
    expect(devices).to.have.lengthOf(1);
    const [first] = devices;
    if (!first) throw new Error('nothing was reported');
    return first;
  };

  it('are told to moderators, each with the time since it is so', async () => {
    await using service = new MediaService();
    const [hall, room] = [await service.enter(chair), await service.enter(tamHong)];
    expect((await asked(hall)).devices).to.deep.equal([]);
    await report(room, whole);
    service.aheadMs += 60_000;
    await report(room, withoutCamera);
    service.aheadMs += 30_000;
    const { participantId, isConnected, camera, microphone } = only((await asked(hall)).devices);
    expect({ participantId, isConnected }).to.deep.equal({ participantId: tamHong.id, isConnected: true });
    expect(camera.state).to.equal('missing');
    expect(camera.forMs).to.be.within(30_000, 59_000);
    expect(microphone.forMs).to.be.within(90_000, 119_000);
  });

  it('are told to no delegate', async () => {
    await using service = new MediaService();
    const room = await service.enter(tamHong);
    const answer = await room.seat.request({ type: 'media.devices', payload: { after: 0 } });
    expect(answer).to.include({ ok: false, code: 'forbidden' });
  });

  it('are told once: the next answer has only what has changed', async () => {
    await using service = new MediaService();
    const [hall, room] = [await service.enter(chair), await service.enter(tamHong)];
    const other = await service.enter(teLo);
    await report(room, whole);
    await report(other, whole);
    const { change, devices } = await asked(hall);
    expect(devices.map(({ participantId }) => participantId)).to.have.members([tamHong.id, teLo.id]);
    expect((await asked(hall, change)).devices).to.deep.equal([]);
    await report(other, withoutCamera);
    expect(only((await asked(hall, change)).devices).participantId).to.equal(teLo.id);
  });

  it('are not taken for current after the connection is lost, nor counted from before when it is back', async () => {
    await using service = new MediaService();
    const [hall, room] = [await service.enter(chair), await service.enter(tamHong)];
    await report(room, withoutCamera);
    service.aheadMs += 60_000;
    const { change } = await asked(hall);
    room.seat.depart();
    service.aheadMs += 5_000;
    const lost = only((await asked(hall, change)).devices);
    expect(lost.isConnected).to.equal(false);
    expect(lost.forMs).to.be.within(5_000, 30_000);
    const back = await service.enter(tamHong);
    await report(back, withoutCamera);
    const again = only((await asked(hall, change)).devices);
    expect(again.isConnected).to.equal(true);
    expect(again.camera.forMs).to.be.below(30_000);
  });
});

describe('the troubles of devices', () => {
  it('are what keeps a participant from being seen, heard, or hearing', () => {
    expect(deviceTroubles(whole, true)).to.deep.equal([]);
    expect(deviceTroubles({ ...withoutCamera, soundBlocked: true }, true)).to.deep.equal([
      { kind: 'camera', state: 'missing' },
      { kind: 'sound' },
    ]);
    const off: DeviceReport = {
      ...whole,
      camera: { state: 'off', name: '' },
      speaker: { state: 'unknown', name: '' },
    };
    expect(deviceTroubles(off, true)).to.deep.equal([]);
  });

  it('of a participant that only receives are those of its speaker', () => {
    const nothing = { state: 'missing', name: '' } as const;
    const none: DeviceReport = {
      camera: nothing,
      microphone: nothing,
      speaker: nothing,
      soundBlocked: false,
    };
    expect(deviceTroubles(none, false)).to.deep.equal([{ kind: 'speaker', state: 'missing' }]);
  });
});
