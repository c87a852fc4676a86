// The plain HTTP part of the client-server API, for what the clients themselves do not offer.
import crypto from 'node:crypto';

const LIMIT = 30_000;

/** One call. Answers {status, body}; a refusal of the server is an answer, not an error. */
export async function call(baseUrl, method, path, token, body) {
  const answer = await fetch(baseUrl + path, {
    method,
    body: body === undefined || body === null ? undefined : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    signal: AbortSignal.timeout(LIMIT),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : {} };
}

/** Synapse's shared-secret registration: no login, so no stray device is made. */
export async function register(baseUrl, secret, user, password, admin = false) {
  const path = '/_synapse/admin/v1/register';
  const { body: { nonce } } = await call(baseUrl, 'GET', path);
  const words = [nonce, user, password, admin ? 'admin' : 'notadmin'].join('\0');
  const mac = crypto.createHmac('sha1', secret).update(words).digest('hex');
  const answer = await call(baseUrl, 'POST', path, undefined, { nonce, username: user, password, admin, mac, inhibit_login: true });
  if (answer.status !== 200) throw new Error(`register ${user}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body.user_id;
}
