// Many clients in one process, driven by lines of JSON: {"id":1,"do":"text","as":"alice",…} is answered by {"id":1,"ok":…} or
// {"id":1,"error":"…"}. Commands run at once, so several may wait side by side. The process ends with its standard input.
import readline from 'node:readline';
import { readFile, uploadFile } from './files.mjs';
import { call, register } from './http.mjs';
import { Machine } from './machine.mjs';
import { Oracle } from './oracle.mjs';

const clients = new Map();
const held = new Map();
let nextHeld = 1;

const oracle = q => named(q, Oracle);
const machine = q => named(q, Machine);

function named(q, kind) {
  const client = clients.get(q.as);
  if (client instanceof kind) return client;
  throw new Error(`no ${kind.name} "${q.as}" here`);
}

function keep(q, client) {
  if (clients.has(q.as)) throw new Error(`"${q.as}" is taken`);
  clients.set(q.as, client);
  return { user: client.id, device: client.device };
}

const verifications = [];

/** What becomes of a verification: the names shown, or why it failed. */
function compare({ request, asks, agree }, client) {
  const held = verifications[request];
  let shown = '';
  held.end = client.verify(held.request, asks, agree, names => { shown = names; }).then(
    () => ({ shown, error: '' }),
    e => ({ shown, error: String(e?.message ?? e), code: held.request.cancellationCode ?? '' }));
}

function release(q) {
  const requests = held.get(q.held);
  if (!requests) throw new Error(`nothing held under ${q.held}`);
  return requests;
}

/** The test for the event that a question describes; what it leaves out does not matter. */
function fits({ body, prefix, sender, event, type, replyTo, replaces, thread }) {
  return e => {
    const { 'm.relates_to': relates = {}, body: text } = e.content;
    return (body === undefined || text === body)
      && (prefix === undefined || text?.startsWith(prefix))
      && (sender === undefined || e.sender === sender)
      && (event === undefined || e.id === event)
      && (type === undefined || e.type === type)
      && (replyTo === undefined || relates['m.in_reply_to']?.event_id === replyTo)
      && (replaces === undefined || (relates.rel_type === 'm.replace' && relates.event_id === replaces))
      && (thread === undefined || (relates.rel_type === 'm.thread' && relates.event_id === thread));
  };
}

const wanted = ({ room, as, id, do: what, timeout, ...rest }) => JSON.stringify(rest);
const relation = e => e.getWireContent()['m.relates_to'] ?? e.getContent()['m.relates_to'];
const ofSdk = e => ({
  id: e.getId(),
  sender: e.getSender(),
  type: e.getType(),
  content: { ...e.getContent(), ...(relation(e) && { 'm.relates_to': relation(e) }) },
});
const ofWire = e => ({ id: e.event_id, sender: e.sender, type: e.type, content: e.content });

/** All that a test may want to know about an event an Oracle holds. */
async function described(client, e) {
  const device = await client.senderDevice(e);
  const shield = await client.shield(e);
  return {
    ...ofSdk(e),
    wireType: e.getWireType(),
    session: e.getWireContent().session_id,
    ts: e.getTs(),
    colour: shield?.shieldColour,
    reason: shield?.shieldReason,
    device,
    signedByOwner: device !== undefined && (await client.trust(e.getSender(), device))?.signedByOwner === true,
    failure: e.isDecryptionFailure() ? e.decryptionFailureReason : undefined,
  };
}

/** Sends a question `count` times, one after the other, and takes the time until an event that fits is decrypted at `reader`. */
async function roundTrips(sender, reader, { room, body, count, timeout }, answers) {
  const times = [];
  for (let n = 0; n < count; n++) {
    const text = `${body} ${n}`;
    const start = performance.now();
    const sent = await sender.send(room, { msgtype: 'm.text', body: text });
    await reader.seen(room, e => answers(ofSdk(e), sent), `round trip ${n}`, timeout);
    times.push(performance.now() - start);
  }
  return times;
}

const commands = {
  // the server
  register: q => register(q.base, q.secret, q.user, q.password, q.admin),
  http: q => call(q.base, q.method, q.path, q.token, q.body),

  // both kinds of client
  crossSign: q => clients.get(q.as).crossSign(q.again),
  join: q => clients.get(q.as).join(q.room),
  send: q => clients.get(q.as).send(q.room, q.content, q.type),
  text: q => clients.get(q.as).send(q.room, { msgtype: 'm.text', body: q.body }),
  stop: q => {
    clients.get(q.as).stop();
    clients.delete(q.as);
  },

  // Oracle
  login: async q => keep(q, await Oracle.login(q.base, q.user, q.password, q)),
  session: q => oracle(q).session,
  api: q => oracle(q).api(q.method, q.path, q.body),
  secretStorage: q => oracle(q).secretStorage(),
  recover: q => oracle(q).recover(q.key),
  uploadFile: q => uploadFile(oracle(q), Buffer.from(q.data, 'base64')),
  readFile: async q => Buffer.from(await readFile(oracle(q), q.file)).toString('base64'),
  redact: async q => (await oracle(q).client.redactEvent(q.room, q.event)).event_id,
  restoreBackup: q => oracle(q).restoreBackup(),
  importKeys: q => oracle(q).importKeys(q.file, q.passphrase),
  exportKeys: q => oracle(q).exportKeys(q.passphrase),
  createRoom: q => oracle(q).createRoom(q.options),
  openDirect: q => oracle(q).openDirect(q.user, q.options),
  invite: async q => void (await oracle(q).client.invite(q.room, q.user)),
  leave: async q => void (await oracle(q).client.leave(q.room)),
  membership: q => oracle(q).membership(q.room, q.user),
  untilMembership: q => oracle(q).until(q.room, q.user, q.membership, q.timeout),
  seen: async q => {
    const client = oracle(q);
    const match = fits(q);
    return described(client, await client.seen(q.room, e => match(ofSdk(e)), wanted(q), q.timeout));
  },
  events: q => Promise.all(oracle(q).events(q.room).map(e => described(oracle(q), e))),
  history: async q => {
    const client = oracle(q);
    return Promise.all((await client.history(q.room)).map(e => described(client, e)));
  },
  tally: async q => {
    const events = await oracle(q).history(q.room);
    const answers = events.map(ofSdk).filter(fits({ sender: q.sender, prefix: q.prefix }));
    const to = e => e.content['m.relates_to']?.['m.in_reply_to']?.event_id ?? '';
    return {
      answers: Object.entries(Object.groupBy(answers, to)).map(([trigger, found]) => ({ trigger, count: found.length })),
      unreadable: events.filter(e => e.isDecryptionFailure()).map(e => `${e.getId()} of ${e.getSender()}: ${e.decryptionFailureReason}`),
    };
  },
  ledger: async q => (await oracle(q).history(q.room))
    .filter(e => e.getType() === 'm.room.message' || e.isDecryptionFailure() || e.getType() === 'm.room.encrypted')
    .map(e => ({
      id: e.getId(),
      sender: e.getSender(),
      ts: e.getTs(),
      replyTo: relation(e)?.['m.in_reply_to']?.event_id ?? '',
      body: e.isDecryptionFailure() ? '' : e.getContent().body ?? '',
      failure: e.isDecryptionFailure() ? e.decryptionFailureReason ?? 'unknown' : '',
    })),
  sentAt: async q => {
    const { body } = await oracle(q).api('GET', `/_matrix/client/v3/rooms/${encodeURIComponent(q.room)}/messages?dir=b&limit=1000`);
    return body.chunk.filter(e => e.sender === q.sender && e.type === 'm.room.encrypted').map(e => e.origin_server_ts).reverse();
  },
  undecryptable: q => oracle(q).undecryptable(q.room),
  trust: q => oracle(q).trust(q.user, q.device),
  devices: q => oracle(q).devices(q.user),
  withholdFromUnverified: q => {
    oracle(q).crypto.globalBlacklistUnverifiedDevices = true;
  },
  ring: async q => verifications.push({ request: await oracle(q).ring(q.user, q.device, q.room) }) - 1,
  rung: async q => verifications.push({ request: await oracle(q).rung(q.timeout) }) - 1,
  compare: q => compare(q, oracle(q)),
  compared: q => verifications[q.request].end,
  isolate: q => oracle(q).isolate(q.onlySigned),
  discardSession: q => oracle(q).crypto.forceDiscardSession(q.room),
  answerTimes: q => roundTrips(oracle(q), oracle(q), q, (e, sent) => e.sender === q.sender && fits({ replyTo: sent })(e)),
  floorTimes: q => roundTrips(oracle(q), oracle({ as: q.reader }), q, (e, sent) => e.id === sent && e.type === 'm.room.message'),

  // Machine
  machine: async q => keep(q, await Machine.login(q.base, q.user, q.password)),
  machineApi: q => machine(q).api(q.method, q.path, q.body),
  machineLeave: async q => void (await machine(q).leave(q.room)),
  sync: q => machine(q).sync(q.timeout),
  rotate: q => machine(q).rotate(q.room),
  hold: async q => {
    const handle = nextHeld++;
    held.set(handle, await machine(q).shares(q.room));
    return handle;
  },
  perform: async q => {
    for (const request of release(q)) await machine(q).perform(request);
    return release(q).length;
  },
  addressed: q => release(q).map(request => machine(q).addressed(request, q.user, q.device)).find(content => content) ?? null,
  spoil: async q => {
    for (const request of release(q)) {
      await machine(q).spoil(request, q.user, q.device);
      await machine(q).pretend(request);
    }
  },
  encrypt: q => machine(q).encrypt(q.room, q.content, q.type),
  put: q => machine(q).put(q.room, q.content, q.type),
  toDeviceRaw: async q => void (await machine(q).toDeviceRaw(q.type, q.user, q.device, q.content)),
  machineSeen: async q => {
    const match = fits(q);
    return ofWire(await machine(q).seen(q.room, e => match(ofWire(e)), wanted(q), q.timeout));
  },
  received: q => machine(q).received(q.type, q.timeout),
  wire: q => machine(q).rooms[q.room] ?? [],
};

function answer(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function run(line) {
  const question = JSON.parse(line);
  const { id, do: what } = question;
  try {
    if (!Object.hasOwn(commands, what)) throw new Error(`unknown command ${what}`);
    answer({ id, ok: (await commands[what](question)) ?? null });
  } catch (e) {
    answer({ id, error: `${what} as ${question.as}: ${e.message ?? e}` });
  }
}

process.on('unhandledRejection', e => process.stderr.write(`unhandled in the SDK: ${e?.stack ?? e}\n`));
const lines = readline.createInterface({ input: process.stdin, terminal: false });
lines.on('line', run);
lines.on('close', () => process.exit(0));
answer({ id: 0, ok: 'ready' });
