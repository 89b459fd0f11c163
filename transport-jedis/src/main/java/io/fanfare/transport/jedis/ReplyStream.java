package io.fanfare.transport.jedis;

import io.fanfare.spi.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.util.RedisInputStream;

/**
 * Replies as they come over the wire, in RESP2 and RESP3. It reads with the primitives of Jedis rather than with
 * {@code Protocol.read}, which makes an error reply an exception, an empty map a list and a double another text, and
 * knows no attributes.
 */
class ReplyStream extends RedisInputStream {
    private boolean push;
    private boolean pushes;

    ReplyStream(InputStream in, int size) {
        super(in, size);
    }

    /** Waits for a reply to begin, and tells whether it is of this type. */
    final boolean beginsWith(char type) {
        return peek((byte) type);
    }

    /** Reads an integer reply, type included. */
    final long readNumber() {
        readByte();
        return readLongCrLf();
    }

    /** Tells whether the reply that was read last was pushed by the server, which is an answer to nothing. */
    final boolean wasPush() {
        return push;
    }

    /**
     * Tells whether the server has pushed anything that {@link #readReply} read, as it does to confirm a subscription
     * under RESP3: then no array is a message.
     */
    final boolean hasPushes() {
        return pushes;
    }

    /** Reads a whole reply, as long as that takes. */
    final Reply readReply() throws IOException {
        push = beginsWith('>');
        pushes |= push;
        return readAny();
    }

    private Reply readAny() throws IOException {
        byte type = readByte();
        return switch (type) {
            case ':' -> new Reply.OfNumber(readLongCrLf());
            case '$' -> bulk(0);
            case '=' -> bulk(4);
            case '+', ',', '(' -> new Reply.OfBytes(readLineBytes());
            case '-' -> new Reply.OfError(readLine());
            case '!' -> bulk(0) instanceof Reply.OfBytes bytes ? new Reply.OfError(bytes.text()) : new Reply.OfNull();
            case '*', '~', '>' -> list();
            case '%' -> new Reply.OfMap(map());
            case '_' -> {
                readLineBytes();
                yield new Reply.OfNull();
            }
            case '#' -> new Reply.OfNumber(readBooleanCrLf() ? 1 : 0);
            case '|' -> {
                map();
                yield readAny();
            }
            default -> throw new IOException("the server sent a reply of unknown type " + (char) type);
        };
    }

    /** Reads a bulk string after its type; of a verbatim string, all but the first {@code skip} bytes. */
    private Reply bulk(int skip) throws IOException {
        int length = readIntCrLf();
        if (length < 0) {
            return new Reply.OfNull();
        }
        for (int i = 0; i < skip; i++) {
            readByte();
        }
        byte[] bytes = new byte[length - skip];
        for (int offset = 0; offset < bytes.length; ) {
            int count = read(bytes, offset, bytes.length - offset);
            if (count < 0) {
                throw new IOException("the server ended the connection within a reply");
            }
            offset += count;
        }
        readByte();
        readByte();
        return new Reply.OfBytes(bytes);
    }

    private Reply list() throws IOException {
        int size = readIntCrLf();
        if (size < 0) {
            return new Reply.OfNull();
        }
        List<Reply> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(readAny());
        }
        return new Reply.OfList(values);
    }

    private Map<Reply, Reply> map() throws IOException {
        int size = readIntCrLf();
        Map<Reply, Reply> values = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            Reply key = readAny();
            values.put(key, readAny());
        }
        return values;
    }
}
