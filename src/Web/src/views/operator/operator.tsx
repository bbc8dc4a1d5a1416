import { t } from '../../i18n';
import { operatorLink } from '../../router';
import { me } from '../../state/me';
import { AllJobs } from './all-jobs';
import { Audit } from './audit';
import { Keys } from './keys';
import { Limits } from './limits';
import { Overview } from './overview';
import { Quarantine } from './quarantine';
import { Users } from './users';

const sections = ['overview', 'jobs', 'limits', 'users', 'quarantine', 'audit', 'keys'] as const;
type Section = (typeof sections)[number];

/** What operators see: slots, queue, and everything that they may change. */
export function OperatorView({ section }: { section: string }) {
  const known = (sections as readonly string[]).includes(section) ? (section as Section) : 'overview';
  if (me.value === null) return <div class="page"><h1>{t().operator.title}</h1><p class="muted">{t().app.loading}</p></div>;
  if (!me.value.isAdmin) return <div class="page"><h1>{t().operator.title}</h1><p>{t().operator.forbidden}</p></div>;
  return (
    <div class="page operator-page">
      <h1>{t().operator.title}</h1>
      <nav class="tabs" aria-label={t().operator.sections}>
        {sections.map((name) => <a key={name} href={operatorLink(name)} aria-current={name === known ? 'page' : undefined}>{t().operator[name]}</a>)}
      </nav>
      <Content section={known} />
    </div>
  );
}

function Content({ section }: { section: Section }) {
  switch (section) {
    case 'overview': return <Overview />;
    case 'jobs': return <AllJobs />;
    case 'limits': return <Limits />;
    case 'users': return <Users />;
    case 'quarantine': return <Quarantine />;
    case 'audit': return <Audit />;
    case 'keys': return <Keys />;
  }
}
