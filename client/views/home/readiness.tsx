import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { isTested, stepsOf, type ReadinessCounts } from '../../../domain/schedule/readiness.ts';
import type { ReadinessRow } from '../../../protocol/rest/readiness.ts';
import type { AccountView } from '../../../protocol/rest/session.ts';
import { dayOf, t, timeOfDay } from '../../i18n/messages.ts';
import { readinessLanding, readinessLevel, toTelephone } from '../../state/readiness.ts';
import type { AccountSession } from '../../state/session.ts';
import { AskedDelegates } from '../asked-delegates.tsx';
import { Alert, Button, Toggle } from '../controls.tsx';
import { ExportSheet } from '../sheets/export-sheet.tsx';
import { Frame } from './frame.tsx';
import { usePolled } from './polled.ts';

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

/** How far each room of a meeting has come, by unit; or those to telephone. */
export function ReadinessPage({ meetingId, session, account }: ReadinessPageProps): JSX.Element {
  const { rest } = session;
  const ask = useCallback(() => rest.call('readiness.get', { params: { meetingId } }), [rest, meetingId]);
  const { value: view, error, refresh } = usePolled<'readiness.get'>(ask, pollMs);
  const [filter, setFilter] = useState<'all' | 'telephone'>('all');
  // Undefined until somebody chooses: then where there is something to choose between.
  const [chosen, setChosen] = useState<string | null>();
  const [refusal, setRefusal] = useState<string>();
  const at = chosen ?? (view && chosen === undefined ? readinessLanding(view) : null);
  const level = view && readinessLevel(view, at);
  const rows = view && filter === 'telephone' ? toTelephone(view, at) : (level?.rows ?? []);
  const signOff = async (rehearsalId: string): Promise<void> => {
    const result = await rest.call('rehearsal.signOff', { params: { rehearsalId }, body: {} });
    setRefusal(result.ok ? undefined : t().errors[result.error.code]);
    refresh();
  };
  return (
    <Frame session={session} account={account}>
      <div class="heading">
        <div>
          <h1>{t().readiness.board}</h1>
          {view && (
            <p class="heading__date">
              {view.title}, {timeOfDay(view.startsAtMs)}, {dayOf(view.startsAtMs)}
            </p>
          )}
        </div>
        <Toggle
          label={t().readiness.board}
          value={filter}
          options={[
            { value: 'all', text: t().readiness.allUnits },
            { value: 'telephone', text: t().readiness.steps.toTelephone },
          ]}
          onChange={setFilter}
          testId="readiness-filter"
        />
      </div>
      <div class="sheets">
        <ExportSheet
          rest={rest}
          name="sheet.readiness"
          request={{ params: { meetingId } }}
          fileName="san-sang"
          testId="export-readiness"
        />
      </div>
      {error && <Alert>{t().errors[error]}</Alert>}
      {refusal !== undefined && <Alert>{refusal}</Alert>}
      {level && (
        <>
          <nav class="crumbs" aria-label={t().readiness.unit}>
            <Crumb
              name={t().readiness.allUnits}
              isLast={level.path.length === 0}
              onPress={() => setChosen(null)}
            />
            {level.path.map(({ siteId, name }, index) => (
              <Crumb
                key={siteId}
                name={name}
                isLast={index === level.path.length - 1}
                onPress={() => setChosen(siteId)}
              />
            ))}
          </nav>
          <dl class="ready-sums">
            {tiles.map((tile) => (
              <div key={tile} class={`ready-sums__one ready-sums__one--${tile}`}>
                <dt>{t().readiness.steps[tile]}</dt>
                <dd data-testid={`readiness-${tile}`}>{level.counts[tile]}</dd>
              </div>
            ))}
          </dl>
          {filter === 'all' && level.units.length > 0 && (
            <ul class="ready-units">
              {level.units.map(({ siteId, name, counts }) => (
                <li key={siteId}>
                  <button
                    type="button"
                    class="ready-unit"
                    data-testid="readiness-unit"
                    data-site={siteId}
                    onClick={() => setChosen(siteId)}
                  >
                    <strong>{name}</strong>
                    <span>
                      {t().readiness.steps.confirmed} {counts.confirmed}/{counts.invited}
                    </span>
                    <span>
                      {t().readiness.steps.tested} {counts.tested}/{counts.invited}
                    </span>
                    {counts.toTelephone > 0 && (
                      <span class="ready-unit__call">
                        {t().readiness.steps.toTelephone} {counts.toTelephone}
                      </span>
                    )}
                  </button>
                </li>
              ))}
            </ul>
          )}
          <ul class="ready-rows">
            {rows.map((row) => (
              <Row key={row.invitationId} row={row} onSignOff={(id) => void signOff(id)} />
            ))}
          </ul>
          {filter === 'telephone' && rows.length === 0 && <p class="empty">{t().readiness.nobody}</p>}
        </>
      )}
    </Frame>
  );
}

interface CrumbProps {
  readonly name: string;
  readonly isLast: boolean;
  readonly onPress: () => void;
}

const Crumb = ({ name, isLast, onPress }: CrumbProps): JSX.Element =>
  isLast ? (
    <strong>{name}</strong>
  ) : (
    <button type="button" class="ready-crumb" data-testid="readiness-crumb" onClick={onPress}>
      {name}
    </button>
  );

interface RowProps {
  readonly row: ReadinessRow;
  readonly onSignOff: (rehearsalId: string) => void;
}

function Row({ row, onSignOff }: RowProps): JSX.Element {
  const { asked, reply, rehearsal, kind, contacts } = row;
  const steps = stepsOf(row);
  const reasons = rehearsal?.reasons ?? [];
  return (
    <li
      class="ready-row"
      data-testid="readiness-row"
      data-invitee={row.inviteeId}
      data-reply={reply?.answer ?? 'none'}
      data-tested={String(steps.tested)}
    >
      <div class="ready-row__who">
        <strong>{row.name}</strong>
        <span class="muted">{row.siteName}</span>
      </div>
      <div class="ready-row__state">
        <span>
          {reply === null
            ? `${steps.seen ? `${t().readiness.steps.seen}. ` : ''}${t().readiness.noReply}`
            : reply.answer === 'confirmed'
              ? `${t().readiness.steps.confirmed}: ${t().readiness.delegates(reply.delegateCount)}`
              : `${t().readiness.steps.declined}: ${reply.reason}`}
        </span>
        {reply?.answer === 'confirmed' && reply.delegates.length > 0 && (
          <small class="muted">{reply.delegates.join(', ')}</small>
        )}
        <AskedDelegates asked={asked} />
        {kind === 'endpoint' && (
          <span>
            {rehearsal === null
              ? t().readiness.notTested
              : isTested(row)
                ? `${t().readiness.steps.tested}, ${timeOfDay(rehearsal.atMs)}`
                : reasons.map((reason) => t().readiness.reasons[reason]).join(', ')}
            {rehearsal && rehearsal.signedOffAtMs !== null && ` (${t().readiness.signedOff})`}
          </span>
        )}
        {steps.lobby && <span>{t().readiness.steps[steps.joined ? 'joined' : 'lobby']}</span>}
      </div>
      <div class="ready-row__call">
        {contacts.length === 0 && <small class="muted">{t().readiness.noContact}</small>}
        {contacts.map(({ name, phone }) => (
          <a key={`${name} ${phone}`} href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`}>
            {name}: {phone}
          </a>
        ))}
        {rehearsal && !steps.tested && (
          <Button look="quiet" testId="readiness-sign-off" onPress={() => onSignOff(rehearsal.id)}>
            {t().readiness.signOff}
          </Button>
        )}
      </div>
    </li>
  );
}
