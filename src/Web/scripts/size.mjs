// Fails the build when the page grows beyond what a phone on a poor line should wait for.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const limit = 120 * 1024;
const root = new URL('../dist/', import.meta.url);
const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
let total = 0;
for (const file of files) {
  const size = gzipSync(readFileSync(`${file.parentPath}/${file.name}`), { level: 9 }).length;
  total += size;
  console.log(`${String(size).padStart(8)}  ${file.name}`);
}
console.log(`${String(total).padStart(8)}  in all, gzipped; ${limit} allowed`);
if (total > limit) {
  console.error('The page is too large.');
  process.exit(1);
}
