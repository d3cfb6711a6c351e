// A message centre made of the package smpp. Numbers decide what happens to a message:
//   43660990SSS  refused with the status SSS, in decimal
//   43660980SSS  as above, but only its second segment and only the first time
//   43660970000  never answered
//   43660960000  the connection is cut
//   43660950000  answered when as many are waiting as --hold says
//   43660940000  taken, and reported as undeliverable, its id in decimal
//   43660930000  taken; the centre then unbinds and hangs up
//   43660910000  taken, and reported as undeliverable because there is no such subscriber
// All others are taken and reported as delivered. A message to 43660920000 comes with a reply, one
// to 43660921000 with a long reply in two parts, of which the second is delivered twice.
//
// Usage: node smpp_peer.cjs SYSTEM_ID PASSWORD [--hold N] [--enquire] [--certificate FILE --key FILE]
'use strict';
const fs = require('fs');
const smpp = require('smpp');

const [systemId, password, ...rest] = process.argv.slice(2);
const option = (name) => (rest.includes(name) ? rest[rest.indexOf(name) + 1] : undefined);
const tell = (fields) => process.stdout.write(JSON.stringify(fields) + '\n');
const options = option('--certificate')
  ? { cert: fs.readFileSync(option('--certificate')), key: fs.readFileSync(option('--key')) } : {};

let ids = 0xab00;
let bound = 0;
const held = [];
const refused = new Set();

function receipt(session, pdu, id, state, parameters = {}) {
  session.deliver_sm({
    ...parameters,
    source_addr: pdu.destination_addr, destination_addr: pdu.source_addr, esm_class: 0x04,
    short_message: { message: `id:${id} sub:001 dlvrd:001 submit date:2603021000 done date:2603021000 ` +
                              `stat:${state} err:011 text:...` },
  }, (answer) => tell({ event: 'receipt_taken', status: String(answer.command_status) }));
}

function take(session, pdu, answered) {
  const id = (ids += 1);
  session.send(pdu.response({ message_id: id.toString(16) }), () => {
    if (answered) answered(id);
  });
}

function onSubmit(session, pdu) {
  const content = pdu.short_message;
  const to = pdu.destination_addr;
  const udh = content.udh && content.udh.length ? Buffer.concat(content.udh.map((one) =>
    (Buffer.isBuffer(one) ? one : Buffer.from(one)))).toString('hex') : '';
  tell({
    event: 'submit', to, from: pdu.source_addr, text: String(content.message), udh,
    from_type: `${pdu.source_addr_ton}/${pdu.source_addr_npi}`,
    to_type: `${pdu.dest_addr_ton}/${pdu.dest_addr_npi}`,
    coding: String(pdu.data_coding), receipt: String(pdu.registered_delivery),
    validity: String(pdu.validity_period instanceof Date ? 'date' : pdu.validity_period),
  });
  const status = Number(to.slice(8));
  const kind = to.slice(0, 8);
  if (kind === '43660990') return session.send(pdu.response({ command_status: status }));
  if (kind === '43660980' && /02$/.test(udh) && !refused.has(to)) {
    refused.add(to);
    return session.send(pdu.response({ command_status: status }));
  }
  if (to === '43660970000') return undefined;
  if (to === '43660960000') return session.destroy();
  if (to === '43660950000') {
    held.push(pdu);
    tell({ event: 'held', count: String(held.length) });
    if (held.length === Number(option('--hold'))) held.splice(0).forEach((one) => take(session, one));
    return undefined;
  }
  if (to === '43660940000') return take(session, pdu, (id) => receipt(session, pdu, `000${id}`, 'UNDELIV'));
  if (to === '43660910000') {
    return take(session, pdu, (id) =>
      receipt(session, pdu, id.toString(16), 'UNDELIV', { network_error_code: Buffer.from([3, 0, 1]) }));
  }
  if (to === '43660930000') return take(session, pdu, () => session.unbind(() => session.close()));
  if (to === '43660920000') {
    return take(session, pdu, () => session.deliver_sm(
      { source_addr: to, destination_addr: pdu.source_addr, short_message: 'STOP' },
      (answer) => tell({ event: 'reply_taken', status: String(answer.command_status) })));
  }
  if (to === '43660921000') {
    const part = (number, message, then) => session.deliver_sm(
      { source_addr: to, destination_addr: pdu.source_addr, esm_class: 0x40,
        short_message: { udh: Buffer.from([5, 0, 3, 42, 2, number]), message } }, then);
    return take(session, pdu, () => part(1, 'Is the mug ', () => part(2, 'blue?', () =>
      part(2, 'blue?', (answer) =>
        tell({ event: 'parts_taken', status: String(answer.command_status) })))));
  }
  return take(session, pdu, pdu.registered_delivery
    ? (id) => receipt(session, pdu, id.toString(16), 'DELIVRD') : undefined);
}

const server = smpp.createServer(options, (session) => {
  const onBind = (type) => (pdu) => {
    const right = pdu.system_id === systemId && pdu.password === password;
    tell({ event: 'bind', type, system_id: pdu.system_id, system_type: pdu.system_type,
           version: String(pdu.interface_version), right: String(right), count: String(++bound) });
    if (!right) {
      session.send(pdu.response({ command_status: smpp.ESME_RBINDFAIL }));
      return session.close();
    }
    session.send(pdu.response({ system_id: 'CENTRE' }));
    if (rest.includes('--enquire')) session.enquire_link({}, () => tell({ event: 'enquire_answered' }));
    return undefined;
  };
  session.on('bind_transceiver', onBind('transceiver'));
  session.on('bind_transmitter', onBind('transmitter'));
  session.on('submit_sm', (pdu) => onSubmit(session, pdu));
  session.on('enquire_link', (pdu) => {
    tell({ event: 'enquire' });
    session.send(pdu.response());
  });
  session.on('unbind', (pdu) => {
    tell({ event: 'unbind' });
    session.send(pdu.response());
    session.close();
  });
  session.on('error', (error) => tell({ event: 'error', what: String(error.message) }));
});
server.listen(0, '127.0.0.1', () => tell({ port: String(server.address().port) }));
