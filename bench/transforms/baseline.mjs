// The sample scripts in the engine of matrix-hookshot, called as hookshot calls it: a new context for each call, interrupted
// after 500 ms, no limit of memory.   node baseline.mjs NODE_MODULES SAMPLES
// Each line of standard input, "NAME[,NAME…] MILLISECONDS", is answered with "CALLS CPU_MICROS WALL_MICROS"; "check"
// is answered with the names of the samples whose result is not the expected one, or "same".
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import fs from 'node:fs';

const [, , modules, samples] = process.argv;
const { getQuickJS, shouldInterruptAfterDeadline } = createRequire(modules + '/')('quickjs-emscripten');
const quickjs = await getQuickJS();

const NAMES = ['sonarr', 'kuma', 'grafana', 'table'];
const read = (kind, name, end) => fs.readFileSync(`${samples}/${kind}/${name}.${end}`, 'utf8');
const scripts = Object.fromEntries(NAMES.map((name) => [name, read('transforms', name, 'js')]));
const inputs = Object.fromEntries(NAMES.map((name) => [name, JSON.parse(read('inputs', name, 'json'))]));

const run = (name) => {
  const vm = quickjs.newContext();
  try {
    vm.runtime.setInterruptHandler(shouldInterruptAfterDeadline(Date.now() + 500));
    vm.setProp(vm.global, 'HookshotApiVersion', vm.newString('v2'));
    const ran = vm.evalCode(`const data = ${JSON.stringify(inputs[name])};\n(() => { ${scripts[name]} })();`);
    if (ran.error) throw new Error(JSON.stringify(vm.dump(ran.error)));
    ran.value.dispose();
    const result = vm.getProp(vm.global, 'result');
    const value = vm.dump(result);
    result.dispose();
    return value;
  } finally {
    vm.dispose();
  }
};

const measured = (names, millis) => {
  const wall = performance.now();
  const cpu = process.cpuUsage();
  let calls = 0;
  while (performance.now() - wall < millis || calls % names.length !== 0) run(names[calls++ % names.length]);
  const { user, system } = process.cpuUsage(cpu);
  const micros = Math.round((performance.now() - wall) * 1000);
  return `${calls} ${user + system} ${micros}`;
};

for await (const line of createInterface({ input: process.stdin })) {
  const [names, millis] = line.split(' ');
  if (names === 'check') {
    const wrong = NAMES.filter((name) => JSON.stringify(run(name)) !== read('expected', name, 'json'));
    console.log(wrong.length ? wrong.join(' ') : 'same');
  } else {
    console.log(measured(names.split(','), Number(millis)));
  }
}
