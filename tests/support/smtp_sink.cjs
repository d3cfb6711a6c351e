// A mail server that treats each mail as its recipient's name asks for, and tells what arrived as
// lines of JSON.
//
// Usage: node smtp_sink.cjs [--port N] [--tls implicit|starttls] [--cert FILE --key FILE] [--user NAME --password WORD]
'use strict';
const fs = require('fs');
const { parseArgs } = require('util');
const { SMTPServer } = require('smtp-server');
const { simpleParser } = require('mailparser');

const text = { type: 'string' };
const { values: options } = parseArgs({
  options: { port: text, tls: text, cert: text, key: text, user: text, password: text },
});

const tell = (fields) => process.stdout.write(JSON.stringify(fields) + '\n');

const refuse = (code, message) => Object.assign(new Error(message), { responseCode: code });

// By the part of the recipient's address before the @: at RCPT, and after the text.
const atRecipient = {
  dead: [550, '5.1.1 no such user'],
  blocked: [550, '5.7.1 not from you'],
  bare: [550, 'no'],
  full: [552, '5.2.2 mailbox full'],
  grey: [451, '4.7.1 try again in five minutes'],
  closing: [421, '4.3.2 shutting down'],
  rated: [450, '4.7.28 too much mail from you'],
};
const afterText = {
  spam: [554, '5.7.1 looks like spam'],
  late: [451, '4.3.0 no room'],
};

const line = (mail, name) => (mail.headerLines.find((one) => one.key === name) || { line: '' }).line;

let sessions = 0;
const server = new SMTPServer({
  secure: options.tls === 'implicit',
  cert: options.cert && fs.readFileSync(options.cert),
  key: options.key && fs.readFileSync(options.key),
  hideSTARTTLS: options.tls !== 'starttls',
  authOptional: options.user === undefined,
  authMethods: ['PLAIN', 'LOGIN'],
  logger: false,
  onConnect(session, done) {
    sessions += 1;
    session.number = sessions;
    done();
  },
  onAuth(auth, session, done) {
    const known = auth.username === options.user && auth.password === options.password;
    done(known ? null : refuse(535, '5.7.8 who are you'), known ? { user: auth.username } : undefined);
  },
  onRcptTo(address, session, done) {
    const answer = atRecipient[address.address.split('@')[0]];
    done(answer ? refuse(...answer) : null);
  },
  onData(stream, session, done) {
    const name = session.envelope.rcptTo[0].address.split('@')[0];
    const drop = () => [...server.connections].find((one) => one.session === session)._socket.destroy();
    if (name === 'torn') stream.once('data', drop);
    const chunks = [];
    stream.on('data', (chunk) => chunks.push(chunk));
    stream.on('end', async () => {
      const raw = Buffer.concat(chunks);
      const mail = await simpleParser(raw);
      if (name === 'dropped') return drop();
      if (name === 'silent') return undefined;
      if (afterText[name]) return done(refuse(...afterText[name]));
      tell({
        session: String(session.number),
        secure: String(session.secure),
        user: String(session.user || ''),
        hello: String(session.hostNameAppearsAs),
        envelope_from: session.envelope.mailFrom.address,
        envelope_to: session.envelope.rcptTo.map((one) => one.address).join(','),
        subject: mail.subject || '',
        from: mail.from.text,
        to: mail.to.text,
        reply_to: mail.replyTo ? mail.replyTo.text : '',
        message_id: mail.messageId,
        date: mail.date.toISOString(),
        text: mail.text || '',
        html: mail.html || '',
        unsubscribe: line(mail, 'list-unsubscribe'),
        unsubscribe_post: line(mail, 'list-unsubscribe-post'),
        usher_message: line(mail, 'usher-message'),
        headers: mail.headerLines.map((one) => one.key).join(' '),
        longest_line: String(Math.max(...raw.toString('latin1').split('\r\n').map((line) => line.length))),
      });
      return done();
    });
  },
});
server.on('error', () => {});
server.listen(Number(options.port || 0), '127.0.0.1', () => tell({ port: String(server.server.address().port) }));
