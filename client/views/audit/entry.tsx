import type { JSX } from 'preact';
import {
  auditedList,
  type AuditEntryView,
  type AuditField,
  auditFieldNames,
  type AuditValue,
  signInFactor,
} from '../../../protocol/rest/audit.ts';
import { accountKinds } from '../../../protocol/rest/permissions.ts';
import { meetingState } from '../../../protocol/rest/meetings/meetings.ts';
import { momentOf } from '../../i18n/formats.ts';
import { auditWords } from './words.ts';
import { sharedWords } from '../shared/words.ts';
import { errorWords } from '../../i18n/errors.ts';
import { meetingStateTexts } from '../../i18n/meeting-states.ts';
import { Button } from '../shared/controls.tsx';

interface EntryProps {
  readonly entry: AuditEntryView;
  readonly onOnlyActor: (actorId: string) => void;
}

/** One entry: a single line that opens to show all details. */
export function AuditEntry({ entry, onOnlyActor }: EntryProps): JSX.Element {
  const words = auditWords();
  const { action, outcome, code, count, actor, target, atMs, siteName, address, agent, sessionId } = entry;
  const who = actor.name ?? words.actors[actor.kind];
  return (
    <details class="audit__entry" data-testid="audit-entry">
      <summary>
        <time class="audit__time" dateTime={new Date(atMs).toISOString()}>
          {momentOf(atMs)}
        </time>
        <span class="audit__what">
          <strong>{words.actions[action]}</strong>
          {outcome === 'refused' && <span class="badge badge--refused">{words.outcomes.refused}</span>}
          {count > 1 && <span class="badge">{words.times(count)}</span>}
        </span>
        <span class="audit__who">{who}</span>
        <span class="audit__object">{objectOf(target)}</span>
      </summary>
      <dl class="audit__facts">
        <Fact name={words.actor} value={`${who} (${words.actors[actor.kind]})`} />
        <Fact name={words.object} value={target && `${words.targets[target.kind]}: ${objectOf(target)}`} />
        <Fact name={words.outcome} value={words.outcomes[outcome]} />
        <Fact name={words.code} value={code && refusal(action, code)} />
        <Fact name={words.unit} value={siteName} />
        <Fact name={words.address} value={address} />
        <Fact name={words.browser} value={agent} />
        <Fact name={words.session} value={sessionId} />
        <Fact name={words.number} value={String(entry.seq)} />
      </dl>
      <Changes before={entry.before} after={entry.after} />
      {actor.id !== null && <OnlyActor actorId={actor.id} onOnlyActor={onOnlyActor} />}
    </details>
  );
}

/** The usual text for `unauthenticated` is for people who are signed in; a failed sign-in needs another. */
const refusal = (action: AuditEntryView['action'], code: NonNullable<AuditEntryView['code']>): string =>
  action === 'session.started' && code === 'unauthenticated'
    ? sharedWords().signInFailed
    : errorWords()[code];

function OnlyActor({
  actorId,
  onOnlyActor,
}: {
  readonly actorId: string;
  readonly onOnlyActor: EntryProps['onOnlyActor'];
}): JSX.Element {
  return (
    <Button testId="audit-only-actor" onPress={() => onOnlyActor(actorId)}>
      {auditWords().onlyActor}
    </Button>
  );
}

function objectOf(target: AuditEntryView['target']): string {
  if (target === null) return '';
  const list = auditedList.safeParse(target.id);
  if (target.kind === 'list' && list.success) return auditWords().lists[list.data];
  const isClassified = target.name === null && (target.kind === 'meeting' || target.kind === 'document');
  return target.name ?? (isClassified ? auditWords().hidden : (target.id ?? ''));
}

function Fact({ name, value }: { readonly name: string; readonly value: string | null }): JSX.Element | null {
  if (value === null || value === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Changes({ before, after }: Pick<AuditEntryView, 'before' | 'after'>): JSX.Element | null {
  const words = auditWords();
  const fields = auditFieldNames.filter(
    (field) => before?.[field] !== undefined || after?.[field] !== undefined,
  );
  if (fields.length === 0) return null;
  return (
    <table class="audit__changes">
      <caption>{words.changes}</caption>
      <thead>
        <tr>
          <th scope="col">{words.field}</th>
          <th scope="col">{words.before}</th>
          <th scope="col">{words.after}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field}>
            <th scope="row">{words.fields[field]}</th>
            <td>{valueText(field, before?.[field])}</td>
            <td>{valueText(field, after?.[field])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function valueText(field: AuditField, value: AuditValue | undefined): string {
  const words = auditWords();
  if (value === undefined) return '';
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return words.empty;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'number') {
    return field.endsWith('Ms') ? momentOf(value) : String(value);
  }
  const factor = signInFactor.safeParse(value);
  if (field === 'factor' && factor.success) return words.factors[factor.data];
  const kind = accountKinds.find((each) => each === value);
  if (field === 'kind' && kind) return words.actors[kind];
  const state = meetingState.safeParse(value);
  if (field === 'state' && state.success) return meetingStateTexts()[state.data];
  return value;
}
