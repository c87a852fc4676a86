// Encrypted files, encrypted and decrypted by the Rust SDK's own code, on the homeserver's media store.
import { Attachment, EncryptedAttachment } from '@matrix-org/matrix-sdk-crypto-wasm';

const bearer = client => ({ authorization: `Bearer ${client.session.access_token}` });

async function answered(answer, what) {
  if (!answer.ok) throw new Error(`${what}: ${answer.status} ${await answer.text()}`);
  return answer;
}

/** Uploads the bytes encrypted. Answers the `file` of a message. */
export async function uploadFile(client, bytes) {
  const encrypted = Attachment.encrypt(bytes);
  const headers = { ...bearer(client), 'content-type': 'application/octet-stream' };
  const answer = await fetch(`${client.baseUrl}/_matrix/media/v3/upload`, { method: 'POST', headers, body: encrypted.encryptedData });
  const { content_uri: url } = await (await answered(answer, 'upload')).json();
  return { ...JSON.parse(encrypted.mediaEncryptionInfo), url };
}

/** Fetches the `file` of a message and decrypts it. */
export async function readFile(client, { url, ...info }) {
  const path = url.slice('mxc://'.length).split('/').map(encodeURIComponent).join('/');
  const answer = await fetch(`${client.baseUrl}/_matrix/client/v1/media/download/${path}`, { headers: bearer(client) });
  const bytes = new Uint8Array(await (await answered(answer, 'download')).arrayBuffer());
  return Attachment.decrypt(new EncryptedAttachment(bytes, JSON.stringify(info)));
}
