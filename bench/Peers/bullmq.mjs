// One workload on BullMQ: node bullmq.mjs PORT JOBS SLOTS MILLISECONDS SAMPLES. With SAMPLES above 0 all jobs are there before the first
// one starts, and the run ends after so many. Prints times on the clock of CLOCK_MONOTONIC, in nanoseconds, as .NET's Stopwatch has them.
import { setTimeout as delay } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';

const [port, jobs, slots, milliseconds, samples] = process.argv.slice(2).map(Number);
const connection = { host: '127.0.0.1', port };
const now = () => Number(process.hrtime.bigint());

const queue = new Queue('bench', { connection });
const log = [];
const worker = new Worker(
  'bench',
  async () => {
    log.push([true, now()]);
    await delay(milliseconds);
    log.push([false, now()]);
  },
  { connection, concurrency: slots, autorun: false },
);
worker.on('error', (error) => {
  console.error(error);
  process.exit(1);
});
let ended = 0;
const completed = new Promise((resolve) => {
  worker.on('completed', () => {
    ended += 1;
    if (ended === (samples || jobs)) resolve(now());
  });
});
await worker.waitUntilReady();

if (!samples) worker.run();
const submitted = now();
await queue.addBulk(Array.from({ length: jobs }, (_, n) => ({ name: 'work', data: { user: `user-${n % 20}` } })));
if (samples) worker.run();
console.log(JSON.stringify({ submitted, completed: await completed, log }));
process.exit(0);
