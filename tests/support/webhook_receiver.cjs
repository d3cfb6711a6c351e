// Receives webhooks and checks each with the reference implementation of Standard Webhooks. A path
// such as /429/7 asks for that status and for Retry-After: 7; a third part becomes usher-outcome.
//
// Usage: node webhook_receiver.cjs SECRET [CERTIFICATE KEY]
'use strict';
const fs = require('fs');
const http = require('http');
const http2 = require('http2');
const { Webhook } = require('standardwebhooks');

const [secret, certificate, key] = process.argv.slice(2);

const tell = (fields) => process.stdout.write(JSON.stringify(fields) + '\n');

function verified(body, headers) {
  try {
    new Webhook(secret).verify(body, headers);
    return 'yes';
  } catch (error) {
    return error.message;
  }
}

const sessions = new Set();
function answer(request, response) {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    const [, status, after, outcome] = request.url.split('/');
    sessions.add(request.socket.remotePort);
    tell({
      http: request.httpVersion,
      connections: String(sessions.size),
      verified: verified(body, request.headers),
      id: String(request.headers['webhook-id']),
      type: String(request.headers['content-type']),
      body,
    });
    const headers = {};
    if (after) headers['retry-after'] = after;
    if (outcome) headers['usher-outcome'] = outcome;
    response.writeHead(Number(status || 204), headers);
    response.end(Number(status) === 200 ? 'ok' : undefined);
  });
}

const server = certificate
  ? http2.createSecureServer({ cert: fs.readFileSync(certificate), key: fs.readFileSync(key), allowHTTP1: true }, answer)
  : http.createServer(answer);
server.listen(0, '127.0.0.1', () => tell({ port: String(server.address().port) }));
