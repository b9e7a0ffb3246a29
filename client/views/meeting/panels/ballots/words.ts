import type { Ballot, BallotRules, Choice } from '../../../../../protocol/conference/ballots.ts';
import { catalogue } from '../../../../i18n/language.ts';
import type { BothLanguages } from '../../../../i18n/language.ts';

interface Names {
  readonly phases: Record<Ballot['phase'], string>;
  readonly choices: Record<Choice, string>;
  readonly results: Record<'carried' | 'rejected' | 'no-quorum', string>;
  readonly kinds: Record<BallotRules['kind'], string>;
  readonly majorities: Record<BallotRules['majority'], string>;
  readonly lateJoiners: Record<BallotRules['lateJoiners'], string>;
}

const names: BothLanguages<Names> = {
  vi: {
    phases: { draft: 'Dự thảo', open: 'Đang biểu quyết', closed: 'Đã kết thúc', published: 'Đã công bố' },
    choices: { agree: 'Tán thành', disagree: 'Không tán thành', abstain: 'Không biểu quyết' },
    results: { carried: 'Đã thông qua', rejected: 'Không thông qua', 'no-quorum': 'Không đủ tỷ lệ tham gia' },
    kinds: { named: 'Công khai', secret: 'Bỏ phiếu kín' },
    majorities: { simple: 'Quá nửa số phiếu', 'two-thirds': 'Từ hai phần ba số phiếu' },
    lateJoiners: { excluded: 'Không được biểu quyết', included: 'Được biểu quyết' },
  },
  en: {
    phases: { draft: 'Draft', open: 'Voting', closed: 'Closed', published: 'Published' },
    choices: { agree: 'Agree', disagree: 'Disagree', abstain: 'Abstain' },
    results: { carried: 'Carried', rejected: 'Rejected', 'no-quorum': 'No quorum' },
    kinds: { named: 'By name', secret: 'Secret' },
    majorities: { simple: 'More than half', 'two-thirds': 'At least two thirds' },
    lateJoiners: { excluded: 'May not vote', included: 'May vote' },
  },
};

const vi = {
  ...names.vi,
  title: 'Biểu quyết',
  none: 'Chưa có nội dung biểu quyết.',
  draft: 'Soạn nội dung biểu quyết',
  question: 'Nội dung biểu quyết',
  questionHint: 'Thông qua dự thảo Nghị quyết…',
  kind: 'Hình thức',
  secretHint:
    'Chỉ công bố tổng số phiếu; hệ thống không lưu từng phiếu. Cần ít nhất ba đơn vị biểu quyết, mỗi đơn vị một phiếu. Nếu tất cả chọn giống nhau thì kết quả cho biết điều đó.',
  tooFew:
    'Chưa đủ ba đơn vị biểu quyết: công bố sẽ lộ phiếu của từng đơn vị, nên kết quả không được công bố.',
  discardClosed: 'Hủy lần biểu quyết này',
  discardClosedConfirm: 'Hủy lần biểu quyết này? Các phiếu đã gửi bị xóa và phải biểu quyết lại.',
  quorum: 'Tỷ lệ tham gia tối thiểu (%)',
  bodyVotes: 'Tổng số phiếu toàn thể',
  bodyHint: 'Tính cả đơn vị vắng mặt; tỷ lệ tham gia tính trên tổng số này.',
  bodyUnknown:
    'Chưa khai báo tổng số phiếu toàn thể: tỷ lệ tham gia chỉ tính trên số đơn vị đang dự họp, không phải trên toàn thể.',
  bodyTooSmall: (here: number) =>
    `Ít hơn số phiếu của các đơn vị đang dự họp (${here}); tỷ lệ tham gia sẽ tính trên ${here} phiếu.`,
  majority: 'Thông qua khi tán thành',
  late: 'Đơn vị vào họp sau khi mở biểu quyết',
  chairVotes: 'Chủ tọa cùng biểu quyết',
  weights: 'Hệ số phiếu của đơn vị',
  weightsHint: 'Mỗi đơn vị một phiếu, trừ khi đặt hệ số khác.',
  saveDraft: 'Lưu dự thảo',
  discard: 'Bỏ dự thảo',
  open: 'Mở biểu quyết',
  openInSession: 'Biểu quyết mở được khi phiên họp đã khai mạc.',
  openConfirm: 'Mở biểu quyết? Danh sách đơn vị được biểu quyết được chốt từ lúc này.',
  close: 'Kết thúc biểu quyết',
  closeConfirm: (missing: number) =>
    missing === 0 ? 'Kết thúc biểu quyết?' : `Còn ${missing} đơn vị chưa biểu quyết. Kết thúc biểu quyết?`,
  closeTooFewConfirm:
    'Chưa đủ ba đơn vị biểu quyết. Nếu kết thúc bây giờ, kết quả phiếu kín không công bố được. Vẫn kết thúc?',
  publish: 'Công bố kết quả',
  publishConfirm: 'Công bố kết quả cho tất cả thành phần dự họp? Kết quả đã công bố không thu hồi được.',
  awaitsPublication: 'Đã kết thúc, chờ công bố kết quả.',
  answered: (answered: number, entitled: number) => `Đã biểu quyết ${answered}/${entitled} đơn vị`,
  quorumOf: (percent: number) => `Tỷ lệ tham gia tối thiểu ${percent}%`,
  quorumOfVotes: (percent: number, total: number) =>
    `Tỷ lệ tham gia tối thiểu ${percent}% của ${total} phiếu toàn thể`,
  quorumOfBody: {
    reached: (cast: number, total: number) => `Đủ tỷ lệ tham gia: ${cast}/${total} phiếu toàn thể`,
    missing: (cast: number, total: number) => `Chưa đủ tỷ lệ tham gia: ${cast}/${total} phiếu toàn thể`,
  },
  quorumHere: {
    reached: (cast: number, total: number) =>
      `Đủ tỷ lệ trong số đơn vị đang dự họp: ${cast}/${total} phiếu; chưa khai báo tổng số phiếu toàn thể`,
    missing: (cast: number, total: number) =>
      `Chưa đủ tỷ lệ trong số đơn vị đang dự họp: ${cast}/${total} phiếu; chưa khai báo tổng số phiếu toàn thể`,
  },
  waitingFor: 'Chưa biểu quyết',
  nobodyMissing: 'Tất cả đơn vị đã biểu quyết.',
  notVoted: 'Không bỏ phiếu',
  votesByUnit: 'Phiếu của từng đơn vị',
  weight: (weight: number) => `hệ số ${weight}`,
  cardTitle: 'Mời biểu quyết',
  votesFor: (unit: string) => `Biểu quyết thay mặt: ${unit}`,
  final: 'Phiếu đã gửi không thay đổi được.',
  confirmChoice: (choice: string) => `Xác nhận chọn “${choice}”?`,
  send: 'Gửi phiếu',
  chooseAgain: 'Chọn lại',
  voted: 'Đã ghi nhận phiếu',
  votedBy: (name: string) => `${name} đã gửi phiếu của đơn vị.`,
};

export const ballotWords = catalogue({
  vi,
  en: {
    ...names.en,
    title: 'Ballots',
    none: 'Nothing to vote on yet.',
    draft: 'Draft a ballot',
    question: 'Question',
    questionHint: 'To adopt the draft resolution…',
    kind: 'Kind',
    secretHint:
      'Only the totals are published, and single votes are not kept. At least three units must vote, one vote each. If all vote alike, the result says so.',
    tooFew:
      'Fewer than three units voted: the totals would give their votes away, so the result cannot be published.',
    discardClosed: 'Discard this ballot',
    discardClosedConfirm:
      'Discard this ballot? The votes that were sent are deleted, and the units must vote again.',
    quorum: 'Quorum (% of votes)',
    bodyVotes: 'Votes of the whole body',
    bodyHint: 'Those of absent members, too; the quorum is a share of this number.',
    bodyUnknown:
      'The votes of the whole body are not given: the quorum is a share of those who are here, not of the body.',
    bodyTooSmall: (here) =>
      `Less than the votes of the units that are here (${here}); the quorum will be a share of ${here}.`,
    majority: 'Carried when those who agree are',
    late: 'Units that come in while it is open',
    chairVotes: 'The chair votes, too',
    weights: 'Weights of units',
    weightsHint: 'Every unit counts once unless it is given another weight.',
    saveDraft: 'Save the draft',
    discard: 'Discard the draft',
    open: 'Open the ballot',
    openInSession: 'A ballot can be opened once the session has begun.',
    openConfirm: 'Open the ballot? Who may vote is fixed from now on.',
    close: 'Close the ballot',
    closeConfirm: (missing) =>
      missing === 0 ? 'Close the ballot?' : `${missing} units have not voted yet. Close the ballot?`,
    closeTooFewConfirm:
      'Fewer than three units have voted. If you close it now, the result of this secret ballot cannot be published. Close it?',
    publish: 'Publish the result',
    publishConfirm: 'Publish the result to everybody? It cannot be taken back.',
    awaitsPublication: 'Closed; the result is not published yet.',
    answered: (answered, entitled) => `${answered} of ${entitled} units have voted`,
    quorumOf: (percent) => `Quorum ${percent}%`,
    quorumOfVotes: (percent, total) => `Quorum ${percent}% of the body’s ${total} votes`,
    quorumOfBody: {
      reached: (cast, total) => `Quorum reached: ${cast} of the body’s ${total} votes`,
      missing: (cast, total) => `No quorum: ${cast} of the body’s ${total} votes`,
    },
    quorumHere: {
      reached: (cast, total) =>
        `Enough of those who are here: ${cast} of ${total} votes; the votes of the whole body are not given`,
      missing: (cast, total) =>
        `Not enough of those who are here: ${cast} of ${total} votes; the votes of the whole body are not given`,
    },
    waitingFor: 'Have not voted',
    nobodyMissing: 'All units have voted.',
    notVoted: 'Did not vote',
    votesByUnit: 'Votes by unit',
    weight: (weight) => `weight ${weight}`,
    cardTitle: 'Please vote',
    votesFor: (unit) => `You vote for: ${unit}`,
    final: 'A vote that is sent cannot be changed.',
    confirmChoice: (choice) => `Vote “${choice}”?`,
    send: 'Send the vote',
    chooseAgain: 'Choose again',
    voted: 'Your vote is recorded',
    votedBy: (name) => `${name} has sent the unit’s vote.`,
  },
});
