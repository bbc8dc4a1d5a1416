import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../i18n';
import { Icon } from './icon';

interface DialogProps { title: string; onClose: () => void; children: ComponentChildren; actions?: ComponentChildren; wide?: boolean; scrolls?: boolean }

/** A modal dialog; the browser keeps the focus inside and gives it back. One that `scrolls` has nothing else in it that keys could scroll by. */
export function Dialog({ title, onClose, children, actions, wide = false, scrolls = false }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const before = document.activeElement;
    ref.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref} class={wide ? 'dialog dialog-wide' : 'dialog'} aria-labelledby={heading}
      onCancel={(event) => { event.preventDefault(); onClose(); }}
      onClick={(event) => { if (event.target === ref.current) onClose(); }}
    >
      <div class="dialog-frame">
        <header class="dialog-head">
          <h2 id={heading}>{title}</h2>
          <button type="button" class="button button-icon button-quiet" onClick={onClose} aria-label={t().app.close}><Icon name="close" /></button>
        </header>
        <div class="dialog-body" {...(scrolls ? { tabIndex: 0, role: 'region', 'aria-labelledby': heading } : {})}>{children}</div>
        {actions && <footer class="dialog-actions">{actions}</footer>}
      </div>
    </dialog>
  );
}

interface ConfirmProps {
  title: string; text: string; yes: string; no: string; danger?: boolean; busy?: boolean;
  onYes: () => void; onNo: () => void; children?: ComponentChildren;
}

/** Asks before something that cannot be taken back. The harmless answer has the focus. */
export function Confirm({ title, text, yes, no, danger = false, busy = false, onYes, onNo, children }: ConfirmProps) {
  return (
    <Dialog
      title={title} onClose={onNo}
      actions={<>
        <button type="button" class="button" onClick={onNo} autofocus>{no}</button>
        <button type="button" class={danger ? 'button button-danger' : 'button button-primary'} onClick={onYes} disabled={busy}>{yes}</button>
      </>}
    >
      <p>{text}</p>
      {children}
    </Dialog>
  );
}
