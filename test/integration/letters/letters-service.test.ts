import { expect } from 'chai';
import { startApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryPglite } from '../../support/storage/database.ts';
import { startMailServer } from '../../support/mail/mail-server.ts';
import { administrator } from '../../support/rest/secrets.ts';

describe('the service with a mail server', function () {
  this.timeout(120_000);

  it('sends the letters of planned meetings, and after a restart none of them again', async () => {
    await using mail = await startMailServer();
    const { folder } = await temporaryPglite();
    const overrides = {
      storage: { folder },
      mail: { smtpUrl: mail.url, from: 'hop@vinhphuc.example' },
    };
    const invited = 'moi@vinhphuc.example';
    let meetingId: string;
    {
      await using app = await startApp(overrides);
      const caller = await signedIn(app);
      await app.sites.importList(
        {
          format: 'districts',
          text: 'district_code\tdistrict\tcommune_code\tcommune\n243\tThành phố Vĩnh Yên\t08707\tPhường Tích Sơn\n',
          province: { code: '26', name: 'Tỉnh Vĩnh Phúc' },
          validFrom: '2021-01-01',
          departments: [],
          successors: [],
        },
        caller,
      );
      const [province] = await app.sites.wholeDirectory.list();
      if (province === undefined) throw new Error('no site was made');
      const official = await app.identity.accounts.create(
        {
          login: 'can.bo',
          password: 'mot mat khau du dai',
          fullName: 'Lê Thị Hoà',
          email: invited,
          language: 'vi',
          kind: 'official',
          siteId: province.id,
        },
        caller,
      );
      const startsAtMs = Date.now() + 3_600_000;
      const plan = {
        startsAtMs,
        endsAtMs: startsAtMs + 3_600_000,
        preparationMinutes: 0,
        clearingMinutes: 0,
      };
      const { meetings, inviting } = app.scheduling;
      const draft = await meetings.create(
        {
          ...plan,
          title: 'Giao ban',
          siteId: province.id,
          description: '',
          classification: 'unclassified',
          admission: 'open',
          needsChair: false,
          needsApproval: false,
          agenda: [],
          recorded: false,
        },
        caller,
      );
      const invitations = [{ kind: 'account', inviteeId: official.id, role: 'delegate' } as const];
      const full = await inviting.invite(
        { meetingId: draft.id, version: draft.version },
        { invitations },
        caller,
      );
      await meetings.schedule({ meetingId: draft.id, version: full.version }, caller);
      meetingId = draft.id;
      await eventually(() => mail.received.length >= 1, 'the letter', { timeoutMs: 30_000 });
    }
    {
      await using app = await startApp(overrides);
      const caller = await signedIn(app);
      const { version } = await app.scheduling.seeing.detail(meetingId, caller);
      await app.scheduling.meetings.cancel({ meetingId, version }, null, caller);
      await eventually(() => mail.received.length >= 2, 'the cancellation', { timeoutMs: 30_000 });
    }
    expect(mail.received.map(({ to }) => to)).to.deep.equal([[invited], [invited]]);
    expect(
      mail.received.map(({ raw }) => /method=(?<method>\w+)/i.exec(raw)?.groups?.['method']),
    ).to.deep.equal(['REQUEST', 'CANCEL']);
  });
});

async function signedIn({ identity: { sessions } }: Awaited<ReturnType<typeof startApp>>) {
  const from = { address: 'test' };
  const answer = await sessions.signIn(administrator.login, administrator.password, from);
  if ('challenge' in answer) throw new Error('a second factor is asked for');
  const caller = await sessions.authenticate(answer.access.token);
  if (caller.kind !== 'account') throw new Error(`a ${caller.kind} caller`);
  return caller;
}
