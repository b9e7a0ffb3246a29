import type { JSX } from 'preact';
import { stepsOf } from '../../../domain/schedule/readiness.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import type { ReadinessRow } from '../../../protocol/rest/meetings/readiness.ts';
import { permits } from '../../../protocol/rest/permissions.ts';
import { timeOfDay } from '../../i18n/formats.ts';
import { AskedDelegates } from '../shared/replies/asked-delegates.tsx';
import { Button } from '../shared/controls.tsx';
import { ReplyTold } from '../shared/replies/reply-told.tsx';
import { telephoneReplyWords } from '../shared/replies/telephone-reply-words.ts';
import { verdictOf } from './rehearsal.tsx';
import { rehearsalWords } from './rehearsal-words.ts';
import { readinessWords } from './words.ts';

interface ReadinessLineProps {
  readonly row: ReadinessRow;
  readonly accountKind: AccountView['kind'];
  /** Opens the room's check. */
  readonly onOpen: () => void;
  /** Asks the room to check itself; undefined where that is not allowed now. */
  readonly onAsk: (() => void) | undefined;
  /** Enters what it answered by telephone; undefined where that is not allowed now. */
  readonly onReply: (() => void) | undefined;
}

/** How far one invitee has come, and the contacts to call. */
export function ReadinessLine({ row, accountKind, onOpen, onAsk, onReply }: ReadinessLineProps): JSX.Element {
  const { asked, reply, rehearsal, checkAskedAtMs, kind, contacts } = row;
  const isAwaited = checkAskedAtMs !== null && (rehearsal === null || rehearsal.atMs < checkAskedAtMs);
  const steps = stepsOf(row);
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
        {reply === null && steps.seen && <span>{readinessWords().steps.seen}</span>}
        <ReplyTold reply={reply} />
        <AskedDelegates asked={asked} />
        {kind === 'endpoint' && (
          <span>
            {rehearsal === null
              ? readinessWords().notTested
              : `${verdictOf(rehearsal)}, ${timeOfDay(rehearsal.atMs)}`}
          </span>
        )}
        {isAwaited && <small class="muted">{readinessWords().checkAsked(timeOfDay(checkAskedAtMs))}</small>}
        {steps.lobby && <span>{readinessWords().steps[steps.joined ? 'joined' : 'lobby']}</span>}
      </div>
      <div class="ready-row__call">
        {contacts.length === 0 && permits('endpoint.read', accountKind) && (
          <small class="muted">{readinessWords().noContact}</small>
        )}
        {contacts.map(({ name, phone }) => (
          <a key={`${name} ${phone}`} href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`}>
            {name}: {phone}
          </a>
        ))}
        {rehearsal && permits('rehearsal.serve', accountKind) && (
          <Button look="quiet" testId="readiness-rehearsal" onPress={onOpen}>
            {rehearsalWords().open}
          </Button>
        )}
        {onReply && (
          <Button
            look="quiet"
            testId="readiness-reply"
            label={`${telephoneReplyWords().enter}: ${row.name}`}
            onPress={onReply}
          >
            {telephoneReplyWords().enter}
          </Button>
        )}
        {onAsk && (
          <Button
            look="quiet"
            testId="ask-check"
            label={`${readinessWords().askCheck}: ${row.name}`}
            onPress={onAsk}
          >
            {readinessWords().askCheck}
          </Button>
        )}
      </div>
    </li>
  );
}
