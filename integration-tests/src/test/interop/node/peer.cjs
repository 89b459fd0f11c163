// A foreign peer of Fanfare: prints what it hears, or publishes the values of a table.
//
//     peer.cjs listen HOST PORT FORMAT PREFIX         prints "ready", and for each message on PREFIX* a line
//                                                     "heard<TAB>NAME<TAB>CANONICAL" or "failed<TAB>NAME<TAB>REASON"
//     peer.cjs send HOST PORT FORMAT PREFIX TABLE     publishes each value of TABLE to PREFIX + its name, and prints
//                                                     "sent<TAB>NAME<TAB>RECEIVERS" or "failed<TAB>NAME<TAB>REASON"
//
// FORMAT is json or msgpack, and may have +gzip behind it.
'use strict';

const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { gunzipSync, gzipSync } = require('node:zlib');
const msgpack = require('@msgpack/msgpack');
const redis = require('redis');

const SHORT = 64;
const COMPRESSED_FROM = 1024;
const BIG = '#bigint:';

/** A timestamp with its nanoseconds, which a Date would drop. */
class Timestamp {
    constructor(sec, nsec) {
        this.sec = sec;
        this.nsec = nsec;
    }
}

const extensionCodec = new msgpack.ExtensionCodec();
extensionCodec.register({
    type: msgpack.EXT_TIMESTAMP,
    encode: (value) => (value instanceof Timestamp ? msgpack.encodeTimeSpecToTimestamp(value) : null),
    decode: (data) => {
        const { sec, nsec } = msgpack.decodeTimestampToTimeSpec(data);
        return new Timestamp(sec, nsec);
    },
});

function bounded(kind, data) {
    return data.length <= SHORT
        ? `${kind}:${data.toString('hex')}`
        : `${kind}:${data.length}:${createHash('sha256').update(data).digest('hex')}`;
}

function bits(number) {
    const data = Buffer.alloc(8);
    data.writeDoubleBE(number);
    return data.toString('hex');
}

/** Writes a value so that values of different types never look alike; a number that is a safe integer is an integer. */
function canonical(value) {
    if (value === null) {
        return 'null';
    }
    if (typeof value === 'boolean') {
        return String(value);
    }
    if (typeof value === 'bigint') {
        return `I:${value}`;
    }
    if (typeof value === 'number') {
        if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
            return `i:${value}`;
        }
        return Number.isNaN(value) ? 'f:nan' : `f:${bits(value)}`;
    }
    if (typeof value === 'string') {
        return bounded('s', Buffer.from(value, 'utf8'));
    }
    if (value instanceof Uint8Array) {
        return bounded('b', Buffer.from(value));
    }
    if (value instanceof Timestamp) {
        return `t:${value.sec}.${String(value.nsec).padStart(9, '0')}`;
    }
    if (Array.isArray(value)) {
        return `[${value.map(canonical).join(',')}]`;
    }
    if (Object.getPrototypeOf(value) === Object.prototype) {
        const entries = Object.keys(value).map((key) => `${canonical(key)}=${canonical(value[key])}`);
        return `{${entries.sort().join(',')}}`;
    }
    throw new TypeError(`no canonical form for ${value.constructor.name}`);
}

/** Tells whether an integer is sent as a number: with useBigInt64 a number that needs 64 bits would become a float. */
function isNumber(integer, form) {
    return form === 'json' ? Number.isSafeInteger(integer) : integer >= -(2 ** 31) && integer < 2 ** 32;
}

/** Makes the value that a node of the table describes, as a program of this language would hold it. */
function build(node, form) {
    const [[kind, content]] = Object.entries(node);
    switch (kind) {
        case 'null':
            return null;
        case 'bool':
        case 'text':
            return content;
        case 'int':
            return isNumber(Number(content), form) ? Number(content) : BigInt(content);
        case 'float':
            return Buffer.from(content, 'hex').readDoubleBE();
        case 'bin':
            return form === 'json' ? Buffer.from(content, 'hex').toString('base64') : Buffer.from(content, 'hex');
        case 'time':
            return form === 'json' ? content[2] : new Timestamp(content[0], content[1]);
        case 'list':
            return content.map((element) => build(element, form));
        case 'map':
            return Object.fromEntries(content.map(([key, element]) => [key, build(element, form)]));
        default:
            throw new Error(`the table has the kind ${kind}`);
    }
}

/** JSON.stringify refuses a BigInt; its digits are what JSON has for it. */
function stringify(value) {
    const text = JSON.stringify(value, (key, element) => (typeof element === 'bigint' ? BIG + element : element));
    return text.replace(new RegExp(`"${BIG}(-?[0-9]+)"`, 'g'), '$1');
}

function encode(value, form, compression) {
    const data =
        form === 'json'
            ? Buffer.from(stringify(value), 'utf8')
            : Buffer.from(msgpack.encode(value, { extensionCodec, useBigInt64: true }));
    return compression && data.length >= COMPRESSED_FROM ? gzipSync(data) : data;
}

function decode(message, form, compression) {
    const isCompressed = compression && message[0] === 0x1f && message[1] === 0x8b;
    const data = isCompressed ? gunzipSync(message) : message;
    return form === 'json'
        ? JSON.parse(data.toString('utf8'))
        : msgpack.decode(data, { extensionCodec, useBigInt64: true });
}

function say(...words) {
    process.stdout.write(`${words.join('\t')}\n`);
}

async function listen(client, form, compression, prefix) {
    const hear = (message, channel) => {
        const name = channel.toString('utf8').slice(prefix.length);
        try {
            say('heard', name, canonical(decode(message, form, compression)));
        } catch (problem) {
            say('failed', name, String(problem));
        }
    };
    await client.pSubscribe(`${prefix}*`, hear, true);
    say('ready');
}

async function send(client, form, compression, prefix, table) {
    for (const row of JSON.parse(readFileSync(table, 'utf8'))) {
        try {
            const data = encode(build(row.value, form), form, compression);
            say('sent', row.name, await client.publish(prefix + row.name, data));
        } catch (problem) {
            say('failed', row.name, String(problem));
        }
    }
    await client.quit();
}

async function main(action, host, port, codec, prefix, table) {
    const [form, compression] = codec.split('+');
    const client = redis.createClient({ socket: { host, port: Number(port), reconnectStrategy: false } });
    client.on('error', (problem) => {
        console.error(problem);
        process.exit(1);
    });
    await client.connect();
    await (action === 'listen' ? listen(client, form, compression, prefix) : send(client, form, compression, prefix, table));
}

main(...process.argv.slice(2)).catch((problem) => {
    console.error(problem);
    process.exit(1);
});
