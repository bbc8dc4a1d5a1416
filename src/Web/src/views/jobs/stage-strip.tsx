import { stagesOf, type JobView } from '../../api/types';
import { percent } from '../../format';
import { t } from '../../i18n';

/** The stages as one slim strip; its text alternative names the stage and the share that is done. */
export function StageStrip({ job }: { job: JobView }) {
  const text = job.stage ? t().jobs.stageOf(t().stage[job.stage], percent(job.progress)) : t().job.progressText(percent(job.progress));
  return (
    <div class="strip" role="img" aria-label={`${t().jobs.stages}: ${text}`}>
      {stagesOf(job).map((stage) => (
        <span key={stage.stage} class={`strip-stage strip-${stage.state.toLowerCase()}`} title={`${t().stage[stage.stage]}: ${t().stageState[stage.state]}`}>
          {stage.state === 'Running' && <span class="strip-fill" style={{ inlineSize: `${Math.max(4, percent(stage.progress))}%` }} />}
        </span>
      ))}
    </div>
  );
}
