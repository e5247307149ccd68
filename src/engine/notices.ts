import type { Notice } from './database.ts';

/** A notice as the clients give it. */
type Noticed = { readonly [Field in keyof Notice]?: Notice[Field] | undefined };

const mostNotices = 200;

/** Takes notices down; those that are too many are dropped: a migration may send them without end. */
export function noticeList(): { readonly notices: readonly Notice[]; onNotice: (notice: Noticed) => void } {
  const notices: Notice[] = [];
  return {
    notices,
    onNotice({ severity = '', code = '', message = '' }) {
      if (notices.length < mostNotices) notices.push({ severity, code, message });
    },
  };
}
