import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { mostContacts } from '../../../protocol/rest/meetings/readiness.ts';
import { t } from '../../i18n/messages.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, Dialog, Field } from '../controls.tsx';

interface Person {
  readonly name: string;
  readonly phone: string;
}

interface SiteContactsProps {
  readonly rest: Rest;
  readonly siteId: string;
  readonly siteName: string;
  readonly mayChange: boolean;
  readonly onClose: () => void;
}

/** The people to telephone at a unit, in calling order. */
export function SiteContacts({ rest, siteId, siteName, mayChange, onClose }: SiteContactsProps): JSX.Element {
  const [people, setPeople] = useState<readonly Person[]>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  useEffect(() => {
    void rest.call('contact.list', { params: { siteId } }).then((result) => {
      if (result.ok) setPeople(result.value.contacts);
      else setRefusal(result.error.code);
    });
  }, [rest, siteId]);
  const save = async (): Promise<void> => {
    const contacts = (people ?? []).filter(({ name, phone }) => `${name}${phone}`.trim() !== '');
    const result = await rest.call('contact.set', { params: { siteId }, body: { contacts } });
    if (result.ok) onClose();
    else setRefusal(result.error.code);
  };
  const change = (at: number, part: Partial<Person>): void =>
    setPeople(people?.map((person, index) => (index === at ? { ...person, ...part } : person)));
  return (
    <Dialog title={t().sheets.contactsOf} onClose={onClose} testId="contacts-dialog">
      <p>
        <strong>{siteName}</strong>
      </p>
      <p class="muted">{t().sheets.contactsHint}</p>
      {people?.length === 0 && <p>{t().sheets.noContacts}</p>}
      {!mayChange && (
        <ol>
          {people?.map(({ name, phone }) => (
            <li key={`${name} ${phone}`}>
              {name}: <a href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`}>{phone}</a>
            </li>
          ))}
        </ol>
      )}
      {mayChange && people && (
        <form
          class="stacked"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <ol class="contacts">
            {people.map(({ name, phone }, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- a person is identified by the place in the order
              <li key={at}>
                <div class="contacts__person">
                  <Field
                    label={t().sheets.personName}
                    value={name}
                    onInput={(name) => change(at, { name })}
                    testId="contact-name"
                  />
                  <Field
                    label={t().sheets.phone}
                    value={phone}
                    onInput={(phone) => change(at, { phone })}
                    testId="contact-phone"
                  />
                  <Button
                    look="quiet"
                    label={t().sheets.removePerson(name)}
                    onPress={() => setPeople(people.filter((_, index) => index !== at))}
                  >
                    ✕
                  </Button>
                </div>
              </li>
            ))}
          </ol>
          {people.length < mostContacts && (
            <Button testId="contact-add" onPress={() => setPeople([...people, { name: '', phone: '' }])}>
              {t().sheets.addPerson}
            </Button>
          )}
          {refusal && (
            <Alert>
              {refusal === 'invalid-request'
                ? `${t().sheets.phone}: ${t().sheets.expected['phone'] ?? ''}`
                : t().errors[refusal]}
            </Alert>
          )}
          <div class="dialog__buttons">
            <Button onPress={onClose}>{t().cancel}</Button>
            <Button type="submit" look="primary" testId="contacts-save">
              {t().sheets.save}
            </Button>
          </div>
        </form>
      )}
      {!mayChange && (
        <div class="dialog__buttons">
          <Button onPress={onClose}>{t().close}</Button>
        </div>
      )}
    </Dialog>
  );
}
