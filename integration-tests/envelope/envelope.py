#!/usr/bin/env python3
"""Reads and writes Fanfare envelopes, as docs/envelope.md has them, with nothing but the standard library.

  envelope.py --check docs/envelope-vectors.json   checks this program against the test vectors
  envelope.py --decode                             reads hex, one payload a line, from stdin; prints JSON
  envelope.py --encode                             reads JSON, one object a line, from stdin; prints hex
"""

import argparse
import json
import struct
import sys
import zlib

MAGIC = b"\xc1FFE"
VERSION = 1
HEADER = struct.Struct(">4sBBH16sQQQI")  # the checksum follows
CHECKSUM = struct.Struct(">I")
HEADER_LENGTH = HEADER.size + CHECKSUM.size
MAX_NUMBER = 2**53 - 1
FIELDS = ["contentType", "traceContext"]  # in the order of their bits


class Malformed(ValueError):
    """An envelope with a fault: its checksum is right, but what it says is not."""


def encode(envelope):
    """Returns the bytes of an envelope with the keys publisher, epoch, sequence, sentMicros and payload."""
    flags, fields = 0, b""
    for bit, name in enumerate(FIELDS):
        if name in envelope:
            text = envelope[name].encode("ascii")
            flags |= 1 << bit
            fields += struct.pack(">H", len(text)) + text
    payload = bytes.fromhex(envelope["payload"])
    header = HEADER.pack(
        MAGIC,
        VERSION,
        flags,
        len(fields),
        bytes.fromhex(envelope["publisher"]),
        envelope["epoch"],
        envelope["sequence"],
        envelope["sentMicros"],
        len(payload),
    )
    data = header + CHECKSUM.pack(zlib.crc32(header)) + fields + payload
    decode(data)
    return data


def decode(data):
    """Returns the envelope that data is, or None if it is a plain payload; raises Malformed."""
    if len(data) < HEADER_LENGTH or data[:4] != MAGIC:
        return None
    (checksum,) = CHECKSUM.unpack_from(data, HEADER.size)
    if checksum != zlib.crc32(data[: HEADER.size]):
        return None
    _, version, flags, fields_length, publisher, epoch, sequence, sent, payload_length = HEADER.unpack_from(data)
    if version != VERSION:
        raise Malformed(f"version {version}")
    end = HEADER_LENGTH + fields_length
    if end + payload_length != len(data):
        raise Malformed(f"{len(data)} bytes instead of {end + payload_length}")
    if not 1 <= sequence <= MAX_NUMBER:
        raise Malformed(f"sequence {sequence}")
    if epoch > MAX_NUMBER or sent > MAX_NUMBER:
        raise Malformed(f"epoch {epoch}, send time {sent}")
    envelope = {
        "publisher": publisher.hex(),
        "epoch": epoch,
        "sequence": sequence,
        "sentMicros": sent,
        "payload": data[end:].hex(),
    }
    at = HEADER_LENGTH
    for bit in range(8):
        if flags >> bit & 1:
            if at + 2 > end:
                raise Malformed(f"no room for field {bit}")
            (length,) = struct.unpack_from(">H", data, at)
            at += 2 + length
            if at > end:
                raise Malformed(f"no room for field {bit}")
            if bit < len(FIELDS):
                text = data[at - length : at]
                if not 1 <= length <= 255 or any(not 0x20 <= c <= 0x7E for c in text):
                    raise Malformed(f"field {bit}")
                envelope[FIELDS[bit]] = text.decode("ascii")
    if at != end:
        raise Malformed(f"{end - at} bytes after the fields")
    return envelope


def kind(data):
    """Returns what data is: its envelope, "plain" or "malformed"."""
    try:
        envelope = decode(data)
    except Malformed:
        return "malformed"
    return "plain" if envelope is None else envelope


def check(path):
    """Checks every vector, and every truncation of each; returns how many vectors there are."""
    with open(path, encoding="utf-8") as file:
        vectors = json.load(file)
    for vector in vectors:
        data = bytes.fromhex(vector["hex"])
        expected = {k: v for k, v in vector.items() if k not in ("name", "kind", "hex", "written")}
        found = kind(data)
        if vector["kind"] != "envelope":
            assert found == vector["kind"], (vector["name"], found)
            continue
        assert found == expected, (vector["name"], found)
        if vector.get("written", True):
            assert encode(expected) == data, vector["name"]
        for length in range(len(data)):
            cut = kind(data[:length])
            assert cut == ("plain" if length < HEADER_LENGTH else "malformed"), (vector["name"], length, cut)
    return len(vectors)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--check", metavar="VECTORS")
    action.add_argument("--decode", action="store_true")
    action.add_argument("--encode", action="store_true")
    arguments = parser.parse_args()
    if arguments.check:
        count = check(arguments.check)
        assert count > 0, "no vectors"
        print(f"{count} vectors hold")
        return
    for line in sys.stdin:
        if arguments.encode:
            print(encode(json.loads(line)).hex())
        else:
            found = kind(bytes.fromhex(line.strip()))
            print(json.dumps(found if isinstance(found, dict) else {"kind": found}))


if __name__ == "__main__":
    main()
