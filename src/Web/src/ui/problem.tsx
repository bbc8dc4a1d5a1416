import type { ComponentChildren } from 'preact';
import { ApiError } from '../api/client';
import { errorTitle, t } from '../i18n';
import { Icon } from './icon';

/** An error in words: what it is, what the service says about it, and where it is explained. */
export function ErrorNote({ error, children }: { error: unknown; children?: ComponentChildren }) {
  const known = error instanceof ApiError ? error : new ApiError(0, 'internal_error', String(error));
  const title = errorTitle(known.code) ?? known.message;
  return (
    <div class="note note-bad" role="alert">
      <Icon name="alert" />
      <div class="note-body">
        <strong>{title}</strong>
        {known.message !== title && known.code !== 'network' && <p>{known.message}</p>}
        <div class="note-actions">
          {known.help && <a href={known.help} target="_blank" rel="noopener noreferrer">{t().app.help}</a>}
          {children}
        </div>
      </div>
    </div>
  );
}
