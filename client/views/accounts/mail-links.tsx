import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { ListedAccount } from '../../../protocol/rest/identity/accounts.ts';
import { commonWords } from '../../i18n/common.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, Dialog } from '../shared/controls.tsx';
import { accountsAsked, type ShownAccounts } from './filters.tsx';
import { mailLinkWords } from './mail-link-words.ts';

interface MailLinksProps {
  readonly rest: Rest;
  /** The filters of the list; links are only for accounts without a password. */
  readonly shown: ShownAccounts;
}

/** Mails a link to set the password to all accounts that are found and have none; only where mail is configured. */
export function MailLinks({ rest, shown }: MailLinksProps): JSX.Element | null {
  const [mails, setMails] = useState(false);
  const [isOpened, setOpened] = useState(false);
  useEffect(() => {
    void rest.call('setup.get', {}).then((result) => setMails(result.ok && result.value.mailsPasswordLinks));
  }, [rest]);
  if (!mails) return null;
  return (
    <>
      <Button testId="mail-links" onPress={() => setOpened(true)}>
        {mailLinkWords().open}
      </Button>
      {isOpened && <MailLinksDialog rest={rest} shown={shown} onClose={() => setOpened(false)} />}
    </>
  );
}

interface MailLinksDialogProps extends MailLinksProps {
  readonly onClose: () => void;
}

/** What became of the links. */
interface Sending {
  readonly isOver: boolean;
  readonly sent: number;
  readonly unsent: readonly ListedAccount[];
  /** Why it ended before each was tried. */
  readonly refusal?: ErrorCode;
}

function MailLinksDialog({ rest, shown, onClose }: MailLinksDialogProps): JSX.Element {
  const [found, setFound] = useState<readonly ListedAccount[]>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  const [sending, setSending] = useState<Sending>();
  const stopped = useRef(false);
  useEffect(() => {
    void allFound(rest, shown).then((result) => {
      if ('refusal' in result) setRefusal(result.refusal);
      else setFound(result.accounts);
    });
    return () => {
      stopped.current = true;
    };
    // The list may change behind the dialog; the links are for those that the confirmation named.
  }, []);
  const words = mailLinkWords();
  const addressed = found?.filter(({ email }) => email !== null) ?? [];
  const unaddressed = found?.filter(({ email }) => email === null) ?? [];
  const isUnderWay = sending !== undefined && !sending.isOver;
  return (
    <Dialog title={words.open} onClose={onClose} testId="mail-links-dialog">
      {refusal && <Alert>{errorWords()[refusal]}</Alert>}
      {!found && !refusal && <p class="muted">{commonWords().loading}</p>}
      {found && !sending && <p data-testid="mail-links-question">{words.question(addressed.length)}</p>}
      {sending && <Outcome sending={sending} wanted={addressed.length} />}
      {unaddressed.length > 0 && (
        <Named
          text={words.unaddressed(unaddressed.length)}
          accounts={unaddressed}
          testId="mail-links-unaddressed"
        />
      )}
      <div class="dialog__buttons">
        {isUnderWay ? (
          <Button
            onPress={() => {
              stopped.current = true;
            }}
          >
            {words.stop}
          </Button>
        ) : (
          <Button testId="mail-links-close" onPress={onClose}>
            {sending ? commonWords().close : commonWords().cancel}
          </Button>
        )}
        {!sending && (
          <Button
            look="primary"
            disabled={addressed.length === 0}
            testId="mail-links-send"
            onPress={() => void mailEach(rest, addressed, () => stopped.current, setSending)}
          >
            {words.send(addressed.length)}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function Outcome({ sending, wanted }: { readonly sending: Sending; readonly wanted: number }): JSX.Element {
  const { isOver, sent, unsent, refusal } = sending;
  const words = mailLinkWords();
  return (
    <>
      <p role="status" data-testid="mail-links-sent">
        {isOver ? words.sent(sent) : words.sending(sent, wanted)}
      </p>
      {refusal && <Alert>{errorWords()[refusal]}</Alert>}
      {isOver && unsent.length > 0 && (
        <Named text={words.unsent(unsent.length)} accounts={unsent} testId="mail-links-unsent" />
      )}
    </>
  );
}

interface NamedProps {
  readonly text: string;
  readonly accounts: readonly ListedAccount[];
  readonly testId: string;
}

const Named = ({ text, accounts, testId }: NamedProps): JSX.Element => (
  <section data-testid={testId}>
    <p>{text}</p>
    <ul class="names">
      {accounts.map(({ id, fullName, login, siteName }) => (
        <li key={id}>
          {fullName} ({login}){siteName !== '' && `, ${siteName}`}
        </li>
      ))}
    </ul>
  </section>
);

type Found = { readonly accounts: readonly ListedAccount[] } | { readonly refusal: ErrorCode };

/** All accounts without a password that fit the filters, not only those that the page lists. */
async function allFound(rest: Rest, shown: ShownAccounts): Promise<Found> {
  const accounts: ListedAccount[] = [];
  let cursor: string | undefined;
  do {
    const query = { ...accountsAsked({ ...shown, state: 'without-password' }), limit: 2_000, cursor };
    const page = await rest.call('account.list', { query });
    if (!page.ok) return { refusal: page.error.code };
    accounts.push(...page.value.accounts);
    cursor = page.value.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return { accounts };
}

/** One after the other: each is one letter, and the server sends it before it answers. */
async function mailEach(
  rest: Rest,
  accounts: readonly ListedAccount[],
  isStopped: () => boolean,
  tell: (sending: Sending) => void,
): Promise<void> {
  const unsent: ListedAccount[] = [];
  for (const [index, account] of accounts.entries()) {
    const sent = index - unsent.length;
    const remaining = accounts.slice(index);
    if (isStopped()) {
      tell({ isOver: true, sent, unsent: [...unsent, ...remaining] });
      return;
    }
    tell({ isOver: false, sent, unsent });
    const params = { accountId: account.id };
    const result = await rest.call('passwordLink.issue', { params, body: { deliver: 'mail' } });
    // The account may have been disabled or have lost its address since; any other refusal is for the rest as well.
    if (!result.ok && result.error.code !== 'conflict' && result.error.code !== 'not-found') {
      tell({ isOver: true, sent, unsent: [...unsent, ...remaining], refusal: result.error.code });
      return;
    }
    // With a token in the answer, the letter could not be delivered.
    if (!result.ok || result.value.token !== null) unsent.push(account);
  }
  tell({ isOver: true, sent: accounts.length - unsent.length, unsent });
}
