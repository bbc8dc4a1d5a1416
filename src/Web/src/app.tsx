import { useEffect, useRef } from 'preact/hooks';
import { apiKey, keyWanted, setKey } from './api/identity';
import { catalogues, locale, setLocale, t, type Locale } from './i18n';
import { duration } from './format';
import { route, type Route } from './router';
import { me, reachable } from './state/me';
import { announcement } from './ui/announce';
import { Icon } from './ui/icon';
import { setTheme, theme, type Theme } from './ui/theme';
import { Toast } from './ui/toast';
import { EditorView } from './views/editor/editor';
import { GlossaryView } from './views/glossary';
import { JobView } from './views/job/job';
import { JobsView } from './views/jobs/jobs';
import { KeyForm } from './views/key';
import { OperatorView } from './views/operator/operator';
import { SettingsView } from './views/settings/settings';

export function App() {
  const main = useRef<HTMLElement>(null);
  const current = route.value;
  const place = JSON.stringify(current);
  const first = useRef(true);
  useEffect(() => {
    // Following a link moves the reader to the new view, as loading a page would.
    if (first.current) first.current = false;
    else if (current.view !== 'operator') main.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [place]);
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>{t().app.skip}</a>
      <Header current={current} />
      {!reachable.value && <div class="offline" role="status">{t().app.offline}</div>}
      <main id="main" ref={main} tabIndex={-1}>
        {keyWanted.value ? <KeyForm /> : <View current={current} />}
      </main>
      <footer class="foot"><a href="/docs" target="_blank" rel="noopener">{t().app.docs}</a></footer>
      <Toast />
      <div class="visually-hidden" role="status" aria-live="polite">{announcement.value}</div>
    </>
  );
}

function View({ current }: { current: Route }) {
  switch (current.view) {
    case 'jobs': return <JobsView />;
    case 'job': return <JobView key={current.id} id={current.id} />;
    case 'editor': return <EditorView key={current.id} id={current.id} />;
    case 'glossary': return <GlossaryView />;
    case 'settings': return <SettingsView />;
    case 'operator': return <OperatorView section={current.section} />;
    case 'unknown': return <div class="page"><h1>{t().app.notFound}</h1><p><a href="#/">{t().app.backToJobs}</a></p></div>;
  }
}

function Header({ current }: { current: Route }) {
  const link = (href: string, text: string, active: boolean) => <a href={href} aria-current={active ? 'page' : undefined}>{text}</a>;
  const caller = me.value;
  return (
    <header class="top">
      <div class="top-inner">
        <a class="brand" href="#/" aria-label={`${t().app.title}: ${t().app.backToJobs}`}>
          <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true"><rect x="1" y="1" width="30" height="30" rx="8" /><path d="M8 13v6M12 9.500v13M16 12v8M20 8v16M24 13v6" /></svg>
          <span>{t().app.title}</span>
        </a>
        <nav class="nav" aria-label={t().app.nav}>
          {link('#/', t().app.jobs, current.view === 'jobs' || current.view === 'job' || current.view === 'editor')}
          {link('#/glossary', t().app.glossary, current.view === 'glossary')}
          {link('#/settings', t().app.settings, current.view === 'settings')}
          {caller?.isAdmin && link('#/operator', t().app.operator, current.view === 'operator')}
        </nav>
        <div class="top-tools">
          {caller && <Usage />}
          <label class="tool">
            <span class="visually-hidden">{t().app.languageLabel}</span>
            <Icon name="globe" />
            <select value={locale.value} onChange={(event) => setLocale(event.currentTarget.value as Locale)} data-testid="language">
              {Object.entries(catalogues).map(([code, words]) => <option key={code} value={code} lang={code}>{words.language}</option>)}
            </select>
          </label>
          <label class="tool">
            <span class="visually-hidden">{t().app.theme}</span>
            <Icon name="sun" />
            <select value={theme.value} onChange={(event) => setTheme(event.currentTarget.value as Theme)} data-testid="theme">
              <option value="auto">{t().app.themeAuto}</option>
              <option value="light">{t().app.themeLight}</option>
              <option value="dark">{t().app.themeDark}</option>
            </select>
          </label>
          {apiKey.value !== null && (
            <button type="button" class="button button-small" onClick={() => { setKey(null); location.reload(); }}>{t().key.forget}</button>
          )}
        </div>
      </div>
    </header>
  );
}

function Usage() {
  const caller = me.value;
  if (!caller) return null;
  const detail = [t().me.waiting(caller.waiting), t().me.gpu(duration(caller.gpuSeconds))].join(' · ');
  return (
    <span class="usage" title={detail}>
      <bdi class="usage-name">{caller.displayName ?? caller.userId}</bdi>
      <span class="usage-slots">{t().me.slots(caller.running, caller.maxJobs)}</span>
      <span class="visually-hidden">, {detail}</span>
    </span>
  );
}
