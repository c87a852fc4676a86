// What matrix-hookshot 7.4 makes of a post to a generic hook that waits: its libraries in its order, without Matrix.
//   node hookshot.mjs NODE_MODULES HOOKS
// HOOKS is JSON, {"NAME": "SCRIPT or empty", …}; each answers at /webhook/NAME. The first line of standard output is the port; then each
// post is a line of JSON, the content of the event that it becomes, or null.
import { createRequire } from 'node:module';

const [, , modules, table] = process.argv;
const need = createRequire(modules + '/');
const express = need('express');
const { parseStringPromise } = need('xml2js');
const markdown = new (need('markdown-it'))();
const { newQuickJSWASMModule, shouldInterruptAfterDeadline } = need('quickjs-emscripten');

const quickjs = await newQuickJSWASMModule();
const hooks = new Map(Object.entries(JSON.parse(table)));

/** The global `result` that the script leaves. */
function result(script, data) {
  const context = quickjs.newContext();
  context.runtime.setInterruptHandler(shouldInterruptAfterDeadline(Date.now() + 500));
  try {
    context.setProp(context.global, 'HookshotApiVersion', context.newString('v2'));
    const run = context.evalCode(`const data = ${JSON.stringify(data)};\n(() => { ${script} })();`);
    context.unwrapResult(run).dispose();
    const handle = context.getProp(context.global, 'result');
    const value = context.dump(handle);
    handle.dispose();
    return value;
  } finally {
    context.dispose();
  }
}

/** What a script wants posted, and what the sender is to be told. */
function transformed(script, data) {
  const given = result(script, data);
  if (typeof given === 'string') return { message: { plain: `Received webhook: ${given}` } };
  if (typeof given !== 'object') return { message: { plain: 'No content' } };
  return { message: given.empty ? undefined : given, answer: given.webhookResponse };
}

/** Without a script. */
function written(data) {
  if (typeof data === 'string') return { plain: `Received webhook data: ${data}` };
  const message = typeof data?.text === 'string'
    ? { plain: data.text }
    : { plain: `Received webhook data:\n\n\`\`\`json\n\n${JSON.stringify(data, null, 2)}\n\n\`\`\``, html: 'a dump' };
  if (typeof data?.html === 'string') message.html = data.html;
  if (typeof data?.username === 'string') {
    message.plain = `**${data.username}**: ${message.plain}`;
    if (message.html) message.html = `<strong>${data.username}</strong>: ${message.html}`;
  }
  return message;
}

function content({ plain, html, msgtype, mentions }) {
  return {
    msgtype: msgtype || 'm.notice',
    body: plain,
    formatted_body: html || markdown.render(plain).trim(),
    'm.mentions': mentions ?? {},
  };
}

async function xml(request, response, next) {
  if (typeof request.body !== 'string') return next();
  request.body = await parseStringPromise(request.body);
  next();
}

const app = express();
app.all(
  '/webhook/:name',
  express.text({ type: ['*/xml', '+xml'] }),
  xml,
  express.urlencoded({ extended: false }),
  express.json(),
  express.text({ type: 'text/*' }),
  (request, response) => {
    const script = hooks.get(request.params.name);
    if (script === undefined) return response.status(404).send({ ok: false, error: 'Webhook not found' });
    const data = request.method === 'GET' ? request.query : request.body;
    const { message, answer } = script ? transformed(script, data) : { message: written(data) };
    console.log(JSON.stringify(message ? content(message) : null));
    if (answer?.contentType) response.contentType(answer.contentType);
    response.status(answer?.statusCode ?? 200).send(answer?.body ?? { ok: true });
  });
const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
