// The Apple Push Notification service, as strict as the real one: HTTP/2 alone, tokens verified by `jose`, headers and
// bodies held to what Apple documents.
//
// The device token says how it is answered: it is the hexadecimal form of "410 Unregistered", or with a third word of
// "503 ServiceUnavailable 7" for Retry-After: 7. Usage: node apns_service.cjs CERTIFICATE KEY PUBLIC_KEY
'use strict';
const fs = require('fs');
const http2 = require('http2');
const { jwtVerify, importSPKI } = require('jose');

const [certificate, key, provider] = process.argv.slice(2);
const tell = (fields) => process.stdout.write(JSON.stringify(fields) + '\n');
const publicKey = importSPKI(fs.readFileSync(provider, 'utf8'), 'ES256');

// Throws for what Apple answers with 403.
async function checkToken(header) {
  const [, token] = /^bearer ([\w.-]+)$/.exec(header ?? '') || [];
  if (!token) throw new Error('MissingProviderToken');
  let verified;
  try {
    verified = await jwtVerify(token, await publicKey, { algorithms: ['ES256'], issuer: 'DEF123GHIJ' });
  } catch {
    throw new Error('InvalidProviderToken');
  }
  if (verified.protectedHeader.kid !== 'ABC123DEFG') throw new Error('InvalidProviderToken');
  const age = Date.now() / 1000 - verified.payload.iat;
  if (!(age > -60 && age < 3600)) throw new Error('ExpiredProviderToken');
  return token;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
// What Apple answers with 400 or 413; '' if it is good.
function fault(headers, body) {
  if (!/^\/3\/device\/[0-9a-fA-F]+$/.test(headers[':path'])) return 'BadPath';
  if (!uuid.test(headers['apns-id'] ?? '')) return 'BadMessageId';
  if (headers['apns-topic'] !== 'com.example.shop') return 'BadTopic';
  if (!/^(alert|background)$/.test(headers['apns-push-type'] ?? '')) return 'InvalidPushType';
  if (!/^(5|10)$/.test(headers['apns-priority'] ?? '10')) return 'BadPriority';
  if (headers['apns-push-type'] === 'background' && headers['apns-priority'] !== '5') return 'BadPriority';
  if (!/^\d+$/.test(headers['apns-expiration'] ?? '0')) return 'BadExpirationDate';
  if (Buffer.byteLength(headers['apns-collapse-id'] ?? '') > 64) return 'BadCollapseId';
  if (body.length === 0) return 'PayloadEmpty';
  if (body.length > 4096) return 'PayloadTooLarge';
  const { aps } = JSON.parse(body);
  if (headers['apns-push-type'] === 'background' && aps['content-available'] !== 1) return 'no content-available';
  if (headers['apns-push-type'] === 'alert' && !aps.alert) return 'no alert';
  return '';
}

const server = http2.createSecureServer({ cert: fs.readFileSync(certificate), key: fs.readFileSync(key) });
let sessions = 0;
server.on('session', () => { sessions += 1; });
server.on('stream', (stream, headers) => {
  const chunks = [];
  stream.on('error', () => {});
  stream.on('data', (chunk) => chunks.push(chunk));
  stream.on('end', async () => {
    const body = Buffer.concat(chunks).toString();
    const seen = {
      sessions: String(sessions), path: headers[':path'], body, fault: fault(headers, body), token: '',
      id: String(headers['apns-id']), type: String(headers['apns-push-type']), priority: String(headers['apns-priority']),
      expiration: String(headers['apns-expiration']), collapse: String(headers['apns-collapse-id']),
    };
    let asked = Buffer.from(headers[':path'].split('/')[3] ?? '', 'hex').toString().split(' ');
    if (seen.fault) asked = ['400', seen.fault];
    try {
      seen.token = await checkToken(headers.authorization);
    } catch (error) {
      seen.fault = error.message;
      asked = ['403', error.message];
    }
    tell(seen);
    const [status, reason, after] = asked;
    const answer = { ':status': Number(status), 'apns-id': headers['apns-id'] };
    if (after) answer['retry-after'] = after;
    switch (reason) {
      case undefined:
      case '':
        return stream.respond(answer, { endStream: true });
      case 'silence':
        return undefined;
      case 'gone':
        return stream.session.destroy();
      case 'reset':
        return stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR);
      case 'huge':
        stream.respond(answer);
        return stream.end(Buffer.alloc(3e6, 'x'));
      case 'html':
        stream.respond(answer);
        return stream.end('<html>Bad gateway</html>');
      default:
        stream.respond({ ...answer, 'content-type': 'application/json' });
        return stream.end(JSON.stringify({ reason }));
    }
  });
});
server.on('sessionError', () => {});
server.listen(0, '127.0.0.1', () => tell({ port: String(server.address().port) }));
