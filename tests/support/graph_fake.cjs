// Meta's Graph API as its documentation describes the messages of WhatsApp (Cloud API) and of
// Messenger (Send API): checks path, token and JSON. A recipient that ends in 999 and four digits is
// refused as these digits say in the list below.
//
// Usage: node graph_fake.cjs whatsapp|messenger VERSION ID TOKEN
'use strict';
const http = require('http');

const [kind, version, id, token] = process.argv.slice(2);
const tell = (fields) => process.stdout.write(JSON.stringify(fields) + '\n');

// By the last four digits of the recipient: status, code, subcode, words.
const refusals = {
  whatsapp: {
    1026: [400, 131026, 0, 'Message undeliverable'],
    1047: [400, 131047, 0, 'Re-engagement message'],
    1048: [400, 131048, 0, 'Spam rate limit hit'],
    1049: [400, 131049, 0, 'Not delivered to maintain healthy ecosystem engagement'],
    1050: [400, 131050, 0, 'User has stopped marketing messages from your business'],
    1056: [400, 131056, 0, 'Business account, consumer account pair rate limit hit'],
    429: [429, 130429, 0, 'Rate limit hit'],
    1016: [500, 131016, 0, 'Service unavailable'],
    1000: [500, 131000, 0, 'Something went wrong'],
    2001: [404, 132001, 0, 'Template name does not exist in the translation'],
    2015: [400, 132015, 0, 'Template is paused'],
    1042: [402, 131042, 0, 'Business eligibility payment issue'],
    1009: [400, 131009, 0, 'Parameter value is not valid'],
  },
  messenger: {
    551: [400, 551, 1545041, "This person isn't available right now"],
    2001: [400, 100, 2018001, 'No matching user found'],
    2278: [400, 10, 2018278, 'This message is sent outside of allowed window'],
    613: [400, 613, 0, 'Calls to this API have exceeded the rate limit'],
    1200: [400, 1200, 0, 'Temporary send message failure. Please try again later'],
    10: [403, 10, 0, 'Application does not have permission for this action'],
    2: [500, 2, 0, 'Internal error'],
    100: [400, 100, 0, 'Invalid parameter'],
    368: [400, 368, 0, 'Temporarily blocked for policies violations'],
    599: [500, 99999, 0, 'Unheard-of'],
  },
};

function whatsappFault(body) {
  if (body.messaging_product !== 'whatsapp') return 'messaging_product is required';
  if (body.recipient_type !== 'individual') return 'recipient_type';
  if (!/^\+?\d{7,15}$/.test(body.to)) return 'to';
  if (String(body.biz_opaque_callback_data).length > 512) return 'biz_opaque_callback_data';
  if (body.type === 'text') {
    return typeof body.text.body === 'string' && body.text.body && typeof body.text.preview_url === 'boolean'
      ? null : 'text';
  }
  if (body.type !== 'template') return 'type';
  const { name, language, components = [] } = body.template;
  if (!/^[a-z0-9_]+$/.test(name)) return 'template.name';
  if (!/^[a-z]{2,3}(_[A-Z]{2})?$/.test(language.code)) return 'template.language';
  for (const one of components) {
    if (!['header', 'body', 'button'].includes(one.type) || !one.parameters.length) return 'components';
    if (one.type === 'button' && (one.sub_type !== 'url' || one.index !== '0')) return 'button';
    for (const parameter of one.parameters) {
      if (parameter.type === 'text' ? !parameter.text : !parameter.image.link) return 'parameters';
    }
  }
  return null;
}

function messengerFault(body) {
  if (!/^\d+$/.test(body.recipient.id)) return 'recipient';
  if (body.messaging_type === 'MESSAGE_TAG' ? !/^[A-Z_]+$/.test(body.tag) : body.messaging_type !== 'UPDATE' || body.tag) {
    return 'messaging_type';
  }
  return body.message.text && [...body.message.text].length <= 2000 ? null : 'message';
}

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const answer = (status, body) => {
      response.writeHead(status, { 'Content-Type': 'application/json; charset=UTF-8' });
      response.end(JSON.stringify(body));
    };
    const refuse = (status, code, subcode, message) => answer(status, {
      error: { message: `(#${code}) ${message}`, type: 'OAuthException', code,
               ...(subcode ? { error_subcode: subcode } : {}), fbtrace_id: 'Az8or2yhqkZfEZ-_4Qn_Bam' } });
    if (request.method !== 'POST' || request.url !== `/${version}/${id}/messages`) {
      return refuse(400, 100, 33, `Unsupported post request of ${request.url}`);
    }
    if (request.headers.authorization !== `Bearer ${token}`) return refuse(401, 190, 0, 'Invalid OAuth access token');
    if (request.headers['content-type'] !== 'application/json') return refuse(400, 100, 0, 'No JSON');
    const text = Buffer.concat(chunks).toString();
    const body = JSON.parse(text);
    tell({ body: text });
    const fault = kind === 'whatsapp' ? whatsappFault(body) : messengerFault(body);
    if (fault) return refuse(400, 100, 0, `Invalid parameter: ${fault}`);
    const to = kind === 'whatsapp' ? body.to : body.recipient.id;
    const no = /999\d{4}$/.test(to) && refusals[kind][Number(to.slice(-4))];
    if (no) return refuse(...no);
    return answer(200, kind === 'whatsapp'
      ? { messaging_product: 'whatsapp', contacts: [{ input: to, wa_id: to.replace('+', '') }], messages: [{ id: 'wamid.HBgL' }] }
      : { recipient_id: to, message_id: 'm_AG5Hz2U' });
  });
});
server.listen(0, '127.0.0.1', () => tell({ port: String(server.address().port) }));
