// The low-level client: one device on the Rust OlmMachine, whose every request the test sends, holds, repeats or spoils by hand.
import * as W from '@matrix-org/matrix-sdk-crypto-wasm';
import { call } from './http.mjs';
import { until } from './wait.mjs';

await W.initAsync();

const T = W.RequestType;
const userId = user => new W.UserId(user);
const enc = encodeURIComponent;
const SYNC_FILTER = enc(JSON.stringify({ room: { timeline: { limit: 200 } }, presence: { types: [] } }));

const ROUTES = {
  [T.KeysUpload]: ['POST', () => 'v3/keys/upload'],
  [T.KeysQuery]: ['POST', () => 'v3/keys/query'],
  [T.KeysClaim]: ['POST', () => 'v3/keys/claim'],
  [T.SignatureUpload]: ['POST', () => 'v3/keys/signatures/upload'],
  [T.ToDevice]: ['PUT', r => `v3/sendToDevice/${enc(r.event_type)}/${enc(r.txn_id)}`],
};

export class Machine {
  static async login(baseUrl, user, password) {
    const m = new Machine();
    m.baseUrl = baseUrl;
    const login = await m.api('POST', 'v3/login', { type: 'm.login.password', identifier: { type: 'm.id.user', user }, password });
    m.token = login.access_token;
    m.id = login.user_id;
    m.device = login.device_id;
    m.toDevice = [];
    m.rooms = {};
    m.olm = await W.OlmMachine.initialize(userId(m.id), new W.DeviceId(m.device));
    await m.flush();
    return m;
  }

  stop() { this.olm.close(); }

  /** A call under /_matrix/client/; a refusal is an error. */
  async api(method, path, body) {
    const answer = await call(this.baseUrl, method, `/_matrix/client/${path}`, this.token, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Sends one request of the machine and tells it so. */
  async perform(request) {
    const [method, path] = ROUTES[request.type];
    const answer = await this.api(method, path(request), JSON.parse(request.body));
    if (request.id) await this.olm.markRequestAsSent(request.id, request.type, JSON.stringify(answer));
  }

  /** Tells the machine that a request was sent, although it was not. */
  pretend(request) { return this.olm.markRequestAsSent(request.id, request.type, '{}'); }

  async flush() {
    for (let round = 0; round < 5; round++) {
      const requests = await this.olm.outgoingRequests();
      if (!requests.length) return;
      for (const request of requests) await this.perform(request);
    }
  }

  async crossSign() {
    const made = await this.olm.bootstrapCrossSigning(true);
    if (made.uploadKeysRequest) await this.perform(made.uploadKeysRequest);
    await this.api('POST', 'v3/keys/device_signing/upload', JSON.parse(made.uploadSigningKeysRequest.body));
    await this.perform(made.uploadSignaturesRequest);
  }

  /** One sync step. To-device first, then the events of each room land in `rooms` as they came. */
  async sync(timeout = 0) {
    const since = this.since ? `&since=${enc(this.since)}` : '';
    const s = await this.api('GET', `v3/sync?timeout=${timeout}&filter=${SYNC_FILTER}${since}`);
    const lists = s.device_lists ?? {};
    const fallback = s.device_unused_fallback_key_types;
    const received = await this.olm.receiveSyncChanges(
      JSON.stringify(s.to_device?.events ?? []),
      new W.DeviceLists((lists.changed ?? []).map(userId), (lists.left ?? []).map(userId)),
      new Map(Object.entries(s.device_one_time_keys_count ?? {})),
      fallback && new Set(fallback));
    this.toDevice.push(...received.map(event => JSON.parse(event.rawEvent)));
    await this.flush();
    for (const [room, joined] of Object.entries(s.rooms?.join ?? {})) (this.rooms[room] ??= []).push(...joined.timeline.events);
    this.since = s.next_batch;
  }

  join(room) { return this.api('POST', `v3/join/${enc(room)}`, {}); }
  leave(room) { return this.api('POST', `v3/rooms/${enc(room)}/leave`, {}); }

  async members(room) { return Object.keys((await this.api('GET', `v3/rooms/${enc(room)}/joined_members`)).joined); }

  /** The to-device requests that carry the room key, not yet sent. */
  async shares(room) {
    const members = await this.members(room);
    const users = () => members.map(userId);
    await this.olm.updateTrackedUsers(users());
    await this.flush();
    const claim = await this.olm.getMissingSessions(users());
    if (claim) await this.perform(claim);
    return this.olm.shareRoomKey(new W.RoomId(room), users(), new W.EncryptionSettings());
  }

  async share(room) {
    for (const request of await this.shares(room)) await this.perform(request);
  }

  /** The next message of the room starts a new session. */
  rotate(room) { return this.olm.invalidateGroupSession(new W.RoomId(room)); }

  /** What a held to-device request has for one device: an encrypted Olm message. */
  addressed(request, user, device) { return JSON.parse(request.body).messages[user]?.[device]; }

  /** Sends what a held request has for one device, damaged in the middle: the receiver's Olm session is wedged. */
  async spoil(request, user, device) {
    const content = this.addressed(request, user, device);
    const box = Object.values(content.ciphertext)[0];
    const at = box.body.length >> 1;
    box.body = box.body.slice(0, at) + (box.body[at] === 'A' ? 'B' : 'A') + box.body.slice(at + 1);
    await this.toDeviceRaw('m.room.encrypted', user, device, content);
  }

  /** The encrypted content of a message, not sent. */
  async encrypt(room, content, type = 'm.room.message') {
    return JSON.parse(await this.olm.encryptRoomEvent(new W.RoomId(room), type, JSON.stringify(content)));
  }

  /** Sends content as it is: encrypted content, a replay, spoiled content. Answers the event id. */
  async put(room, content, type = 'm.room.encrypted') {
    return (await this.api('PUT', `v3/rooms/${enc(room)}/send/${enc(type)}/${crypto.randomUUID()}`, content)).event_id;
  }

  /** Any to-device event to one device, for example a broken Olm message. */
  toDeviceRaw(type, user, device, content) {
    return this.api('PUT', `v3/sendToDevice/${enc(type)}/${crypto.randomUUID()}`, { messages: { [user]: { [device]: content } } });
  }

  async send(room, content) {
    await this.share(room);
    return this.put(room, await this.encrypt(room, content));
  }

  /** An event with its content in clear, or undefined if this machine cannot read it. */
  async read(room, event) {
    if (event.type !== 'm.room.encrypted') return event;
    try {
      const clear = await this.olm.decryptRoomEvent(JSON.stringify(event), new W.RoomId(room), new W.DecryptionSettings(W.TrustRequirement.Untrusted));
      return { ...event, ...JSON.parse(clear.event), wire: event };
    } catch {
      return undefined;
    }
  }

  /** Syncs until a readable event of the room fits. */
  seen(room, fits, what, ms) {
    return until(async () => {
      await this.sync(500);
      for (const event of [...(this.rooms[room] ?? [])].reverse()) {
        const clear = await this.read(room, event);
        if (clear && fits(clear)) return clear;
      }
    }, `${what} in ${room}`, ms);
  }

  /** Syncs until a to-device event of this type (as the machine hands it out: decrypted where it was Olm) is there. */
  received(type, ms) {
    return until(async () => {
      await this.sync(500);
      return this.toDevice.find(event => event.type === type);
    }, `to-device ${type}, got ${this.toDevice.map(e => e.type)}`, ms);
  }
}
