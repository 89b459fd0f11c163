"""A foreign peer of Fanfare: prints what it hears, or publishes the values of a table.

    peer.py listen HOST PORT FORMAT PREFIX         prints "ready", and for each message on PREFIX* a line
                                                   "heard<TAB>NAME<TAB>CANONICAL" or "failed<TAB>NAME<TAB>REASON"
    peer.py send HOST PORT FORMAT PREFIX TABLE     publishes each value of TABLE to PREFIX + its name, and prints
                                                   "sent<TAB>NAME<TAB>RECEIVERS" or "failed<TAB>NAME<TAB>REASON"

FORMAT is json or msgpack, and may have +gzip behind it.
"""

import base64
import gzip
import hashlib
import json
import struct
import sys

import msgpack
import redis

SHORT = 64


def bounded(kind, data):
    if len(data) <= SHORT:
        return kind + ":" + data.hex()
    return "%s:%d:%s" % (kind, len(data), hashlib.sha256(data).hexdigest())


def canonical(value):
    """Writes a value so that values of different types never look alike."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return "i:%d" % value
    if isinstance(value, float):
        return "f:nan" if value != value else "f:" + struct.pack(">d", value).hex()
    if isinstance(value, str):
        return bounded("s", value.encode("utf-8"))
    if isinstance(value, bytes):
        return bounded("b", value)
    if isinstance(value, msgpack.Timestamp):
        return "t:%d.%09d" % (value.seconds, value.nanoseconds)
    if isinstance(value, list):
        return "[" + ",".join(canonical(element) for element in value) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(sorted(canonical(key) + "=" + canonical(value[key]) for key in value)) + "}"
    raise TypeError("no canonical form for " + repr(type(value)))


def build(node, form):
    """Makes the value that a node of the table describes, as a program of this language would hold it."""
    (kind, content), = node.items()
    if kind == "null":
        return None
    if kind in ("bool", "text"):
        return content
    if kind == "int":
        return int(content)
    if kind == "float":
        return struct.unpack(">d", bytes.fromhex(content))[0]
    if kind == "bin":
        data = bytes.fromhex(content)
        return base64.b64encode(data).decode("ascii") if form == "json" else data
    if kind == "time":
        return content[2] if form == "json" else msgpack.Timestamp(content[0], content[1])
    if kind == "list":
        return [build(element, form) for element in content]
    if kind == "map":
        return {key: build(element, form) for key, element in content}
    raise ValueError("the table has the kind " + kind)


def encode(value, form, compression):
    data = json.dumps(value).encode("utf-8") if form == "json" else msgpack.packb(value)
    return gzip.compress(data) if compression else data


def decode(data, compression):
    if compression and data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    return data


def say(*words):
    print("\t".join(str(word) for word in words), flush=True)


def listen(connection, form, compression, prefix):
    subscription = connection.pubsub()
    subscription.psubscribe(prefix + "*")
    for message in subscription.listen():
        if message["type"] == "psubscribe":
            say("ready")
        elif message["type"] == "pmessage":
            name = message["channel"].decode("utf-8")[len(prefix):]
            try:
                data = decode(message["data"], compression)
                say("heard", name, canonical(json.loads(data) if form == "json" else msgpack.unpackb(data)))
            except Exception as problem:
                say("failed", name, repr(problem))


def send(connection, form, compression, prefix, table):
    with open(table, encoding="utf-8") as file:
        rows = json.load(file)
    for row in rows:
        name = row["name"]
        try:
            say("sent", name, connection.publish(prefix + name, encode(build(row["value"], form), form, compression)))
        except (TypeError, ValueError, OverflowError) as problem:
            say("failed", name, repr(problem))


def main(action, host, port, codec, prefix, *table):
    form, _, compression = codec.partition("+")
    connection = redis.Redis(host=host, port=int(port))
    if action == "listen":
        listen(connection, form, compression, prefix)
    else:
        send(connection, form, compression, prefix, table[0])


main(*sys.argv[1:])
