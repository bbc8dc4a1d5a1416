import { render } from 'preact';
import { bringUpMediaWorker } from './api/identity';
import { App } from './app';
import { keepLanguages } from './state/languages';
import { keepMe } from './state/me';
import { uploadsRunning } from './upload/uploads';
import './styles/base.css';
import './styles/controls.css';
import './styles/layout.css';
import './styles/jobs.css';
import './styles/job.css';
import './styles/editor.css';
import './styles/operator.css';

addEventListener('beforeunload', (event) => {
  if (uploadsRunning()) event.preventDefault();
});

keepMe();
keepLanguages();
void bringUpMediaWorker().finally(() => {
  const root = document.getElementById('app');
  if (root) render(<App />, root);
});
