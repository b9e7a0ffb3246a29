import { Readable } from 'node:stream';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { cursorAt } from '../../../protocol/rest/paging.ts';
import { fold } from '../../../domain/sites/fold.ts';
import type { MeetingState } from '../../../protocol/rest/meetings/meetings.ts';
import { meeting } from '../../contract/fixtures.ts';
import { png as wholePng } from '../files.ts';
import { covered } from '../storage/covered.ts';
import { emptyCheck } from '../planning/rehearsals.ts';
import type { Province, RestEdge } from './rest-edge.ts';

/** One object of each kind that has an id, all of one unit. */
export interface Target {
  readonly site: string;
  readonly account: string;
  readonly endpoint: string;
  readonly meeting: string;
  readonly version: number;
  readonly invitation: string;
  readonly document: string;
  readonly rehearsal: string;
  readonly group: string;
  readonly template: string;
  /** Positions in lists, directly after the target. */
  readonly cursors: {
    readonly endpoints: string;
    readonly meetings: string;
    readonly rehearsals: string;
    readonly sites: string;
  };
}

export interface Planting {
  readonly state?: MeetingState;
  readonly needsApproval?: boolean;
  readonly isRepeated?: boolean;
  readonly hasDocument?: boolean;
  readonly hasPicture?: boolean;
}

export const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0xff, 0xd9]);
export const png = new Uint8Array(wholePng);

const hour = 3_600_000;
/** This word is in every name that callers outside must not see. */
export const hiddenWord = 'Khuất';
export const shownWord = 'Thấy';

/** Ids that do not exist. */
export function nowhere(): Target {
  const id = (): string => uuid();
  const end = id();
  return {
    site: id(),
    account: id(),
    endpoint: id(),
    meeting: id(),
    version: 1,
    invitation: id(),
    document: id(),
    rehearsal: id(),
    group: id(),
    template: id(),
    cursors: {
      endpoints: cursorAt(['', '', end]),
      meetings: cursorAt([0, end]),
      rehearsals: cursorAt([0, end]),
      sites: cursorAt([1, '', end]),
    },
  };
}

/** Plants targets, each in its own hour. */
export function createPlanter(edge: RestEdge, province: Province) {
  const { repositories: stored, clock } = edge;
  let planted = 0;

  return async function plant(
    siteId: string,
    word: string,
    {
      state = 'draft',
      needsApproval = false,
      isRepeated = false,
      hasDocument = false,
      hasPicture = false,
    }: Planting,
    guests: { readonly official?: string; readonly endpointRole?: 'operator' | 'delegate' } = {},
  ): Promise<Target> {
    const number = (planted += 1);
    const [name, createdAtMs] = [`${word} ${number}`, clock.now];
    const [folded, createdByAccountId] = [fold(name), province.administrator.id];
    const account = uuid();
    await stored.accounts.insert(
      covered({
        id: account,
        login: `${fold(word)}.${number}`,
        passwordHash: 'none',
        passwordGiven: false,
        secondFactor: false,
        language: 'vi' as const,
        fullName: name,
        email: null,
        kind: 'official' as const,
        siteId,
        cleared: false,
        createdAtMs,
        disabledAtMs: null,
      }),
    );
    const room = {
      id: uuid(),
      siteId,
      name,
      folded,
      email: `${fold(word).replaceAll(' ', '.')}.${number}@vinhphuc.example`,
      phone: null,
      equipment: null,
      tags: [fold(word)],
      createdAtMs,
      cleared: false,
    };
    await stored.endpoints.insert([
      covered({ ...room, lineDownKbps: null, lineUpKbps: null, retiredAtMs: null }),
    ]);
    const startsAtMs = clock.now + (number + 1) * hour;
    const inviting = (
      invited: { readonly endpointId?: string; readonly accountId?: string },
      role: 'chair' | 'operator' | 'delegate',
    ) => ({
      id: uuid(),
      endpointId: null,
      accountId: null,
      transferred: false,
      delegates: [],
      ...invited,
      role,
    });
    const ofRoom = inviting({ endpointId: room.id }, guests.endpointRole ?? 'delegate');
    const made = meeting({
      title: name,
      siteId,
      state,
      needsApproval,
      classification: 'unclassified',
      startsAtMs,
      endsAtMs: startsAtMs + hour,
      // Submitted by none of the callers that try to approve it.
      submittedByAccountId: state === 'submitted' ? province.lapThach.secretariat.id : null,
      openedAtMs: state === 'live' ? clock.now : null,
      createdByAccountId,
      createdAtMs,
      updatedAtMs: createdAtMs,
      invitations: [
        ofRoom,
        inviting({ accountId: account }, 'delegate'),
        ...(guests.official === undefined ? [] : [inviting({ accountId: guests.official }, 'chair')]),
      ],
    });
    await stored.meetings.insert(made);
    const rehearsal = uuid();
    await stored.rehearsals.insert(
      emptyCheck({ id: rehearsal, endpointId: room.id, meetingId: made.id, atMs: clock.now }),
    );
    if (hasPicture) await stored.rehearsals.addPicture(rehearsal, jpeg, clock.now);
    const kept = { siteId, name, createdByAccountId, createdAtMs };
    const group = {
      ...kept,
      id: uuid(),
      include: [{ kind: 'endpoint' as const, endpointId: room.id }],
      except: [],
      people: [],
    };
    await stored.groups.insert(covered(group));
    const template = uuid();
    await stored.templates.insert(
      covered({
        ...kept,
        id: template,
        plan: {
          title: name,
          description: '',
          classification: 'unclassified' as const,
          admission: 'open' as const,
          needsChair: false,
          preparationMinutes: 0,
          clearingMinutes: 0,
          needsApproval: false,
          recorded: false,
          agenda: [],
          durationMinutes: 60,
          selections: [],
          invitees: [{ kind: 'endpoint' as const, inviteeId: room.id, role: 'delegate' as const }],
          rule: null,
        },
      }),
    );
    const document = uuid();
    if (hasDocument) {
      await using file = await edge.documentFiles.receive(Readable.from([Buffer.from(png)]));
      await file.keep(() =>
        stored.documents.insert({
          id: document,
          meetingId: made.id,
          title: `${name}.png`,
          mediaType: 'image/png',
          bytes: file.bytes,
          pages: null,
          sha256: file.sha256,
          visibleTo: 'all',
          uploadedBy: createdByAccountId,
          createdAtMs,
          paperId: document,
          version: 1,
          superseded: false,
        }),
      );
    }
    if (isRepeated) {
      const asked = { as: province.administrator.token, params: { meetingId: made.id } };
      const headers = { 'if-match': '"1"' };
      const { status } = await edge.ask('series.create', {
        ...asked,
        headers,
        body: { rule: 'FREQ=YEARLY;COUNT=2' },
      });
      if (status >= 400) throw new Error('a meeting could not be repeated');
    }
    const { version = 0 } = (await stored.meetings.byId(made.id)) ?? {};
    const site = await stored.sites.byId(siteId);
    return {
      site: siteId,
      account,
      endpoint: room.id,
      meeting: made.id,
      version,
      invitation: ofRoom.id,
      document,
      rehearsal,
      group: group.id,
      template,
      cursors: {
        endpoints: cursorAt([site?.folded ?? '', folded, room.id]),
        meetings: cursorAt([startsAtMs, made.id]),
        rehearsals: cursorAt([clock.now + 1, rehearsal]),
        sites: cursorAt([1, site?.folded ?? '', siteId]),
      },
    };
  };
}

/** Tables that any request may change. */
const volatile = ['session', 'challenge', 'idempotency', 'audit_entry', 'kysely_migration'];

/** Makes the database record each inserted, deleted or changed row, in every table. */
export async function watchChanges(edge: RestEdge): Promise<void> {
  const tables = await edge.execute(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  await edge.execute('create table noted_change (seq bigserial, said text not null)');
  await edge.execute(
    `create function note_change() returns trigger language plpgsql as $$
      begin
        if tg_op <> 'UPDATE' or old is distinct from new then
          insert into noted_change (said) values (concat_ws(' ', tg_table_name, tg_op, old::text, new::text));
        end if;
        return null;
      end $$`,
  );
  for (const { name } of z.array(z.object({ name: z.string() })).parse(tables)) {
    if (volatile.includes(name)) continue;
    await edge.execute(
      `create trigger note_change after insert or update or delete on ${name} for each row execute function note_change()`,
    );
  }
}

/**
 * Returns the changes in the database since the last call.
 * @param about returns only changes with an id of these targets
 */
export async function changesIn(edge: RestEdge, about: readonly Target[] = []): Promise<readonly string[]> {
  const noted = await edge.execute('delete from noted_change returning said');
  const ids = about.flatMap((target) => Object.values(target).filter((each) => typeof each === 'string'));
  return z
    .array(z.object({ said: z.string() }))
    .parse(noted)
    .map(({ said }) => said)
    .filter((said) => ids.length === 0 || ids.some((id) => said.includes(id)));
}
