// Two people meet in a call, through a relay only: node call.mjs WS_URL KEY SECRET. Prints what the one heard from
// the other, and how many relays there were.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dispose, IceTransportType, Room, RoomEvent } from '@livekit/rtc-node';

const [url, key, secret] = process.argv.slice(2);
const NAME = 'a-call';
const LIMIT = 30_000;

const base64 = value => Buffer.from(value).toString('base64url');

function token(sub, video) {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: key, sub, nbf: now, iat: now, exp: now + 60, video };
  const text = `${base64(JSON.stringify({ alg: 'HS256', typ: 'JWT' }))}.${base64(JSON.stringify(claims))}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

/** Rooms are made by whoever guards the calls, never by a guest. */
async function makeRoom() {
  const answer = await fetch(`${url.replace(/^ws/, 'http')}/twirp/livekit.RoomService/CreateRoom`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token('test', { roomCreate: true })}` },
    body: JSON.stringify({ name: NAME }),
  });
  if (!answer.ok) throw new Error(`no room: ${answer.status} ${await answer.text()}`);
}

async function joined(who) {
  const room = new Room();
  const grants = { room: NAME, roomJoin: true, canPublish: true, canPublishData: true, canSubscribe: true };
  const rtcConfig = { iceTransportType: IceTransportType.TRANSPORT_RELAY, iceServers: [] };
  await room.connect(url, token(who, grants), { autoSubscribe: true, dynacast: false, rtcConfig });
  return room;
}

/** The ports at which a TURN server relays right now: open ones of its range; the range of media lies below. */
function relays() {
  return readFileSync('/proc/net/udp', 'utf8')
    .split('\n')
    .map(line => parseInt(line.match(/^ *\d+: 0100007F:([0-9A-F]{4})/)?.[1] ?? '0', 16))
    .filter(port => port >= 52000 && port <= 57999);
}

setTimeout(() => {
  console.log('nobody was heard in time');
  process.exit(1);
}, LIMIT);
await makeRoom();
const bob = await joined('bob');
const heard = new Promise(done =>
  bob.on(RoomEvent.DataReceived, payload => done(`heard: ${Buffer.from(payload)}`)));
const alice = await joined('alice');
await alice.localParticipant.publishData(Buffer.from('can you hear me?'), { reliable: true });
console.log(await heard);
console.log(`relays: ${relays().length}`);
await alice.disconnect();
await bob.disconnect();
await dispose();
process.exit(0);
