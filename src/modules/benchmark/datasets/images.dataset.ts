import { existsSync, statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { byText } from '../../../core/collections.js';
import { slugOf } from '../../../core/run/index.js';
import type { Dataset, DatasetKind } from './dataset.js';

const IMAGES = ['.jpg', '.jpeg', '.png', '.webp', '.bmp', '.gif'];

/** A folder of images, in the order of their names. */
export const imagesKind: DatasetKind = {
  name: 'images',
  summary: 'a folder of images',
  fits: (location) => existsSync(location) && statSync(location).isDirectory(),
  open: ({ location }): Dataset => ({
    slug: slugOf(basename(resolve(location))),
    variant: null,
    licence: null,
    async *rows() {
      const names = (await readdir(location)).filter((name) => IMAGES.includes(extname(name).toLowerCase()));
      for (const name of names.sort(byText((text) => text))) {
        const path = join(location, name);
        yield { kind: 'image', id: name, path, bytes: await readFile(path) };
      }
    },
  }),
};
