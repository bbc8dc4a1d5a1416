// Writes docs/licences.md: what the service is made of and under which licences, from the lock files and what the packages say of themselves.
// "--check" writes nothing and fails when the page is out of date. Both fail on a licence that nobody has looked at. Restore the solution first.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const PAGE = join(ROOT, 'docs/licences.md');

// Those that ask for no more than their text to be kept, or, of single files, for changes to these to be published.
const ALLOWED = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC0-1.0', 'ISC', 'MIT', 'MPL-1.1', 'MPL-2.0', 'MS-PL', 'Python-2.0', 'public domain', 'Microsoft .NET Library'];

// Addresses that older packages give in place of a name, and packages whose own file was read by a person.
const BY_ADDRESS = {
  'fwlink/?LinkId=329770': 'Microsoft .NET Library', 'fwlink/?LinkID=261272': 'Microsoft .NET Library', net_library_eula_ENU: 'Microsoft .NET Library',
  'fwlink/?linkid=2028464': 'MIT', 'LICENSE-2.0': 'Apache-2.0', 'azure-storage-net': 'Apache-2.0', 'dotnet/corefx': 'MIT', 'JamesNK/': 'MIT',
  'aspnet/AspNetCore': 'Apache-2.0', 'aspnet/Home': 'Apache-2.0', 'xunit/xunit': 'Apache-2.0', 'tv4/LICENSE': 'public domain',
};
const BY_TEXT = [
  [/Permission is hereby granted, free of charge/, 'MIT'], [/Apache License/, 'Apache-2.0'],
  [/MICROSOFT \.NET LIBRARY|\.NET Library/i, 'Microsoft .NET Library'], [/public domain/i, 'public domain'],
];

const cache = process.env.NUGET_PACKAGES ?? execFileSync('dotnet', ['nuget', 'locals', 'global-packages', '--list'], { encoding: 'utf8' }).replace(/^[^:]*: /, '').trim();

const byAddress = (address) => Object.entries(BY_ADDRESS).find(([part]) => address.includes(part))?.[1];

function licenceOfNuget(id, version) {
  const folder = join(cache, id.toLowerCase(), version.toLowerCase());
  const spec = readFileSync(join(folder, `${id.toLowerCase()}.nuspec`), 'utf8');
  const [, kind, value] = /<license type="(\w+)"[^>]*>([^<]+)</.exec(spec) ?? [];
  if (kind === 'expression') return value;
  const file = kind === 'file' && join(folder, value.replaceAll('\\', '/'));
  if (file && existsSync(file)) return BY_TEXT.find(([pattern]) => pattern.test(readFileSync(file, 'utf8')))?.[1] ?? `file ${value}`;
  const address = /<licenseUrl>([^<]*)</.exec(spec)?.[1] ?? '';
  return byAddress(address) ?? `none (${address})`;
}

/** Name and version → licence, of all projects in a folder. */
function nuget(folder) {
  const found = new Map();
  for (const project of ['', ...readdirSync(join(ROOT, folder))]) {
    const file = join(ROOT, folder, project, 'packages.lock.json');
    if (!existsSync(file)) continue;
    for (const framework of Object.values(JSON.parse(readFileSync(file, 'utf8')).dependencies))
      for (const [id, { type, resolved }] of Object.entries(framework))
        if (type !== 'Project') found.set(`${id} ${resolved}`, licenceOfNuget(id, resolved));
  }
  return found;
}

/** The same of an npm lock file; of those that only build, or only those. */
function npm(file, building) {
  const found = new Map();
  for (const [path, { license, version, dev }] of Object.entries(JSON.parse(readFileSync(join(ROOT, file), 'utf8')).packages))
    if (path && Boolean(dev) === building) found.set(`${path.replace(/^.*node_modules\//, '')} ${version}`, byAddress(license ?? '') ?? license ?? 'none');
  return found;
}

const problems = [];

function section(title, text, ...lists) {
  const all = new Map(lists.flatMap((list) => [...list]));
  const groups = new Map();
  for (const name of [...all.keys()].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)))
    groups.set(all.get(name), [...(groups.get(all.get(name)) ?? []), name]);
  for (const [licence, names] of groups)
    if (!licence.replace(/[()]/g, '').split(' OR ').some((one) => ALLOWED.includes(one))) problems.push(`${names.join(', ')}: ${licence}`);
  const rows = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([licence, names]) => `| ${licence} | ${names.join(', ')} |`);
  return [`## ${title}`, '', text, '', '| Licence | Packages |', '|---|---|', ...rows, ''].join('\n');
}

const product = nuget('src');
const tests = new Map([...nuget('tests'), ...nuget('bench')].filter(([name]) => !product.has(name)));
const page = [
  readFileSync(join(ROOT, 'scripts/licences.md'), 'utf8'),
  section('The service and its client', 'NuGet packages that are built into them, with what those need.', product),
  section('The page', 'npm packages that browsers load.', npm('src/Web/package-lock.json', false)),
  section('Building and testing', 'In nothing that is distributed, except for the storage emulator (azurite) in the image of the one-machine host.',
    tests, npm('src/Web/package-lock.json', true), npm('package-lock.json', true), npm('bench/Peers/package-lock.json', false)),
].join('\n');

if (problems.length > 0) {
  console.error(`Licences that nobody has looked at (scripts/licences.mjs, ALLOWED):\n${problems.join('\n')}`);
  process.exitCode = 1;
} else if (!process.argv.includes('--check')) {
  writeFileSync(PAGE, page);
} else if (!existsSync(PAGE) || readFileSync(PAGE, 'utf8') !== page) {
  console.error('docs/licences.md is out of date: node scripts/licences.mjs');
  process.exitCode = 1;
}
