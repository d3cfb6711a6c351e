// Signs a request as a provider would, with an implementation of its own, and tells the headers.
//
// Usage: node sign_inbound.cjs twilio TOKEN URL FORM
//        node sign_inbound.cjs hub SECRET BODY
//        node sign_inbound.cjs webhook SECRET ID SECONDS BODY
'use strict';
const crypto = require('crypto');

const [scheme, secret, ...rest] = process.argv.slice(2);

const signers = {
  twilio(url, form) {
    const { getExpectedTwilioSignature } = require('twilio/lib/webhooks/webhooks');
    const fields = {};
    for (const [name, value] of new URLSearchParams(form)) {
      fields[name] = name in fields ? [].concat(fields[name], value) : value;
    }
    return getExpectedTwilioSignature(secret, url, fields);
  },
  hub(body) {
    return 'sha256=' + crypto.createHmac('sha256', secret).update(body).digest('hex');
  },
  webhook(id, seconds, body) {
    const { Webhook } = require('standardwebhooks');
    return new Webhook(secret).sign(id, new Date(seconds * 1000), body);
  },
};

process.stdout.write(JSON.stringify({ port: '1', signature: signers[scheme](...rest) }) + '\n');
