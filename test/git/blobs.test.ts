import { expect, it } from 'vitest';
import { blobsOf } from '../../src/files/git/blobs.ts';
import type { Git } from '../../src/files/git/git.ts';

/** A git that answers with the given pieces, whatever it is asked, and notes what that was. */
function answering(pieces: Iterable<Buffer>): { readonly git: Git; readonly asked: string[] } {
  const asked: string[] = [];
  const fail = () => {
    throw new Error('not asked for here');
  };
  const git: Git = {
    cwd: '/',
    env: {},
    run: fail,
    ask: fail,
    async stream(_, input, take) {
      asked.push(input);
      for (const piece of pieces) take(piece);
    },
    runSync(_, input) {
      asked.push(input);
      return Buffer.concat([...pieces]);
    },
  };
  return { git, asked };
}

const id = (letter: string) => letter.repeat(40);
const answer = [
  `${id('a')} blob 3\n`,
  'é\n',
  '\n',
  `HEAD:x missing\n`,
  `${id('b')} blob 0\n\n`,
  `${id('c')} tree 2\n\n\n\n`,
];
const names = [':0:one', 'HEAD:x', id('b'), 'HEAD:folder'];

it.each([1, 2, 7, 1000])('contents are put together from pieces of %d bytes', async (size) => {
  const bytes = Buffer.from(answer.join(''));
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  const { git, asked } = answering(pieces);
  const blobs = blobsOf(git);
  await blobs.load([...names, ...names, 'HEAD:with\na line feed']);
  const found = [...names, id('a'), 'HEAD:with\na line feed'].map((name) => blobs.get(name));
  expect([found, asked]).toEqual([
    [{ text: 'é\n' }, null, { text: '' }, { text: '\n\n' }, { text: 'é\n' }, null],
    [names.map((name) => `${name}\n`).join('')],
  ]);
});

it('what was not loaded is read on the spot, once', () => {
  const { git, asked } = answering([Buffer.from(`${id('a')} blob 1\nx\n`)]);
  const blobs = blobsOf(git);
  expect([blobs.get(id('a')), blobs.get(id('a')), asked]).toEqual([{ text: 'x' }, { text: 'x' }, [`${id('a')}\n`]]);
});

it('what no text can hold is not kept', async () => {
  const megabytes = 1024 * 1024;
  const size = 640 * megabytes;
  const part = Buffer.alloc(64 * megabytes, 32);
  const pieces = [
    Buffer.from(`${id('a')} blob ${size}\n`),
    ...Array<Buffer>(10).fill(part),
    Buffer.from(`\n${id('b')} blob 1\nx\n`),
  ];
  const blobs = blobsOf(answering(pieces).git);
  await blobs.load([id('a'), id('b')]);
  expect([blobs.get(id('a')), blobs.get(id('b'))]).toEqual([{ problem: 'too large to read' }, { text: 'x' }]);
});
