import { stagesOf, type JobView, type StageView } from '../../api/types';
import { bytes, duration, percent } from '../../format';
import { t } from '../../i18n';
import { Icon } from '../../ui/icon';
import { Progress } from '../../ui/progress';

/** The stages of a job from top to bottom, with what each took. */
export function Stages({ job }: { job: JobView }) {
  return (
    <section class="card" aria-labelledby="stages-heading">
      <h2 id="stages-heading">{t().jobs.stages}</h2>
      <ol class="stages">
        {stagesOf(job).map((stage) => (
          <li key={stage.stage} class={`stage stage-${stage.state.toLowerCase()}`} data-stage={stage.stage} data-state={stage.state}>
            <span class="stage-mark">{mark(stage)}</span>
            <div class="stage-body">
              <div class="stage-line">
                <span class="stage-name">{t().stage[stage.stage]}</span>
                <span class="stage-time">{timeText(stage)}</span>
              </div>
              {stage.state !== 'Skipped' && <span class="visually-hidden">{t().stageState[stage.state]}</span>}
              {stage.state === 'Running' && <Progress value={stage.progress} label={t().stage[stage.stage]} />}
              {notes(stage) !== '' && <span class="stage-note">{notes(stage)}</span>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function mark(stage: StageView) {
  if (stage.state === 'Completed') return <Icon name="check" />;
  if (stage.state === 'Failed') return <Icon name="close" />;
  return null;
}

function timeText(stage: StageView): string {
  if (stage.state === 'Running' && stage.bytes != null) return t().job.transferred(bytes(stage.bytes), stage.totalBytes == null ? null : bytes(stage.totalBytes));
  if (stage.state === 'Running') return t().job.progressText(percent(stage.progress));
  if (stage.state === 'Skipped') return t().stageState.Skipped;
  if (stage.reused) return t().job.reused;
  return stage.seconds == null ? '' : duration(stage.seconds);
}

function notes(stage: StageView): string {
  return [stage.engine ?? '', (stage.attempts ?? 0) > 1 ? t().job.attempts(stage.attempts ?? 0) : ''].filter((text) => text !== '').join(' · ');
}
