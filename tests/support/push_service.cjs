// A push service for browsers, as strict as the real ones: it refuses what RFC 8030, 8188, 8291 and 8292 do not
// allow, and reads messages as the browser would. Tokens are verified by `jose`, messages decrypted by `http_ece`.
// A path such as /429/7 asks for that status and for Retry-After: 7.
//
// Its first line names a subscription's keys. Usage: node push_service.cjs CERTIFICATE KEY [VAPID_PUBLIC_KEY]
'use strict';
const crypto = require('crypto');
const fs = require('fs');
const http2 = require('http2');
const ece = require('http_ece');
const { jwtVerify, importJWK } = require('jose');

const [certificate, key, expected] = process.argv.slice(2);
const tell = (fields) => process.stdout.write(JSON.stringify(fields) + '\n');

const browser = crypto.createECDH('prime256v1');
browser.generateKeys();
const auth = crypto.randomBytes(16);
let origin;

// Whose message it is, by its token; throws for what a service answers with 401 or 403.
async function sender(header) {
  const [, token, point] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(header) || [];
  if (!token) throw new Error('no vapid');
  if (expected && point !== expected) throw new Error('the subscription is for another key');
  const bytes = Buffer.from(point, 'base64url');
  if (bytes.length !== 65 || bytes[0] !== 4) throw new Error('no public key');
  const jwk = {
    kty: 'EC', crv: 'P-256', x: bytes.subarray(1, 33).toString('base64url'), y: bytes.subarray(33).toString('base64url'),
  };
  const { payload } = await jwtVerify(token, await importJWK(jwk, 'ES256'), { algorithms: ['ES256'], audience: origin });
  const left = payload.exp - Date.now() / 1000;
  if (!(left > 0 && left <= 24 * 3600)) throw new Error(`valid for ${left} s`);
  if (!/^(mailto:|https:)/.test(payload.sub)) throw new Error(`subject ${payload.sub}`);
  return { token, subject: payload.sub };
}

function fault(headers, body) {
  if (!/^\d+$/.test(headers.ttl ?? '')) return 'no TTL';
  if (headers.topic !== undefined && !/^[\w-]{1,32}$/.test(headers.topic)) return `topic ${headers.topic}`;
  if (!/^(very-low|low|normal|high)$/.test(headers.urgency ?? 'normal')) return `urgency ${headers.urgency}`;
  if (headers['content-encoding'] !== 'aes128gcm') return 'encoding';
  if (body.length > 4096) return `${body.length} bytes`;
  return '';
}

const sessions = new Set();
async function answer(request, body) {
  const headers = request.headers;
  sessions.add(request.socket.remotePort);
  const seen = {
    http: request.httpVersion, connections: String(sessions.size), ttl: String(headers.ttl), topic: String(headers.topic),
    urgency: String(headers.urgency), bytes: String(body.length), fault: fault(headers, body),
  };
  if (seen.fault) return [400, seen];
  try {
    Object.assign(seen, await sender(String(headers.authorization)));
  } catch (error) {
    return [403, { ...seen, fault: error.message }];
  }
  try {
    const text = ece.decrypt(body, { version: 'aes128gcm', privateKey: browser, authSecret: auth.toString('base64url') });
    Object.assign(seen, { text: text.toString(), salt: body.subarray(0, 16).toString('hex') });
  } catch (error) {
    seen.fault = error.message; // only the browser would notice
  }
  const [, status, after] = request.url.split('?')[0].split('/');
  return [Number(status || 201), seen, after];
}

const server = http2.createSecureServer(
  { cert: fs.readFileSync(certificate), key: fs.readFileSync(key), allowHTTP1: true },
  (request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const [status, seen, after] = await answer(request, Buffer.concat(chunks));
      tell(seen);
      response.writeHead(status, after ? { 'retry-after': after } : {});
      response.end(status < 300 ? undefined : JSON.stringify({ code: status, message: seen.fault || 'as asked for' }));
    });
  });
server.listen(0, '127.0.0.1', () => {
  origin = `https://localhost:${server.address().port}`;
  tell({
    port: String(server.address().port),
    keys: JSON.stringify({ p256dh: browser.getPublicKey('base64url'), auth: auth.toString('base64url') }),
  });
});
