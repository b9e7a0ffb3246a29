import type { JSX } from 'preact';
import { titleWords } from '../shared/titles.ts';
import { useCallback, useState } from 'preact/hooks';
import { isTested, type ReadinessCounts } from '../../../domain/schedule/readiness.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { permits } from '../../../protocol/rest/permissions.ts';
import type { ReadinessRow, ReadinessView } from '../../../protocol/rest/meetings/readiness.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import { dayOf, timeOfDay } from '../../i18n/formats.ts';
import { readinessWords } from './words.ts';
import { errorWords } from '../../i18n/errors.ts';
import { sheetWords } from '../shared/sheets/words.ts';
import type { Rest } from '../../signaling/rest.ts';
import { countedLevel, lacksChair, toTelephone } from '../../state/planning/readiness.ts';
import type { AccountSession } from '../../state/session.ts';
import { Alert, Button, Toggle } from '../shared/controls.tsx';
import { Crumbs, useDrillDown } from '../shared/drill-down.tsx';
import { ExportSheet } from '../shared/sheets/export-sheet.tsx';
import { TelephoneReply } from '../shared/replies/telephone-reply.tsx';
import { takesReplies } from '../../state/planning/letters.ts';
import { usePolled } from '../../hooks/polled.ts';
import { Link } from '../shared/navigation.tsx';
import { planPath } from '../shared/plan-path.ts';
import { RehearsalDialog } from './rehearsal.tsx';
import { ReadinessLine } from './readiness-line.tsx';

const pollMs = 3000;
const tiles = [
  'invited',
  'seen',
  'confirmed',
  'tested',
  'lobby',
  'joined',
  'declined',
  'toTelephone',
] as const satisfies readonly (keyof ReadinessCounts)[];

interface ReadinessPageProps {
  readonly meetingId: string;
  readonly session: AccountSession;
  readonly account: AccountView;
}

/** The readiness of each room of a meeting, by unit; or only the rooms to telephone. */
export function ReadinessPage({ meetingId, session, account }: ReadinessPageProps): JSX.Element {
  const { rest } = session;
  const ask = useCallback(() => rest.call('readiness.get', { params: { meetingId } }), [rest, meetingId]);
  const { value: view, error, refresh } = usePolled<'readiness.get'>(ask, pollMs);
  const [filter, setFilter] = useState<Filter>('all');
  return (
    <>
      <div class="heading">
        <div>
          <h1>{titleWords().readiness}</h1>
          {view && (
            <p class="heading__date">
              {view.title}, {timeOfDay(view.startsAtMs)}, {dayOf(view.startsAtMs)}
            </p>
          )}
        </div>
        <Toggle
          label={titleWords().readiness}
          value={filter}
          options={[
            { value: 'all', text: readinessWords().allUnits },
            { value: 'telephone', text: readinessWords().steps.toTelephone },
          ]}
          onChange={setFilter}
          testId="readiness-filter"
        />
      </div>
      {error && <Alert>{errorWords()[error]}</Alert>}
      {view && (
        <Board
          meetingId={meetingId}
          view={view}
          filter={filter}
          rest={rest}
          accountKind={account.kind}
          onChanged={refresh}
        />
      )}
    </>
  );
}

type Filter = 'all' | 'telephone';

interface BoardProps {
  readonly meetingId: string;
  readonly view: ReadinessView;
  readonly filter: Filter;
  readonly rest: Rest;
  readonly accountKind: AccountView['kind'];
  readonly onChanged: () => void;
}

function Board({ meetingId, view, filter, rest, accountKind, onChanged }: BoardProps): JSX.Element {
  const { level, choose } = useDrillDown(view);
  const { counts, units, rows: own } = countedLevel(view, level);
  const siteId = level.path.at(-1)?.siteId;
  const isForTelephone = filter === 'telephone';
  const rows = isForTelephone ? toTelephone(view, siteId ?? null) : own;
  const [opened, setOpened] = useState<string>();
  const row = view.rows.find(({ invitationId }) => invitationId === opened);
  const [answering, setAnswering] = useState<string>();
  const answered = view.rows.find(({ invitationId }) => invitationId === answering);
  const mayReply = takesReplies(view) && permits('reply.enter', accountKind);
  const [refusal, setRefusal] = useState<ErrorCode>();
  const mayAsk = view.state === 'rehearsal-open' && permits('rehearsal.serve', accountKind);
  const askable = mayAsk ? rows.filter((each) => each.kind === 'endpoint' && !isTested(each)) : [];
  const ask = async (rooms: readonly ReadinessRow[]): Promise<void> => {
    const body = { endpointIds: rooms.map(({ inviteeId }) => inviteeId) };
    const result = await rest.call('rehearsal.ask', { params: { meetingId }, body });
    setRefusal(result.ok ? undefined : result.error.code);
    onChanged();
  };
  return (
    <>
      <div class="sheets">
        <ExportSheet
          rest={rest}
          name="sheet.readiness"
          request={{
            params: { meetingId },
            query: { siteId, ...(isForTelephone && { only: 'to-telephone' }) },
          }}
          fileName={isForTelephone ? 'can-goi-dien' : 'san-sang'}
          {...(isForTelephone && { label: sheetWords().exportOf(readinessWords().steps.toTelephone) })}
          testId="export-readiness"
        />
      </div>
      <Crumbs
        label={readinessWords().unit}
        top={readinessWords().allUnits}
        path={level.path}
        onChoose={choose}
      />
      <dl class="ready-sums">
        {tiles.map((tile) => (
          <div key={tile} class={`ready-sums__one ready-sums__one--${tile}`}>
            <dt>{readinessWords().steps[tile]}</dt>
            <dd data-testid={`readiness-${tile}`}>{counts[tile]}</dd>
          </div>
        ))}
      </dl>
      {filter === 'all' && units.length > 0 && (
        <ul class="ready-units">
          {units.map(({ siteId, name, counts }) => (
            <li key={siteId}>
              <button type="button" class="ready-unit" data-site={siteId} onClick={() => choose(siteId)}>
                <strong>{name}</strong>
                <span>
                  {readinessWords().steps.confirmed} {counts.confirmed}/{counts.invited}
                </span>
                <span>
                  {readinessWords().steps.tested} {counts.tested}/{counts.invited}
                </span>
                {counts.toTelephone > 0 && (
                  <span class="ready-unit__call">
                    {readinessWords().steps.toTelephone} {counts.toTelephone}
                  </span>
                )}
              </button>
            </li>
          ))}
        </ul>
      )}
      {refusal && <Alert>{errorWords()[refusal]}</Alert>}
      {lacksChair(view) && (
        <p class="plan-due__line" role="status" data-testid="readiness-no-chair">
          <span>{readinessWords().noChair}</span>
          {permits('meeting.plan', accountKind) && (
            <Link
              to={`${planPath(meetingId)}#invitees`}
              class="button button--plain"
              testId="readiness-invite"
            >
              {readinessWords().invite}
            </Link>
          )}
        </p>
      )}
      {filter === 'telephone' && askable.length > 1 && (
        <div class="sheets">
          <Button testId="ask-checks" onPress={() => void ask(askable)}>
            {readinessWords().askCheckOf(askable.length)}
          </Button>
        </div>
      )}
      <ul class="ready-rows">
        {rows.map((row) => (
          <ReadinessLine
            key={row.invitationId}
            row={row}
            accountKind={accountKind}
            onOpen={() => setOpened(row.invitationId)}
            onAsk={mayAsk && row.kind === 'endpoint' ? () => void ask([row]) : undefined}
            onReply={mayReply ? () => setAnswering(row.invitationId) : undefined}
          />
        ))}
      </ul>
      {filter === 'telephone' && rows.length === 0 && <p class="empty">{readinessWords().nobody}</p>}
      {answered && (
        <TelephoneReply
          rest={rest}
          meetingId={meetingId}
          invitation={{ ...answered, id: answered.invitationId }}
          onClose={() => setAnswering(undefined)}
          onEntered={() => {
            setAnswering(undefined);
            onChanged();
          }}
        />
      )}
      {row?.rehearsal && (
        <RehearsalDialog
          rest={rest}
          title={`${row.name}, ${row.siteName}`}
          rehearsal={row.rehearsal}
          onClose={() => setOpened(undefined)}
          onSigned={() => {
            setOpened(undefined);
            onChanged();
          }}
        />
      )}
    </>
  );
}
