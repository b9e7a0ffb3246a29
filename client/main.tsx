// oxlint-disable-next-line import/no-unassigned-import -- it sets zod up before any schema is made
import './strict-csp.ts';
import { render } from 'preact';
import { followLanguage } from './i18n/messages.ts';
import { AccountSession, DeviceSession } from './state/session.ts';
import './styles/base.css';
import './styles/controls.css';
import './styles/home.css';
import './styles/calendar.css';
import './styles/conference.css';
import './styles/stage.css';
import './styles/scene.css';
import './styles/wall.css';
import './styles/panel.css';
import './styles/panels/index.css';
import './styles/floor.css';
import './styles/conduct.css';
import './styles/roster.css';
import './styles/room.css';
import './styles/emergency.css';
import './styles/readiness.css';
import './styles/sheets.css';
import './styles/account.css';
import { App } from './views/app.tsx';

const root = document.querySelector('#app');
if (!root) throw new Error('index.html has no #app');
followLanguage(document.documentElement);
render(<App session={new AccountSession()} device={new DeviceSession()} />, root);
