// Makes src/api/schema.ts, the types of the JSON, of docs/openapi.json.
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTypes, { astToString } from 'openapi-typescript';

const { components, ...document } = JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'));
for (const schema of Object.values(components.schemas)) {
  // Where a value may be missing, the member says so itself.
  if (schema.enum) schema.enum = schema.enum.filter((value) => value !== null);
}
const types = await openapiTypes({ ...document, paths: {}, components }, { enumValues: true });
writeFileSync(new URL('../src/api/schema.ts', import.meta.url), astToString(types));
