import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { absent } from '../../../server/media/media-session.ts';
import { participantNamed } from '../../support/conference/conference-history.ts';
import { eventually } from '../../support/eventually.ts';
import { MediaService } from '../../support/media/media-service.ts';

const chair = participantNamed('Hội trường tỉnh', 'chair');
const room = participantNamed('Xã Tam Hồng');

describe('what a participant may take of its worker', () => {
  it('changes with the participants of other sessions there, without any change in its own', async () => {
    await using service = new MediaService(1, 2_000);
    const hall = await service.enter(chair);
    await hall.send('camera');
    const receiving = await service.enter(room);
    const layer = () => receiving.consumers.map(({ preference }) => preference.layer)[0];
    await eventually(() => layer() === 2, 'the largest picture, where two share a worker');

    await eventually(() => receiving.flowing, 'the picture to flow');
    await service.settled();

    const other = service.media.open({ conferenceId: uuid(), epoch: 1, isClassified: false });
    for (let index = 0; index < 10; index += 1)
      await other.enter(participantNamed(`Phòng ${index}`).id, absent).begin();
    await eventually(() => layer() === 1, 'a smaller picture, where twelve do');
    await other.close();
    await eventually(() => layer() === 2, 'the largest picture again');
    expect(receiving.lost).to.equal(0);
  });
});
