package io.fanfare.codec.json;

import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.UTF8StreamJsonParser;
import tools.jackson.core.sym.ByteQuadsCanonicalizer;

/**
 * Reads JSON as Jackson does, but no finite number as an infinite one. Lets go of the payload when it is closed: the
 * exceptions that it makes refer to it.
 */
final class LimitedParser extends UTF8StreamJsonParser {
    private final int length;
    private final AtomicLong bytesWithNewNames;

    /**
     * Makes a parser of a range of {@code array}.
     *
     * @param markLength how many bytes of a byte order mark are in front of the range
     * @param bytesWithNewNames the sum of the lengths of the payloads that had names not known before
     */
    LimitedParser(
            ObjectReadContext context,
            IOContext io,
            int streamFeatures,
            int formatFeatures,
            ByteQuadsCanonicalizer names,
            byte[] array,
            int from,
            int to,
            int markLength,
            AtomicLong bytesWithNewNames) {
        super(context, io, streamFeatures, formatFeatures, null, names, array, from, to, markLength, false);
        this.length = to - from;
        this.bytesWithNewNames = bytesWithNewNames;
    }

    @Override
    public double getDoubleValue() {
        double value = super.getDoubleValue();
        if (Double.isInfinite(value)) {
            checkInfinite(double.class);
        }
        return value;
    }

    @Override
    public float getFloatValue() {
        float value = super.getFloatValue();
        if (Float.isInfinite(value)) {
            checkInfinite(float.class);
        }
        return value;
    }

    @Override
    public Number getNumberValue() {
        Number value = super.getNumberValue();
        if (value instanceof Double number && number.isInfinite()) {
            checkInfinite(double.class);
        }
        return value;
    }

    private void checkInfinite(Class<?> type) {
        JsonToken token = currentToken();
        if (token != null && getString().chars().anyMatch(Character::isDigit)) {
            throw _constructInputCoercion("a number that is beyond the range of " + type, token, type);
        }
    }

    /** Tells whether the payload is still referred to. */
    boolean holdsPayload() {
        return _inputBuffer != NO_BYTES;
    }

    @Override
    protected void _releaseBuffers() {
        if (_symbols.maybeDirty()) {
            bytesWithNewNames.addAndGet(length);
        }
        super._releaseBuffers();
        _inputBuffer = NO_BYTES;
    }
}
