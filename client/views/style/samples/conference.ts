import { planned } from '../../../../domain/conference/state.ts';
import type { Identity } from '../../../../protocol/conference/presence.ts';
import type { ConferenceState, Participant } from '../../../../protocol/state.ts';

const idOf = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

const identity = (n: number, name: string, role: Identity['role'], siteName: string): Identity => ({
  id: idOf(n),
  kind: role === 'delegate' ? 'endpoint' : 'account',
  name,
  siteId: idOf(n + 100),
  siteName,
  sitePath: [idOf(100), idOf(n + 100)],
  levelId: 'commune',
  role,
});

/** The chair, who leads, and a room, which takes part. */
export const sampleChair = identity(1, 'Chủ tịch UBND tỉnh', 'chair', 'Văn phòng UBND tỉnh');
export const sampleRoom = identity(2, 'Hội trường UBND Tam Hồng', 'delegate', 'Xã Tam Hồng, Huyện Yên Lạc');
const secretary = identity(3, 'Nguyễn Thị Thư', 'secretary', 'Văn phòng UBND tỉnh');
const others = ['Trung Mỹ', 'Tam Hợp', 'Đạo Đức', 'Thanh Lãng'].map((name, index) =>
  identity(4 + index, `Hội trường UBND ${name}`, 'delegate', `Xã ${name}, Huyện Bình Xuyên`),
);
const [speaker = sampleRoom, second = sampleRoom, lost = sampleRoom, waiting = sampleRoom] = others;

const minuteMs = 60_000;
const reportItem = idOf(50);
const ballotId = idOf(60);

/** A prepared speaker. */
const prepared = (each: Identity, minutes: number | null) => ({
  participantId: each.id,
  name: each.name,
  siteName: each.siteName,
  minutes,
});

/**
 * A session in which something of everything happens: somebody speaks, others ask to, a ballot is open, the roll is
 * called.
 *
 * @param now epoch ms
 */
export function sampleConference(now: number): ConferenceState {
  const participant = (each: Identity, more: Partial<Participant> = {}): Participant => ({
    ...each,
    presence: 'present',
    microphone: 'muted',
    asked: false,
    cameraHeld: false,
    acting: null,
    movedTo: null,
    wasIn: true,
    mayReturn: false,
    since: now - 50 * minuteMs,
    ...more,
  });
  const all = [
    participant(sampleChair, { microphone: 'open' }),
    participant(sampleRoom),
    participant(secretary),
    participant(speaker, { microphone: 'open' }),
    participant(second, { microphone: 'held', cameraHeld: true }),
    participant(lost, { presence: 'away' }),
    participant(waiting, { presence: 'waiting' }),
  ];
  return {
    ...planned,
    seq: 1,
    phase: 'in-session',
    title: 'Phiên họp thường kỳ tháng 12',
    startsAt: now - 60 * minuteMs,
    endsAt: now + 60 * minuteMs,
    startedAt: now - 50 * minuteMs,
    participants: Object.fromEntries(all.map((each) => [each.id, each])),
    stage: { ...planned.stage, chair: sampleChair.id, pinned: [second.id] },
    floor: {
      ...planned.floor,
      holder: {
        participantId: speaker.id,
        since: now - 3 * minuteMs,
        endsAt: now + 2 * minuteMs,
        warned: false,
      },
      queue: [
        {
          participantId: second.id,
          category: 'point-of-order',
          subject: 'Chương trình',
          itemId: reportItem,
          raisedAt: now - 2 * minuteMs,
        },
        {
          participantId: lost.id,
          category: 'question',
          subject: '',
          itemId: reportItem,
          raisedAt: now - minuteMs,
        },
      ],
    },
    agenda: {
      items: [
        {
          id: reportItem,
          title: 'Báo cáo tháng',
          plannedMinutes: 20,
          speakers: [prepared(speaker, 5), prepared(sampleRoom, null), prepared(lost, 3)],
        },
        { id: idOf(51), title: 'Thảo luận', plannedMinutes: 40, speakers: [] },
      ],
      current: { itemId: reportItem, since: now - 22 * minuteMs },
      used: {},
    },
    script: { [reportItem]: { [speaker.id]: 'called' } },
    rollCall: { ...planned.rollCall, phase: 'open', openedAt: now - minuteMs },
    ballots: {
      [ballotId]: {
        id: ballotId,
        question: 'Thông qua dự thảo nghị quyết?',
        kind: 'named',
        quorumPercent: 50,
        bodyVotes: null,
        majority: 'simple',
        lateJoiners: 'excluded',
        chairVotes: true,
        weights: {},
        phase: 'open',
        entitled: Object.fromEntries(all.map(({ siteId }) => [siteId ?? '', 1])),
        answered: { [second.siteId ?? '']: second.id },
        box: [],
        openedAt: now - minuteMs,
        closedAt: null,
        totals: null,
        votes: null,
      },
    },
  };
}
