// A certified provider of OpenID Connect in the place of a broker of cards and e-identifications, for tests: who signs in writes the
// HSA-id that the card would have told, or the personal number. `node provider.js PORT ANSWERED_AT`: port 0 takes a free one, and the address is printed once it answers;
// ANSWERED_AT is where browsers are led back to.
import { createServer } from 'node:http';

import { Provider } from 'oidc-provider';

const [port, answeredAt] = process.argv.slice(2);
const CARD = '/show-card/';
const PERSONAL_NUMBER = 'https://id.oidc.se/claim/personalIdentityNumber';

const configuration = {
  clients: [
    {
      client_id: 'fyren',
      client_secret: 'a secret of the tests alone',
      redirect_uris: [answeredAt],
      response_types: ['code'],
      grant_types: ['authorization_code'],
    },
  ],
  cookies: { keys: ['of the tests alone'] },
  // Both stand in the identity token, as brokers tell them; Fyren looks at the one that it is set up for.
  claims: { openid: ['sub', 'employeeHsaId', PERSONAL_NUMBER] },
  conformIdTokenClaims: false,
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, employeeHsaId: id, [PERSONAL_NUMBER]: id }) }),
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, { uid }) => CARD + uid },
  // Whoever shows a card has agreed to what Fyren is told.
  loadExistingGrant: async ({ oidc }) => {
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope('openid');
    await grant.save();
    return grant;
  },
};

const PAGE = `<!doctype html><html lang="sv"><meta charset="utf-8"><title>Visa kortet</title>
<main><h1>Visa kortet</h1><form method="post"><p><label>HSA-id på kortet <input name="card" autocomplete="off"></label></p>
<button>Visa</button> <button name="gives-up" value="1">Avbryt</button></form></main></html>`;

async function showCard(provider, request, response) {
  if (request.method === 'GET') {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    return response.end(PAGE);
  }
  let body = '';
  for await (const part of request) body += part;
  const form = new URLSearchParams(body);
  const outcome = form.has('gives-up')
    ? { error: 'access_denied', error_description: 'the user gave up' }
    : { login: { accountId: form.get('card') ?? '', remember: false } };
  return provider.interactionFinished(request, response, outcome, { mergeWithLastSubmission: false });
}

const server = createServer();
server.listen(Number(port), '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, configuration);
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url.startsWith(CARD)) return answer(request, response);
    showCard(provider, request, response).catch((error) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  console.log(issuer);
});
