import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { allowed } from '../../../../../domain/conference/policy.ts';
import { rollCall } from '../../../../../domain/conference/roll-call.ts';
import type { RollEntry } from '../../../../../domain/conference/roll-call.ts';
import { isModerator } from '../../../../../domain/conference/state.ts';
import type { SiteView } from '../../../../../protocol/rest/sites/sites.ts';
import type { ErrorCode } from '../../../../../protocol/errors.ts';
import { rollCallWords } from './words.ts';
import { errorWords } from '../../../../i18n/errors.ts';
import { commonWords } from '../../../../i18n/common.ts';
import { invitedOf, mayReport } from '../../../../state/conference/roll-call.ts';
import { Alert, Button } from '../../../shared/controls.tsx';
import { useMeeting } from '../../meeting-context.ts';
import { ExportSheet } from '../../../shared/sheets/export-sheet.tsx';
import type { PanelProps } from '../panel-props.ts';
import { ReportForm } from './roll-call-report.tsx';
import { RollCallTable } from './roll-call-table.tsx';

/** For moderators, the roll call by unit; for everybody, the own report. */
export function RollCallPanel({ store, own }: PanelProps): JSX.Element {
  const conference = store.conference.value;
  const { rest, meetingId } = useMeeting();
  const { phase } = conference.rollCall;
  const report = conference.rollCall.reports[own.id];
  return (
    <div class="roll-call" data-testid="roll-call" data-phase={phase}>
      <div class="roll-call__head">
        <span class={`badge badge--${phase === 'open' ? 'live' : phase}`}>
          {rollCallWords().phases[phase]}
        </span>
        {phase === 'open' && allowed('rollCall.close', own.role, conference.phase) && (
          <Button
            look="primary"
            testId="roll-call-close"
            onPress={() => void store.command('rollCall.close', {})}
          >
            {rollCallWords().close}
          </Button>
        )}
        {phase !== 'open' && allowed('rollCall.open', own.role, conference.phase) && (
          <Button
            look={phase === 'none' ? 'primary' : 'plain'}
            testId="roll-call-open"
            onPress={() => void store.command('rollCall.open', {})}
          >
            {phase === 'none' ? rollCallWords().open : rollCallWords().openAgain}
          </Button>
        )}
        {isModerator(own.role) && (
          <ExportSheet
            rest={rest}
            name="sheet.rollCall"
            request={{ params: { meetingId } }}
            fileName="diem-danh"
            label={rollCallWords().export}
            testId="roll-call-export"
          />
        )}
      </div>
      {report && <p class="good">{rollCallWords().reported(report.headCount, report.delegates)}</p>}
      {mayReport(conference, own) && (
        <details>
          <summary>{report ? rollCallWords().correct : rollCallWords().report}</summary>
          <ReportForm key={report?.at} store={store} before={report} />
        </details>
      )}
      {isModerator(own.role) && <ByUnit store={store} own={own} />}
    </div>
  );
}

interface Known {
  readonly invited: readonly RollEntry[];
  readonly sites: readonly SiteView[];
}

function ByUnit({ store, own }: PanelProps): JSX.Element {
  const { rest, meetingId } = useMeeting();
  const [known, setKnown] = useState<Known>();
  const [failed, setFailed] = useState<ErrorCode>();
  const conference = store.conference.value;
  const count = Object.keys(conference.participants).length;
  // An endpoint that is invited during the session appears when the number of participants next changes.
  useEffect(() => {
    let over = false;
    void Promise.all([
      rest.call('meeting.get', { params: { meetingId } }),
      rest.call('site.list', { query: {} }),
    ]).then(([meeting, list]) => {
      if (over) return;
      // Without the list of units, the participants' own names for them apply; without the
      // invitations, there is no roll call.
      if (meeting.ok) {
        setKnown({ invited: invitedOf(meeting.value), sites: list.ok ? list.value.sites : [] });
      }
      setFailed(meeting.ok ? undefined : meeting.error.code);
    });
    return () => {
      over = true;
    };
  }, [rest, meetingId, count]);
  if (failed && !known) return <Alert>{errorWords()[failed]}</Alert>;
  if (!known) return <p class="muted">{commonWords().loading}</p>;
  return (
    <RollCallTable
      store={store}
      rollCall={rollCall(known.invited, conference, known.sites)}
      mayExcuse={allowed('rollCall.excuse', own.role, conference.phase)}
    />
  );
}
