import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { dayInVietnam } from '../../../../domain/sites/calendar.ts';
import type { ReformReport } from '../../../../protocol/rest/sites/reforms.ts';
import { dateOf } from '../../../i18n/formats.ts';
import type { AccountSession } from '../../../state/session.ts';
import { Alert, Button } from '../../shared/controls.tsx';
import { DateField } from '../../shared/dates/date-field.tsx';
import { Link } from '../../shared/navigation.tsx';
import { useCheckedSheet } from '../../shared/sheets/checked-sheet.ts';
import { ChooseSheet, LegacyChoice, SheetNotices } from '../../shared/sheets/choose-sheet.tsx';
import { ExportSheet } from '../../shared/sheets/export-sheet.tsx';
import { SheetProblems } from '../../shared/sheets/sheet-problems.tsx';
import { sheetWords } from '../../shared/sheets/words.ts';
import { titleWords } from '../../shared/titles.ts';
import { useLevelNames } from '../../shared/units/level-names.ts';
import { ReformPreview } from './reform-preview.tsx';
import { reformWords } from './words.ts';

interface ReformPageProps {
  readonly session: AccountSession;
}

/**
 * Reforms the units by a sheet that says what each unit of today becomes: the first day, the sheet, what it
 * would do, and then exactly that.
 */
export function ReformPage({ session: { rest } }: ReformPageProps): JSX.Element {
  const words = reformWords();
  const [day, setDay] = useState(dayInVietnam(Date.now()));
  const sending =
    (validFrom: string): Parameters<typeof useCheckedSheet<ReformReport>>[0] =>
    (file, query) =>
      rest.upload('sheet.importReform', { query: { ...query, validFrom } }, file);
  const checked = useCheckedSheet<ReformReport>(sending(day), () => undefined);
  const levels = useLevelNames(rest, true);
  const { report } = checked;
  const changed = report ? changesIn(report) : 0;
  const isReady = report && !report.applied && report.problems.length === 0;
  return (
    <>
      <div class="heading">
        <h1>{titleWords().reform}</h1>
        <Link to="/sites" class="button button--plain">
          {titleWords().sites}
        </Link>
      </div>
      <section class="panel reform">
        <h2>{words.dayStep}</h2>
        <DateField
          label={words.day}
          value={day}
          onInput={(chosen) => {
            setDay(chosen);
            if (chosen !== '') checked.checkAgain(sending(chosen));
          }}
          required
          testId="reform-day"
        />
        <p class="muted">{words.dayHint}</p>
      </section>
      <section class="panel reform">
        <h2>{words.sheetStep}</h2>
        <p>{words.sheetHint}</p>
        <ul class="reform__rules">
          {words.rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
        {levels.length > 0 && <p class="muted">{sheetWords().levelIsOneOf(levels)}</p>}
        <div class="sheets">
          <ExportSheet
            rest={rest}
            name="sheet.reform"
            request={{}}
            fileName="sap-xep-don-vi"
            label={words.today}
            testId="reform-today"
          />
          <ExportSheet
            rest={rest}
            name="sheet.template"
            request={{ params: { kind: 'reform' } }}
            fileName="mau-sap-xep-don-vi"
            label={sheetWords().template}
            testId="reform-template"
          />
          {day !== '' && <ChooseSheet checked={checked} />}
        </div>
        <SheetNotices checked={checked} />
        <LegacyChoice checked={checked} />
        {report && report.ignored.length > 0 && <p>{sheetWords().ignored(report.ignored.join(', '))}</p>}
        {report && report.problems.length > 0 && (
          <SheetProblems
            kind="reform"
            problems={report.problems}
            count={report.problemCount}
            levels={levels}
          />
        )}
      </section>
      {report && report.problems.length === 0 && (
        <section class="panel reform" data-testid="reform-report">
          <h2>{report.applied ? words.done : words.previewStep}</h2>
          {report.applied && (
            <p class="import__done" role="status" data-testid="reform-done">
              {words.doneFrom(dateOf(day))}
            </p>
          )}
          <ReformPreview report={report} />
          {isReady && !report.isDue && <Alert>{words.notDue(dateOf(day))}</Alert>}
          {isReady && report.isDue && changed > 0 && (
            <>
              <p class="muted">{words.final}</p>
              <div class="dialog__buttons">
                <Button
                  look="danger"
                  testId="reform-confirm"
                  disabled={checked.busy}
                  onPress={() => void checked.take()}
                >
                  {words.confirm(changed)}
                </Button>
              </div>
            </>
          )}
        </section>
      )}
    </>
  );
}

const changesIn = ({ counts }: ReformReport): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0) - counts.stays;
