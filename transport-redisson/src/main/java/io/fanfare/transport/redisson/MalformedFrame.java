package io.fanfare.transport.redisson;

/** Bytes that are not RESP, or exceed a limit. The connection cannot be read on. The message holds no payload. */
final class MalformedFrame extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedFrame(String message) {
        super(message);
    }
}
