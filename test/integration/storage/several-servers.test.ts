import { expect } from 'chai';
import { protocolVersion } from '../../../protocol/socket.ts';
import { createConferenceLog } from '../../../server/storage/repositories/conference-log.ts';
import { RestCaller } from '../../../simulation/rest.ts';
import { eventually } from '../../support/eventually.ts';
import { joined, TestParticipant } from '../../support/conference/participant.ts';
import { chair, pairedRoom, planMeeting, type PlannedMeeting } from '../../support/planning/province.ts';
import { startNginx } from '../../support/network/proxies.ts';
import {
  hosted,
  otherThan,
  type ServerName,
  type Servers,
  startServers,
  takeoverPatience as patience,
} from '../../support/network/several-servers.ts';

/** Behind Debian's Caddy and nginx, with the files of deploy/caddy and deploy/nginx. */
describe('several servers on one PostgreSQL, behind one name', function () {
  this.timeout(240_000);
  const closing = new AsyncDisposableStack();
  after(() => closing.disposeAsync());
  let servers: Servers;
  let meeting: PlannedMeeting;
  /** A second meeting of the same chair and rooms, led by the other server. */
  let beside: string;
  let official: RestCaller;
  let room: RestCaller;
  before(async () => {
    servers = closing.use(await startServers());
    const { publicUrl } = servers;
    meeting = await planMeeting(publicUrl);
    official = await RestCaller.signIn(publicUrl, chair.login, chair.password);
    room = await pairedRoom(publicUrl, meeting, 0);
    beside = await openedAt(otherThan(await servers.leaderOf(meeting.meetingId)));
  });

  /** A meeting of the chair alone, opened by a person at this server. */
  async function openedAt(name: ServerName): Promise<string> {
    const caller = RestCaller.bearing(servers.direct(name), meeting.administration.accessToken);
    const { siteId } = await caller.call('meeting.get', { params: { meetingId: meeting.meetingId } });
    const startsAtMs = Date.now();
    const times = { startsAtMs, endsAtMs: startsAtMs + 3_600_000 };
    const body = { title: 'Họp bên cạnh', siteId, admission: 'open' as const, agenda: [], ...times };
    const { id: meetingId, version } = await caller.call('meeting.create', { body });
    const params = { meetingId };
    const invitations = [
      { kind: 'account' as const, inviteeId: meeting.chairId, role: 'secretary' as const },
    ];
    const invited = await caller.call('meeting.invite', { params, version, body: { invitations } });
    await caller.call('meeting.schedule', { params, version: invited.version });
    await caller.call('meeting.open', { params });
    return meetingId;
  }

  /** Joins as a browser does: asks any server for a pass, and connects where that says. */
  const comeIn = async (caller: RestCaller, meetingId = meeting.meetingId): Promise<TestParticipant> => {
    const { token, path } = await caller.call('meeting.join', { params: { meetingId } });
    return joined(servers.publicUrl, token, path);
  };
  const comeBack = (caller: RestCaller): Promise<TestParticipant> =>
    eventually(() => comeIn(caller), 'the participant to be back', patience);
  const typesInLog = async (meetingId = meeting.meetingId): Promise<readonly string[]> => {
    const events = await createConferenceLog(servers.storage.database).read(meetingId, 0);
    expect(events.map(({ seq }) => seq)).to.deep.equal(events.map((_, index) => index + 1));
    return events.map(({ type }) => type);
  };
  /** The server that leads the meeting now, and the other one. */
  const roles = async (): Promise<{ readonly leader: ServerName; readonly other: ServerName }> => {
    const leader = await servers.leaderOf(meeting.meetingId);
    return { leader, other: otherThan(leader) };
  };
  /** Calls a server past the proxy, without following where it sends the call. */
  const askedAt = (name: ServerName, method: string, path: string): Promise<Response> =>
    fetch(`${servers.direct(name)}${path}`, {
      method,
      redirect: 'manual',
      headers: { authorization: `Bearer ${meeting.administration.accessToken}` },
    });

  it('lead the conferences that were opened at each, and send sockets and changes to the right one', async () => {
    const { leader, other } = await roles();
    expect(await servers.leaderOf(beside)).to.equal(other);
    const path = `/c/${leader}/`;
    const { meetingId } = meeting;
    const open = `api/v1/meetings/${meetingId}/open`;
    const sent = await askedAt(other, 'POST', `/${open}`);
    expect([sent.status, sent.headers.get('location')]).to.deep.equal([307, `${path}${open}`]);

    const pass = await RestCaller.bearing(servers.direct(other), room.accessToken).call('meeting.join', {
      params: { meetingId },
    });
    expect(pass.path).to.equal(path);
    using astray = new TestParticipant(servers.direct(other), {
      version: protocolVersion,
      token: pass.token,
    });
    expect(await astray.door()).to.equal('elsewhere');
    expect(astray.toldPath).to.equal(path);
    // The pass is still good where it belongs.
    using _hall = await joined(servers.publicUrl, pass.token, astray.toldPath ?? null);
  });

  it('know at each the state of a conference that the other leads', async () => {
    const { other } = await roles();
    using chairman = await comeIn(official);
    using hall = await comeIn(room);
    const removed = { participantId: meeting.endpoints[0], reason: '' };
    expect(await chairman.outcome('participant.remove', removed)).to.equal('ok');
    await eventually(() => hall.goodbyes.length > 0, 'the goodbye');
    const there = RestCaller.bearing(servers.direct(other), room.accessToken);
    const refused = there.call('meeting.join', { params: { meetingId: meeting.meetingId } });
    expect(String(await refused.catch((error: unknown) => error))).to.include('not-found');
    const readmitted = { participantId: meeting.endpoints[0] };
    expect(await chairman.outcome('participant.readmit', readmitted)).to.equal('ok');
    await there.call('meeting.join', { params: { meetingId: meeting.meetingId } });
  });

  it('move a room from a conference of one to that of another, and call it back', async () => {
    using chairman = await comeIn(official);
    using hall = await comeIn(room);
    const participantId = meeting.endpoints[0];
    expect(await chairman.outcome('participant.move', { participantId, to: beside })).to.equal('ok');
    await eventually(() => hall.goodbyes.includes('moved'), 'the room to be told');
    using away = await comeIn(room, beside);
    expect(await typesInLog(beside)).to.include.members(['participant.sentOver', 'participant.joined']);
    const target = { kind: 'participants' as const, participantIds: [participantId] };
    expect(await chairman.outcome('participant.recall', { target })).to.equal('ok');
    await eventually(() => away.goodbyes.includes('moved'), 'the room to be called back');
    using _back = await comeIn(room);
  });

  it('cut a participant whose sign-in ended, or whose account was disabled, at another one', async () => {
    const { other } = await roles();
    const caller = await RestCaller.signIn(servers.direct(other), chair.login, chair.password);
    using chairman = await comeIn(RestCaller.bearing(servers.publicUrl, caller.accessToken));
    await caller.call('session.signOut', {});
    await eventually(() => chairman.goodbyes.length > 0, 'the goodbye', patience);
    expect(chairman.goodbyes).to.deep.equal(['unauthenticated']);

    using again = await comeIn(official);
    const params = { accountId: meeting.chairId };
    const administration = RestCaller.bearing(servers.direct(other), meeting.administration.accessToken);
    await administration.call('account.disable', { params });
    await eventually(() => again.goodbyes.length > 0, 'the goodbye', patience);
    await administration.call('account.enable', { params });
    official = await RestCaller.signIn(servers.publicUrl, chair.login, chair.password);
  });

  it('take over from one that is killed, with the session as it was, while the other conferences go on', async () => {
    using chairman = await comeIn(official);
    using hall = await comeIn(room);
    using neighbour = await comeIn(official, beside);
    expect(await chairman.outcome('conference.start')).to.equal('ok');
    expect(await chairman.outcome('conference.lock')).to.equal('ok');
    const { leader, other } = await roles();
    await servers.kill(leader);

    using chairBack = await comeBack(official);
    using hallBack = await comeBack(room);
    expect(await servers.leaderOf(meeting.meetingId)).to.equal(other);
    expect(await hosted(servers.service(other))).to.equal(2);
    expect(await chairBack.outcome('conference.start')).to.equal('wrong-phase');
    expect(await chairBack.outcome('conference.unlock')).to.equal('ok');
    await eventually(
      () => hallBack.events.some(({ type }) => type === 'conference.unlocked'),
      'the event to be told',
    );
    const types = await typesInLog();
    for (const once of ['conference.opened', 'conference.started', 'conference.locked'])
      expect(
        types.filter((type) => type === once),
        once,
      ).to.have.length(1);
    expect(hall.socket.connected).to.equal(false);
    expect(neighbour.socket.connected).to.equal(true);
    await servers.start(leader);
  });

  it('refuse one that was suspended and wakes; its participants are told, and nothing is doubled', async () => {
    using chairman = await comeBack(official);
    using hall = await comeBack(room);
    const { leader, other } = await roles();
    const suspended = servers.service(leader);
    suspended.process.kill('SIGSTOP');
    const asked = chairman.socket
      .timeout(60_000)
      .emitWithAck('request', { type: 'conference.lock', payload: {} });
    const hasMoved = async (): Promise<boolean> => (await servers.leaderOf(meeting.meetingId)) === other;
    await eventually(hasMoved, 'the takeover', patience);
    using chairBack = await comeBack(official);
    expect(await chairBack.outcome('conference.lock')).to.equal('ok');
    const before = await typesInLog();

    suspended.process.kill('SIGCONT');
    const answer = await asked.catch(() => ({ ok: false, error: { code: 'cut' } }) as const);
    expect(answer.ok).to.equal(false);
    await eventually(() => !hall.socket.connected && !chairman.socket.connected, 'the goodbyes', patience);
    expect([...hall.goodbyes, ...chairman.goodbyes].filter((code) => code !== 'unavailable')).to.deep.equal(
      [],
    );
    await eventually(async () => (await hosted(suspended)) === 0, 'it to let go', patience);
    expect(await typesInLog()).to.deep.equal(before);

    using hallBack = await comeBack(room);
    expect(await hallBack.outcome('hand.raise', { category: 'speech', subject: '' })).to.equal('ok');
    expect((await typesInLog()).filter((type) => type === 'conference.locked')).to.have.length(2);
    const ready = await (await fetch(`http://${suspended.operations}/readyz`)).json();
    expect(ready).to.deep.include({ ready: true });
  });

  it('are reached through nginx as through Caddy', async () => {
    await servers.behind(startNginx);
    const { leader, other } = await roles();
    using hall = await comeBack(room);
    expect(await hall.outcome('hand.lower')).to.equal('ok');
    const { meetingId } = meeting;
    const participants = { version: protocolVersion };
    for (const name of [leader, other]) {
      const { token } = await official.call('meeting.join', { params: { meetingId } });
      using knocking = new TestParticipant(
        servers.publicUrl,
        { ...participants, token },
        {},
        undefined,
        `/c/${name}/`,
      );
      expect(await knocking.door()).to.equal(name === leader ? 'ok' : 'elsewhere');
    }
    // Sent on to the owner by the other server, with the method.
    const open = `api/v1/meetings/${meetingId}/open`;
    const sentOn = await fetch(`${servers.publicUrl}/c/${other}/${open}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${meeting.administration.accessToken}` },
    });
    expect([sentOn.status, new URL(sentOn.url).pathname]).to.deep.equal([200, `/c/${leader}/${open}`]);
  });
});
