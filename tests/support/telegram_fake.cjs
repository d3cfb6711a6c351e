// Telegram's Bot API as its documentation describes sendMessage: checks the token, the JSON and its
// members. The chat decides the answer:
//   429...  Too Many Requests, with retry_after 7     403...  blocked by the user
//   404...  chat not found     500...  Internal Server Error     401...  deactivated
//
// Usage: node telegram_fake.cjs TOKEN
'use strict';
const http = require('http');

const [token] = process.argv.slice(2);
const allowed = new Set(['chat_id', 'text', 'disable_notification', 'link_preview_options']);
const tell = (fields) => process.stdout.write(JSON.stringify(fields) + '\n');

function refusal(body) {
  for (const name of Object.keys(body)) if (!allowed.has(name)) return [400, `Bad Request: unknown ${name}`];
  if (!['number', 'string'].includes(typeof body.chat_id)) return [400, 'Bad Request: chat_id is empty'];
  if (typeof body.text !== 'string' || !body.text) return [400, 'Bad Request: message text is empty'];
  if (body.text.length > 4096) return [400, 'Bad Request: message is too long'];
  switch (String(body.chat_id).slice(0, 3)) {
    case '429': return [429, 'Too Many Requests: retry after 7', { parameters: { retry_after: 7 } }];
    case '403': return [403, 'Forbidden: bot was blocked by the user'];
    case '404': return [400, 'Bad Request: chat not found'];
    case '401': return [403, 'Forbidden: user is deactivated'];
    case '500': return [500, 'Internal Server Error'];
    case '-10': return [400, 'Bad Request: group chat was upgraded to a supergroup chat',
                        { parameters: { migrate_to_chat_id: -1001234567890 } }];
    default: return null;
  }
}

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const answer = (status, body) => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const refuse = (code, description, more) => answer(code, { ok: false, error_code: code, description, ...more });
    if (request.url !== `/bot${token}/sendMessage`) return refuse(401, 'Unauthorized');
    if (request.method !== 'POST' || request.headers['content-type'] !== 'application/json') {
      return refuse(400, 'Bad Request: message text is empty');
    }
    const text = Buffer.concat(chunks).toString();
    const body = JSON.parse(text);
    tell({ body: text, chat_type: typeof body.chat_id, text: String(body.text) });
    const no = refusal(body);
    if (no) return refuse(...no);
    return answer(200, { ok: true, result: { message_id: 42, chat: { id: body.chat_id }, text: body.text } });
  });
});
server.listen(0, '127.0.0.1', () => tell({ port: String(server.address().port) }));
