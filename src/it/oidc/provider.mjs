// An OpenID provider in the place of Authelia, with the one client that was rendered for Authelia.
//
// node provider.mjs MODULES SETTINGS
//
// MODULES is the folder node_modules with oidc-provider; SETTINGS a JSON file: {issuer, port, key: PEM of RSA, client: the entry of configuration.yml, people: {login: claims}}.
// Whoever names a login of people is let in, with any password. Says "listening" when it serves on loopback.
import { createPrivateKey, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, settings] = process.argv.slice(2);
const { Provider } = await import(pathToFileURL(join(modules, 'oidc-provider/lib/index.js')).href);
const { issuer, port, key, client, people } = JSON.parse(readFileSync(settings, 'utf8'));

/** Whether it is the secret of this digest: $pbkdf2-sha512$rounds$salt$hash, base64 with a dot in place of the plus. */
function belongs(secret, digest) {
  const [, kind, rounds, salt, hash] = digest.split('$');
  const bytes = (text) => Buffer.from(text.replaceAll('.', '+'), 'base64');
  const wanted = bytes(hash);
  const found = pbkdf2Sync(secret, bytes(salt), Number(rounds), wanted.length, kind.replace('pbkdf2-', ''));
  return timingSafeEqual(found, wanted);
}

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: client.client_id,
      client_name: client.client_name,
      client_secret: client.client_secret,
      redirect_uris: client.redirect_uris,
      grant_types: client.grant_types,
      response_types: client.response_types,
      scope: client.scopes.join(' '),
      token_endpoint_auth_method: client.token_endpoint_auth_method,
    },
  ],
  scopes: ['openid', 'profile', 'email', 'groups'],
  claims: {
    openid: ['sub'],
    profile: ['name', 'preferred_username'],
    email: ['email', 'email_verified'],
    groups: ['groups'],
  },
  jwks: { keys: [{ ...createPrivateKey(key).export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
  cookies: { keys: ['of this test'] },
  findAccount: (ctx, sub) => people[sub] && { accountId: sub, claims: () => ({ sub, ...people[sub] }) },
});
// Like Authelia, it knows the digest of the secret only.
provider.Client.prototype.compareClientSecret = function compareClientSecret(secret) {
  return belongs(secret, this.clientSecret);
};
// It stands behind nginx.
provider.proxy = true;
provider.on('server_error', (ctx, error) => console.log(error));
provider.on('grant.error', (ctx, error) => console.log(`token: ${error.message}, ${error.error_description}`));
provider.listen(port, '127.0.0.1', () => console.log('listening'));
