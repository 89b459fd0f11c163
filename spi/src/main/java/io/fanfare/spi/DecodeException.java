package io.fanfare.spi;

import org.jspecify.annotations.Nullable;

/** A payload that a codec could not decode. */
public final class DecodeException extends PubSubException {
    private static final long serialVersionUID = 1L;

    private final String codec;
    private final long offset;
    private final String attempt;
    private final String problem;

    /**
     * Creates the failure {@link ErrorCode#DECODE_FAILED}.
     *
     * @param codec the id of the codec
     * @param type what the payload was to be decoded as
     * @param payload the payload, of which nothing but the length is told
     * @param offset the index in the payload of the byte at which the fault was found; -1 if not known
     * @param problem what is wrong with it
     * @param cause what the library threw; null for none
     */
    public DecodeException(
            String codec, TypeRef<?> type, Payload payload, long offset, String problem, @Nullable Throwable cause) {
        this(
                codec,
                offset,
                "codec " + codec + " cannot decode " + payload + at(offset) + " as " + type,
                problem,
                cause);
    }

    private DecodeException(String codec, long offset, String attempt, String problem, @Nullable Throwable cause) {
        super(ErrorCode.DECODE_FAILED, attempt + ": " + problem, cause);
        this.codec = codec;
        this.offset = offset;
        this.attempt = attempt;
        this.problem = problem;
    }

    private static String at(long offset) {
        return offset < 0 ? "" : " at offset " + offset;
    }

    /** Returns this failure with one more sentence, and the same codec, offset, cause and suppressed exceptions. */
    public DecodeException withHint(String hint) {
        DecodeException hinted = new DecodeException(codec, offset, attempt, problem + "; " + hint, getCause());
        hinted.setStackTrace(getStackTrace());
        for (Throwable suppressed : getSuppressed()) {
            hinted.addSuppressed(suppressed);
        }
        return hinted;
    }

    /** Returns what is wrong with the payload. */
    public String problem() {
        return problem;
    }

    /** Returns the id of the codec that failed. */
    public String codec() {
        return codec;
    }

    /** Returns the index in the payload of the byte at which the fault was found; -1 if not known. */
    public long offset() {
        return offset;
    }
}
