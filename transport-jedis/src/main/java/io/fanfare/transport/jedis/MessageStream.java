package io.fanfare.transport.jedis;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Replies of which those that are messages are taken apart where they lie, as long as they lie whole in the buffer: the
 * payload is copied once, and nothing is created of the rest.
 */
final class MessageStream extends ReplyStream {
    private static final byte[] MESSAGE = frame(3, "message");
    private static final byte[] SHARD_MESSAGE = frame(3, "smessage");
    private static final byte[] PATTERN_MESSAGE = frame(4, "pmessage");

    /** Where the next part of the frame begins. */
    private int at;

    private int start;
    private int length;

    /** Where the message before begins in the buffer; -1 if it is not there, or names a pattern. */
    private int before = -1;

    /** The length of that message up to its payload. */
    private int beforeLength;

    MessageStream(InputStream in, int size) {
        super(in, size);
    }

    /** Forgets the message before: the buffer is about to change, or what its topic stands for. */
    void forget() {
        before = -1;
    }

    /**
     * Takes the next reply if it is a message that has arrived whole; waits for a reply to begin.
     *
     * @param subscribed whether an array may be a message
     * @return null, with nothing taken, if it is not
     */
    @Nullable
    MessageView takeMessage(MessageView view, boolean subscribed) {
        if (!beginsWith('>') && !(buf[count] == '*' && subscribed && !hasPushes())) {
            return null;
        }
        int begin = count;
        view.isOfSameTopic = beginsAsBefore();
        if (view.isOfSameTopic) {
            at = begin + beforeLength;
        } else if (!takeTopic(view)) {
            return null;
        }
        int payload = at;
        if (!nextBulk()) {
            return null;
        }
        view.payload = Arrays.copyOfRange(buf, start, start + length);
        before = view.kind == TopicKind.PATTERN ? -1 : begin;
        beforeLength = payload - begin;
        count = at;
        return view;
    }

    private boolean beginsAsBefore() {
        int end = count + beforeLength;
        return before >= 0 && end <= limit && Arrays.equals(buf, count, end, buf, before, before + beforeLength);
    }

    /** Finds the topic and the channel of the message; false if it is none, or they have not arrived whole. */
    private boolean takeTopic(MessageView view) {
        TopicKind kind;
        if (hasHead(MESSAGE)) {
            kind = TopicKind.CHANNEL;
        } else if (hasHead(SHARD_MESSAGE)) {
            kind = TopicKind.SHARD_CHANNEL;
        } else if (hasHead(PATTERN_MESSAGE)) {
            kind = TopicKind.PATTERN;
        } else {
            return false;
        }
        if (!nextBulk()) {
            return false;
        }
        view.buffer = buf;
        view.kind = kind;
        view.topicStart = start;
        view.topicLength = length;
        if (kind == TopicKind.PATTERN && !nextBulk()) {
            return false;
        }
        view.channelStart = start;
        view.channelLength = length;
        return true;
    }

    private boolean hasHead(byte[] head) {
        int from = count + 1;
        at = from + head.length;
        return at <= limit && Arrays.equals(buf, from, at, head, 0, head.length);
    }

    /** Finds the bulk string at {@link #at}; false if it has not arrived whole. */
    private boolean nextBulk() {
        if (at >= limit || buf[at] != '$') {
            return false;
        }
        int size = 0;
        int digit = at + 1;
        while (digit < limit && buf[digit] >= '0' && buf[digit] <= '9') {
            size = size * 10 + buf[digit++] - '0';
            if (size > buf.length) {
                return false;
            }
        }
        start = digit + 2;
        length = size;
        at = start + size + 2;
        return at <= limit;
    }

    /** Returns what follows the type byte of such a frame. */
    private static byte[] frame(int parts, String kind) {
        String head = parts + "\r\n$" + kind.length() + "\r\n" + kind + "\r\n";
        return head.getBytes(StandardCharsets.US_ASCII);
    }

    /** A message within the buffer, valid until the next reply is read; the payload is a copy. */
    static final class MessageView {
        byte[] buffer = new byte[0];
        byte[] payload = new byte[0];

        /** Whether the topic and the channel are those of the message before. */
        boolean isOfSameTopic;

        TopicKind kind = TopicKind.CHANNEL;
        int topicStart;
        int topicLength;
        int channelStart;
        int channelLength;
    }
}
