import { BigValueColorMode, ReduceDataOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import {
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import * as units from '@grafana/grafana-foundation-sdk/units';

// The dashboard for IT's wall screen: is a bridge or a room in trouble, and where. Top to bottom it goes from
// "is all well" to "why not". Each query must return data on a healthy server; test/integration/metrics.test.ts
// runs every one.

/** Only the servers chosen at the top of the page. */
const CHOSEN = 'instance=~"$instance"';
const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };
const PANEL_HEIGHT = 8;
const STAT_HEIGHT = 4;
/** Grafana's grid is 24 wide. */
const THIRD = 8;
const SIXTH = 4;

/** Builds the dashboard; `main.ts` writes it to where Grafana finds it. */
export function bridgeHealth(): Dashboard {
  return new DashboardBuilder('Bridge health')
    .uid('diemcau-bridge-health')
    .description('Điểm cầu: are the bridges well, can rooms join, does the floor answer.')
    .tags(['diemcau'])
    .timezone('browser')
    .time({ from: 'now-1h', to: 'now' })
    .refresh('10s')
    .tooltip(DashboardCursorSync.Crosshair)
    .readonly()
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'))
    .withVariable(
      new QueryVariableBuilder('instance')
        .label('Server')
        .datasource(DATASOURCE)
        .query('label_values(diemcau_build_info, instance)')
        .refresh(VariableRefresh.OnTimeRangeChanged)
        .multi(true)
        .includeAll(true)
        .allValue('.*'),
    )
    .withRow(new RowBuilder('At a glance'))
    .withPanel(stat('Live conferences', 'Conferences that are open now.', sum('diemcau_conferences')))
    .withPanel(stat('Participants', 'Rooms and people present in conferences.', sum('diemcau_participants')))
    .withPanel(
      stat(
        'Media workers down',
        'Rooms of a worker that is down are moved to another within seconds. Red for longer: restart the server.',
        `sum(1 - diemcau_worker_up{${CHOSEN}})`,
      ).thresholds(redFrom(1)),
    )
    .withPanel(
      stat(
        'Broken transports',
        'Rooms whose media connection is lost. Many at one time: firewall, TURN or the announced address.',
        sum('diemcau_transports', 'state=~"disconnected|failed"'),
      ).thresholds(redFrom(5)),
    )
    .withPanel(
      stat(
        'Join time, 95th percentile',
        'Promise: below 3 s.',
        quantile(0.95, 'diemcau_join_duration_seconds', { range: '1h' }),
      )
        .unit(units.Seconds)
        .thresholds(redFrom(3)),
    )
    .withPanel(
      stat(
        'Event-loop lag, 99th percentile',
        'What every command waits before it is looked at. About 10 ms is the clock of the measurement itself.',
        `max(nodejs_eventloop_lag_p99_seconds{${CHOSEN}})`,
      )
        .unit(units.Seconds)
        .thresholds(redFrom(0.2)),
    )
    .withRow(new RowBuilder('Joining'))
    .withPanel(
      lines('Joins by outcome', 'Joins a minute. Anything but "joined" is an error code.', units.Short, [
        `60 * ${rateBy('outcome', 'diemcau_joins_total')} and ${sumBy('outcome', 'diemcau_joins_total')} > 0`,
        '{{outcome}}',
      ]),
    )
    .withPanel(
      lines(
        'Join time',
        'From the request to the answer, of joins that succeeded.',
        units.Seconds,
        [quantile(0.5, 'diemcau_join_duration_seconds'), '50%'],
        [quantile(0.95, 'diemcau_join_duration_seconds'), '95%'],
      ),
    )
    .withPanel(
      lines('Participants by role', 'Present now.', units.Short, [
        sumBy('role', 'diemcau_participants'),
        '{{role}}',
      ]),
    )
    .withRow(new RowBuilder('Media'))
    .withPanel(
      lines(
        'Worker CPU',
        'Share of one core, all that a worker can use. Above 85% packets wait.',
        units.PercentUnit,
        [
          `rate(diemcau_worker_cpu_seconds_total{${CHOSEN}}[$__rate_interval])`,
          '{{instance}} worker {{worker}}',
        ],
      ).max(1),
    )
    .withPanel(
      lines(
        'Workers that are up, workers that do not answer',
        'Up is 1. A worker that is up and does not answer is hung.',
        units.Short,
        [`diemcau_worker_up{${CHOSEN}}`, '{{instance}} worker {{worker}} up'],
        [
          `increase(diemcau_worker_unanswered_total{${CHOSEN}}[$__rate_interval])`,
          '{{instance}} worker {{worker}} unanswered',
        ],
      ),
    )
    .withPanel(
      lines('Transports by state', 'Two a room: one to send, one to receive.', units.Short, [
        sumBy('state', 'diemcau_transports'),
        '{{state}}',
      ]),
    )
    .withPanel(
      lines(
        'Streams from rooms',
        'Producers. Video that nobody watches is stopped at its source.',
        units.Short,
        [sumBy('kind', 'diemcau_producers'), '{{kind}}'],
      ),
    )
    .withPanel(
      lines('Streams to rooms', 'Consumers: what the workers forward, and what costs CPU.', units.Short, [
        sumBy('kind', 'diemcau_consumers'),
        '{{kind}}',
      ]),
    )
    .withPanel(
      lines(
        'Descriptors of workers',
        'One for each TCP connection. At the limit no room gets in over TCP; many more than transports: silent connections.',
        units.Short,
        [`diemcau_worker_open_files{${CHOSEN}}`, '{{instance}} worker {{worker}}'],
        [`diemcau_worker_max_files{${CHOSEN}}`, '{{instance}} worker {{worker}} limit'],
      ),
    )
    .withPanel(
      lines(
        'Scheduling priorities',
        'Less goes first. A worker that is not below signalling was started again by a server that may not raise priorities.',
        units.Short,
        [`diemcau_worker_nice{${CHOSEN}}`, '{{instance}} worker {{worker}}'],
        [`diemcau_process_nice{${CHOSEN}}`, '{{instance}} signalling'],
      ),
    )
    .withPanel(
      lines(
        'Floods',
        'Streams and lines that were closed because far more came in than they may bring. The log names the participant.',
        units.Short,
        [`increase(diemcau_media_floods_total{${CHOSEN}}[$__rate_interval])`, '{{what}}'],
      ),
    )
    .withPanel(
      lines(
        'Reception',
        'Rooms by how well they receive. Poor sound at many: the line of the bridge; at few: theirs.',
        units.Short,
        [sumBy('kind, band', 'diemcau_reception_quality'), '{{kind}} {{band}}'],
      ),
    )
    .withPanel(
      lines('Routers', 'One for each worker that carries a part of a conference.', units.Short, [
        sum('diemcau_routers'),
        'routers',
      ]),
    )
    .withRow(new RowBuilder('Commands and requests'))
    .withPanel(
      lines('Commands by outcome', 'A second. "ok", or the error code of a refusal.', units.Short, [
        rateBy('outcome', 'diemcau_command_duration_seconds_count'),
        '{{outcome}}',
      ]),
    )
    .withPanel(
      lines('Commands by type', 'A second.', units.Short, [
        rateBy('type', 'diemcau_command_duration_seconds_count'),
        '{{type}}',
      ]),
    )
    .withPanel(
      lines(
        'Command time',
        'From arrival to acknowledgement; by then the fact is in the log.',
        units.Seconds,
        [quantile(0.5, 'diemcau_command_duration_seconds'), '50%'],
        [quantile(0.99, 'diemcau_command_duration_seconds'), '99%'],
      ),
    )
    .withPanel(
      lines(
        'Log append time',
        'The database. Every command waits for it.',
        units.Seconds,
        [quantile(0.5, 'diemcau_log_append_duration_seconds'), '50%'],
        [quantile(0.99, 'diemcau_log_append_duration_seconds'), '99%'],
      ),
    )
    .withPanel(
      lines('REST requests by status', 'A second.', units.Short, [
        rateBy('status', 'diemcau_http_request_duration_seconds_count'),
        '{{status}}',
      ]),
    )
    .withPanel(
      lines('REST request time, 95th percentile', 'By route.', units.Seconds, [
        quantile(0.95, 'diemcau_http_request_duration_seconds', { by: ['method', 'route'] }),
        '{{method}} {{route}}',
      ]),
    )
    .withRow(new RowBuilder('The process'))
    .withPanel(
      lines(
        'Event-loop lag',
        'Signalling stalls when this grows.',
        units.Seconds,
        [`nodejs_eventloop_lag_p50_seconds{${CHOSEN}}`, '{{instance}} 50%'],
        [`nodejs_eventloop_lag_p99_seconds{${CHOSEN}}`, '{{instance}} 99%'],
      ),
    )
    .withPanel(
      lines(
        'CPU and memory',
        'Of the server process, without its workers. CPU as a share of one core.',
        units.PercentUnit,
        [`rate(process_cpu_seconds_total{${CHOSEN}}[$__rate_interval])`, '{{instance}} CPU'],
        [`process_resident_memory_bytes{${CHOSEN}}`, '{{instance}} memory'],
      ).overrideByQuery('B', [
        { id: 'unit', value: units.BytesIEC },
        { id: 'custom.axisPlacement', value: 'right' },
      ]),
    )
    .withPanel(
      new TableBuilder()
        .title('What is running')
        .description('Version of the server and of mediasoup.')
        .datasource(DATASOURCE)
        .height(PANEL_HEIGHT)
        .span(THIRD)
        .withTarget(query(`diemcau_build_info{${CHOSEN}}`, '').instant().format(PromQueryFormat.Table)),
    )
    .build();
}

function stat(title: string, description: string, expr: string): StatBuilder {
  return new StatBuilder()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .height(STAT_HEIGHT)
    .span(SIXTH)
    .colorMode(BigValueColorMode.Value)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .withTarget(query(expr, ''));
}

function lines(
  title: string,
  description: string,
  unit: string,
  ...queries: readonly [expr: string, legend: string][]
): TimeseriesBuilder {
  return new TimeseriesBuilder()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .height(PANEL_HEIGHT)
    .span(THIRD)
    .min(0)
    .unit(unit)
    .targets(queries.map(([expr, legend], index) => query(expr, legend, index)));
}

/** Grafana names the queries of a panel A, B, …; overrides refer to them. */
function query(expr: string, legend: string, index = 0): DataqueryBuilder {
  return new DataqueryBuilder()
    .refId(String.fromCodePoint(65 + index))
    .expr(expr)
    .legendFormat(legend);
}

function redFrom(value: number): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
    { value: null, color: 'green' },
    { value, color: 'red' },
  ]);
}

function selector(where?: string): string {
  return where === undefined ? `{${CHOSEN}}` : `{${CHOSEN}, ${where}}`;
}

function sum(metric: string, where?: string): string {
  return `sum(${metric}${selector(where)})`;
}

function sumBy(label: string, metric: string): string {
  return `sum by (${label}) (${metric}${selector()})`;
}

function rateBy(label: string, counter: string): string {
  return `sum by (${label}) (rate(${counter}${selector()}[$__rate_interval]))`;
}

function quantile(
  q: number,
  histogram: string,
  {
    where,
    by = [],
    range = '$__rate_interval',
  }: { where?: string; by?: readonly string[]; range?: string } = {},
): string {
  const labels = ['le', ...by].join(', ');
  return `histogram_quantile(${q}, sum by (${labels}) (rate(${histogram}_bucket${selector(where)}[${range}])))`;
}
