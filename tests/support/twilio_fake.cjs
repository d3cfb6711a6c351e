// Twilio's Messages resource as its API reference describes it: checks the path, the credentials,
// the form and its fields, and answers with Twilio's status, JSON and codes. Numbers that begin with
// +1500555 decide the answer, as Twilio's magic numbers do.
//
// Usage: node twilio_fake.cjs ACCOUNT_SID USERNAME PASSWORD
'use strict';
const http = require('http');

const [account, username, password] = process.argv.slice(2);
const credentials = 'Basic ' + Buffer.from(`${username}:${password}`).toString('base64');
const allowed = new Set(['To', 'Body', 'From', 'MessagingServiceSid', 'StatusCallback', 'ValidityPeriod']);

// By the end of the number: status, code, words, headers.
const refusals = {
  50001: [400, 21211, "Invalid 'To' Phone Number: +15005550001"],
  50009: [400, 21614, "'To' number is not a valid mobile number"],
  50004: [400, 21610, 'Attempt to send to unsubscribed recipient'],
  50003: [400, 21408, 'Permission to send an SMS has not been enabled for the region'],
  50002: [400, 21612, 'Message cannot be sent with the current combination of To and From'],
  50006: [400, 21606, "The 'From' phone number is not a valid, SMS-capable number"],
  50017: [400, 21617, 'The concatenated message body exceeds the 1600 character limit'],
  50111: [429, 21611, "This 'From' number has exceeded the maximum number of queued messages"],
  50429: [429, 20429, 'Too Many Requests', { 'Retry-After': '7' }],
  50500: [500, 20500, 'An internal server error has occurred'],
  50503: [503, 20503, 'Service is temporarily unavailable'],
};

const tell = (fields) => process.stdout.write(JSON.stringify(fields) + '\n');

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const answer = (status, body, headers) => {
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    };
    const refuse = (status, code, message, headers) => answer(status, {
      code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }, headers);
    if (request.headers.authorization !== credentials) return refuse(401, 20003, 'Authenticate');
    if (request.method !== 'POST' || request.url !== `/2010-04-01/Accounts/${account}/Messages.json`) {
      return refuse(404, 20404, `The requested resource ${request.url} was not found`);
    }
    if (request.headers['content-type'] !== 'application/x-www-form-urlencoded') {
      return refuse(415, 20415, 'Unsupported media type');
    }
    const form = new URLSearchParams(Buffer.concat(chunks).toString('latin1'));
    const fields = Object.fromEntries(form);
    tell({ ...fields, agent: String(request.headers['user-agent']) });
    for (const name of form.keys()) if (!allowed.has(name)) return refuse(400, 21600, `Unknown ${name}`);
    if (!/^\+[1-9]\d{6,14}$/.test(fields.To)) return refuse(400, 21211, `Invalid 'To' Phone Number: ${fields.To}`);
    if (!fields.Body) return refuse(400, 21602, 'Message body is required');
    if (!fields.From === !fields.MessagingServiceSid) return refuse(400, 21603, "A 'From' number is required");
    if (!(fields.ValidityPeriod >= 1 && fields.ValidityPeriod <= 36000)) {
      return refuse(400, 21623, 'ValidityPeriod must be from 1 to 36000');
    }
    const refusal = fields.To.startsWith('+1500555') && refusals[fields.To.slice(7)];
    if (refusal) return refuse(...refusal);
    const failed = fields.To === '+15005550201';
    return answer(201, {
      sid: 'SM0123456789abcdef0123456789abcdef', account_sid: account, to: fields.To, body: fields.Body,
      status: failed ? 'failed' : fields.MessagingServiceSid ? 'accepted' : 'queued',
      error_code: failed ? 30005 : null, error_message: failed ? 'Unknown destination handset' : null });
  });
});
server.listen(0, '127.0.0.1', () => tell({ port: String(server.address().port) }));
