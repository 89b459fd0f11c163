package io.fanfare;

/** A payload is no gzip member. */
final class MalformedGzip extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;

    MalformedGzip(int offset, String problem) {
        super(problem, null, false, false);
        this.offset = offset;
    }

    /** Returns the index in the payload of the byte at which the fault was found; -1 for its end. */
    int offset() {
        return offset;
    }
}
