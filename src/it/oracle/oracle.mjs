// A person with an independent Matrix client: matrix-js-sdk with its Rust cryptography, the SDK under Element Web.
import { OlmMachine } from '@matrix-org/matrix-sdk-crypto-wasm';
import * as sdk from 'matrix-js-sdk';
import { AllDevicesIsolationMode, CryptoEvent, decodeRecoveryKey, OnlySignedDevicesIsolationMode } from 'matrix-js-sdk/lib/crypto-api/index.js';
import { VerificationPhase, VerifierEvent } from 'matrix-js-sdk/lib/crypto-api/verification.js';
import { logger } from 'matrix-js-sdk/lib/logger.js';
import { call } from './http.mjs';
import { Bell, until } from './wait.mjs';

logger.setLevel?.('silent');
for (const level of ['log', 'debug', 'info', 'warn', 'error', 'trace']) console[level] = () => {}; // the SDK and its WASM part are chatty

const ENCRYPTION = { algorithm: 'm.megolm.v1.aes-sha2' };
const identifier = user => ({ type: 'm.id.user', user });

export class Oracle {
  #arrivals = new Bell();
  #rang = [];

  /**
   * Logs in (or goes on with `session`), and answers after the first sync. `store` names a database that survives a
   * restart of this client inside one process. `timeline` is how many events of a room one sync answer may carry.
   */
  static async login(baseUrl, user, password, { store, session, timeline = 100 } = {}) {
    const o = new Oracle();
    Object.assign(o, { baseUrl, user, password, store });
    if (store) await import('fake-indexeddb/auto');
    o.session = session
      ?? await sdk.createClient({ baseUrl }).loginRequest({ type: 'm.login.password', identifier: identifier(user), password });
    o.client = sdk.createClient({
      baseUrl,
      userId: o.session.user_id,
      deviceId: o.session.device_id,
      accessToken: o.session.access_token,
      cryptoCallbacks: {
        getSecretStorageKey: async ({ keys }) => o.recovery && [Object.keys(keys)[0], o.recovery.privateKey],
        cacheSecretStorageKey: () => {},
      },
    });
    await o.client.initRustCrypto(store ? { cryptoDatabasePrefix: store } : { useIndexedDB: false });
    o.crypto = o.client.getCrypto();
    o.client.on(CryptoEvent.VerificationRequestReceived, request => o.#rang.push(request));
    for (const event of [sdk.RoomEvent.Timeline, sdk.RoomEvent.LocalEchoUpdated, sdk.MatrixEventEvent.Decrypted]) {
      o.client.on(event, () => o.#arrivals.ring());
    }
    await o.client.startClient({ initialSyncLimit: timeline });
    await until(() => ['PREPARED', 'SYNCING'].includes(o.client.getSyncState()), 'first sync');
    return o;
  }

  get id() { return this.session.user_id; }
  get device() { return this.session.device_id; }

  stop() { this.client.stopClient(); }

  /** A bare API call with this client's token: {status, body}. */
  api(method, path, body) { return call(this.baseUrl, method, path, this.session.access_token, body); }

  /** Makes the three cross-signing keys. Synapse asks no password the first time (MSC3967). Answers what it asked for. */
  async crossSign(setupNewCrossSigning = false) {
    let asked = 'none';
    await this.crypto.bootstrapCrossSigning({
      setupNewCrossSigning,
      authUploadDeviceSigningKeys: async send => {
        try {
          await send(null);
        } catch (e) {
          asked = JSON.stringify(e.data?.flows);
          await send({ type: 'm.login.password', identifier: identifier(this.id), password: this.password, session: e.data.session });
        }
      },
    });
    return asked;
  }

  /** Makes secret storage and a key backup. Answers the recovery key people write down. */
  async secretStorage() {
    await this.crypto.bootstrapSecretStorage({
      setupNewKeyBackup: true,
      setupNewSecretStorage: true,
      createSecretStorageKey: async () => (this.recovery = await this.crypto.createRecoveryKeyFromPassphrase()),
    });
    return this.recovery.encodedPrivateKey;
  }

  /** Gets the identity back with the recovery key that somebody wrote down, and signs this device with it. */
  async recover(text) {
    this.recovery = { privateKey: decodeRecoveryKey(text) };
    await this.crypto.bootstrapCrossSigning({});
  }

  /** Takes all room keys over from the backup, whose key is in secret storage. Answers how many. */
  async restoreBackup() {
    await this.crypto.loadSessionBackupPrivateKeyFromSecretStorage();
    return (await this.crypto.restoreKeyBackup()).imported;
  }

  /** Takes over the room keys of a key file (its text). */
  async importKeys(file, passphrase) {
    await this.crypto.importRoomKeysAsJson(OlmMachine.decryptExportedRoomKeys(file, passphrase));
  }

  /** The text of a key file with all room keys of this client. */
  async exportKeys(passphrase) {
    return OlmMachine.encryptExportedRoomKeys(await this.crypto.exportRoomKeysAsJson(), passphrase, 500_000);
  }

  /** `settings` goes into m.room.encryption; the rest is createRoom's own (room_version, is_direct, name …). */
  async createRoom({ encrypted = true, invite = [], settings = {}, ...rest } = {}) {
    const initial_state = encrypted ? [{ type: 'm.room.encryption', state_key: '', content: { ...ENCRYPTION, ...settings } }] : [];
    const { room_id } = await this.client.createRoom({ preset: 'private_chat', invite, initial_state, ...rest });
    await until(() => this.client.getRoom(room_id), 'own room');
    return room_id;
  }

  /** Opens a direct chat as Element does: the room first, then m.direct. */
  async openDirect(user, options = {}) {
    const room = await this.createRoom({ ...options, is_direct: true, invite: [user] });
    const direct = this.client.getAccountData('m.direct')?.getContent() ?? {};
    await this.client.setAccountData('m.direct', { ...direct, [user]: [...(direct[user] ?? []), room] });
    return room;
  }

  async join(room) {
    await this.client.joinRoom(room);
    await until(() => this.client.getRoom(room)?.getMyMembership() === 'join', 'join');
  }

  membership(room, user) { return this.client.getRoom(room)?.getMember(user)?.membership ?? 'none'; }

  /** Waits until `user` has this membership in the room as this client knows it. */
  until(room, user, membership, ms) {
    return until(() => this.membership(room, user) === membership, `${user} ${membership} in ${room}`, ms);
  }

  /** Sends any message content; the SDK encrypts it where the room is encrypted. Answers the event id. */
  async send(room, content, type = 'm.room.message') { return (await this.client.sendEvent(room, type, content)).event_id; }

  /** The events this client holds of a room, oldest first, without its own that are still on their way. */
  events(room) {
    const held = this.client.getRoom(room)?.getLiveTimeline().getEvents() ?? [];
    return held.filter(event => event.getId()?.startsWith('$'));
  }

  /** Waits for an event that fits, decrypted. */
  seen(room, fits, what, ms) {
    const held = () => this.events(room).map(e => `${e.getSender()} ${e.getType()} ${JSON.stringify(e.getContent().body)}`).slice(-8).join(' | ');
    const readable = e => !e.isEncrypted() || (e.getClearContent() && !e.isDecryptionFailure());
    return this.#arrivals.wait(() => this.events(room).findLast(e => readable(e) && fits(e)), () => `${what} in ${room}, last seen: ${held()}`, ms);
  }

  undecryptable(room) {
    return this.events(room)
      .filter(e => e.isDecryptionFailure())
      .map(e => ({ id: e.getId(), sender: e.getSender(), reason: e.decryptionFailureReason }));
  }

  /** The room's whole history read from the server, oldest first, decrypted where this client can. */
  async history(room, pages = 40) {
    const raw = [];
    for (let from = ''; pages > 0; pages--) {
      const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/messages?dir=b&limit=500${from}`;
      const { status, body } = await this.api('GET', path);
      if (status !== 200) throw new Error(`history: ${status} ${JSON.stringify(body)}`);
      raw.push(...body.chunk);
      if (!body.end || !body.chunk.length) break;
      from = `&from=${encodeURIComponent(body.end)}`;
    }
    const events = raw.reverse().map(e => new sdk.MatrixEvent({ ...e, room_id: room }));
    for (const e of events) await this.client.decryptEventIfNeeded(e);
    return events;
  }

  /** {shieldColour: 0 none, 1 grey, 2 red; shieldReason}, null for an event that came in clear. */
  shield(event) { return this.crypto.getEncryptionInfoForEvent(event); }

  /** The device that encrypted an event, by its identity key. */
  async senderDevice(event) {
    const key = event.getSenderKey();
    const devices = (await this.crypto.getUserDeviceInfo([event.getSender()], true)).get(event.getSender());
    return [...(devices?.values() ?? [])].find(device => key && device.getIdentityKey() === key)?.deviceId;
  }

  async trust(user, device) {
    const s = await this.crypto.getDeviceVerificationStatus(user, device);
    return s && { verified: s.isVerified(), signedByOwner: s.signedByOwner, local: s.localVerified, crossSigned: s.crossSigningVerified };
  }

  async devices(user) {
    const devices = (await this.crypto.getUserDeviceInfo([user], true)).get(user);
    return [...(devices?.values() ?? [])].map(d => ({ id: d.deviceId, identity: d.getIdentityKey(), fingerprint: d.getFingerprint() }));
  }

  /** Whether this person excludes devices that their owner has not signed. */
  isolate(onlySigned) {
    this.crypto.setDeviceIsolationMode(onlySigned ? new OnlySignedDevicesIsolationMode() : new AllDevicesIsolationMode(false));
  }

  /** Drives one side of an emoji verification to its end; `tell` gets the seven names shown. */
  async verify(request, asks, agree, tell) {
    if (!asks) await request.accept();
    await until(() => request.phase >= VerificationPhase.Ready, 'verification ready');
    if (request.phase === VerificationPhase.Cancelled) throw new Error(`cancelled: ${request.cancellationCode}`);
    const verifier = asks ? await request.startVerification('m.sas.v1') : await until(() => request.verifier, 'verifier');
    const answer = sas => {
      tell(sas.sas.emoji?.map(e => e[1]).join(' ') ?? sas.sas.decimal.join(' '));
      if (agree) sas.confirm();
      else sas.mismatch();
    };
    verifier.on(VerifierEvent.ShowSas, answer);
    const early = verifier.getShowSasCallbacks();
    if (early) answer(early);
    await verifier.verify();
  }

  /** Asks somebody to compare emoji, in a room or device to device. */
  ring(user, device, room) {
    return room ? this.crypto.requestVerificationDM(user, room) : this.crypto.requestDeviceVerification(user, device);
  }

  /** The next request of somebody else. */
  rung(ms) { return until(() => this.#rang.shift(), 'a request to verify', ms); }
}
