// Firebase Cloud Messaging and Google's giver of access tokens, as strict as the real ones. Assertions are verified by
// `jose` with the public key of the service account.
//
// The registration token of a device says how it is answered: "410.UNREGISTERED" asks for status 410 and that error
// code, "429.QUOTA_EXCEEDED.7" also for Retry-After: 7; a few names stand for answers of special forms. In the same
// way /token/503.unavailable.7 refuses an access token, and /token/NAME answers something odd.
//
// Usage: node fcm_service.cjs CERTIFICATE KEY PUBLIC_KEY
'use strict';
const fs = require('fs');
const http2 = require('http2');
const { jwtVerify, importSPKI } = require('jose');

const [certificate, key, account] = process.argv.slice(2);
const tell = (fields) => process.stdout.write(JSON.stringify(fields) + '\n');
const publicKey = importSPKI(fs.readFileSync(account, 'utf8'), 'RS256');
const scope = 'https://www.googleapis.com/auth/firebase.messaging';

let origin;
let given = 0; // access tokens so far; the last one alone is good
const goodToken = () => `ya29.c.${given}`;

const fcmError = (status, code, message, details = []) => ({
  error: {
    code: status, message, status: code === 'UNREGISTERED' ? 'NOT_FOUND' : code,
    details: [{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode: code }, ...details],
  },
});

async function giveToken(request, body) {
  const form = new URLSearchParams(body);
  const seen = { what: 'token', fault: '' };
  try {
    if (request.headers['content-type'] !== 'application/x-www-form-urlencoded') throw new Error('content type');
    if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') throw new Error('grant type');
    const { payload, protectedHeader } = await jwtVerify(form.get('assertion'), await publicKey, {
      algorithms: ['RS256'], audience: origin + request.url, issuer: 'usher@example-shop.iam.gserviceaccount.com',
    });
    if (payload.scope !== scope) throw new Error(`scope ${payload.scope}`);
    if (protectedHeader.kid !== 'key-1') throw new Error(`kid ${protectedHeader.kid}`);
    if (payload.exp - payload.iat > 3600 || payload.iat > Date.now() / 1000 + 60) throw new Error('times');
  } catch (error) {
    seen.fault = error.message;
    return [400, seen, { error: 'invalid_grant', error_description: error.message }];
  }
  const odd = request.url.split('/')[2];
  const refused = /^(\d+)\.(\w+)(?:\.(\d+))?$/.exec(odd ?? '');
  if (refused) return [Number(refused[1]), seen, { error: refused[2] }, refused[3]];
  if (odd === 'garbage') return [200, seen, '<html>Sign in to the hotel</html>'];
  if (odd === 'header') return [200, seen, { access_token: 'a\r\nX-Evil: 1', expires_in: 3599, token_type: 'Bearer' }];
  if (odd === 'empty') return [200, seen, { access_token: '', expires_in: 3599 }];
  if (odd === 'text') return [200, seen, { access_token: 'a', expires_in: 'soon' }];
  if (odd === 'huge') return [200, seen, { access_token: 'x'.repeat(1e6), expires_in: 3599 }];
  if (odd === 'silence') return [0, seen];
  given += 1;
  return [200, seen, { access_token: goodToken(), expires_in: 3599, token_type: 'Bearer' }];
}

const only = (object, names) => {
  for (const name of Object.keys(object)) if (!names.includes(name)) throw new Error(`unknown field ${name}`);
};
const texts = (object) => {
  for (const value of Object.values(object)) if (typeof value !== 'string') throw new Error('not a text');
};

// Throws for what the API answers with INVALID_ARGUMENT.
function check(message) {
  only(message, ['token', 'data', 'notification', 'android', 'apns', 'webpush']);
  if (typeof message.token !== 'string' || message.token === '') throw new Error('token');
  texts(message.data);
  for (const name of Object.keys(message.data)) {
    if (name === 'from' || name === 'message_type' || /^(google|gcm)/.test(name)) throw new Error(`data ${name}`);
  }
  if (message.notification) {
    only(message.notification, ['title', 'body', 'image']);
    texts(message.notification);
  }
  only(message.android, ['collapse_key', 'priority', 'ttl', 'notification']);
  if (!/^(HIGH|NORMAL)$/.test(message.android.priority)) throw new Error('priority');
  const ttl = /^(\d+)s$/.exec(message.android.ttl);
  if (!ttl || Number(ttl[1]) > 2419200) throw new Error('ttl');
  if (message.android.notification) only(message.android.notification, ['tag']);
  only(message.apns, ['headers', 'payload']);
  texts(message.apns.headers);
  if (Buffer.byteLength(message.apns.headers['apns-collapse-id'] ?? '') > 64) throw new Error('collapse id');
  only(message.webpush, ['headers', 'notification', 'fcm_options']);
  texts(message.webpush.headers);
  if (message.webpush.fcm_options && !message.webpush.fcm_options.link.startsWith('https://')) throw new Error('link');
  if (Buffer.byteLength(JSON.stringify([message.data, message.notification])) > 4096) throw new Error('too big');
}

function takeMessage(request, body) {
  const seen = { what: 'message', path: request.url, http: request.httpVersion, body, fault: '', bearer: '' };
  seen.bearer = String(request.headers.authorization);
  if (seen.bearer !== `Bearer ${goodToken()}`) {
    return [401, seen, { error: { code: 401, message: 'Request had invalid credentials.', status: 'UNAUTHENTICATED' } }];
  }
  let message;
  try {
    ({ message } = JSON.parse(body));
    check(message);
  } catch (error) {
    seen.fault = error.message;
    return [400, seen, fcmError(400, 'INVALID_ARGUMENT', error.message)];
  }
  const asked = /^(\d+)\.(\w+)(?:\.(\d+))?$/.exec(message.token);
  if (asked) return [Number(asked[1]), seen, fcmError(Number(asked[1]), asked[2], 'as asked for'), asked[3]];
  switch (message.token) {
    case 'malformed':
      return [400, seen, fcmError(400, 'INVALID_ARGUMENT', 'The registration token is not a valid FCM registration token')];
    case 'malformed-field':
      return [400, seen, fcmError(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.', [{
        '@type': 'type.googleapis.com/google.rpc.BadRequest',
        fieldViolations: [{ field: 'message.token', description: 'Invalid registration token' }],
      }])];
    case 'plain-404':
      return [404, seen, { error: { code: 404, message: 'Requested entity was not found.', status: 'NOT_FOUND' } }];
    case 'revoked':
      given += 1; // what was given before is good no more
      return [401, seen, { error: { code: 401, status: 'UNAUTHENTICATED' } }];
    case 'hotel':
      return [200, seen, '<html>Sign in to the hotel</html>'];
    case 'odd-types':
      return [400, seen, { error: { code: [], status: 7, message: {}, details: [1, null, { fieldViolations: 'x' }, { fieldViolations: [0] }] } }];
    case 'deep':
      return [400, seen, '['.repeat(60000)];
    case 'huge':
      return [503, seen, 'x'.repeat(3e6)];
    case 'silence':
      return [0, seen];
    default:
      return [200, seen, { name: `projects/example-shop/messages/${message.token}` }];
  }
}

const server = http2.createSecureServer(
  { cert: fs.readFileSync(certificate), key: fs.readFileSync(key), allowHTTP1: true },
  (request, response) => {
    const chunks = [];
    request.on('error', () => {});
    response.on('error', () => {});
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const body = Buffer.concat(chunks).toString();
      const serve = request.url.startsWith('/token') ? giveToken : takeMessage;
      const [status, seen, text, after] = await serve(request, body);
      tell(seen);
      if (status === 0) return;
      response.writeHead(status, { 'content-type': 'application/json', ...(after && { 'retry-after': after }) });
      response.end(typeof text === 'string' ? text : JSON.stringify(text));
    });
  });
server.on('sessionError', () => {});
server.listen(0, '127.0.0.1', () => {
  origin = `https://localhost:${server.address().port}`;
  tell({ port: String(server.address().port) });
});
