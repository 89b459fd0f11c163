package io.fanfare.codec.jackson;

import io.fanfare.spi.CodecOptions;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;

/**
 * The limits of {@link CodecOptions} as plain numbers.
 *
 * @param payload bytes of a payload
 * @param depth arrays and maps that are open at a time
 * @param string the length of a string or binary
 * @param elements the elements of an array, or the entries of a map
 * @param number characters of a number that is written as text
 */
public record Limits(int payload, int depth, int string, int elements, int number) {
    /** Takes the limits out of {@code options}. */
    public static Limits of(CodecOptions options) {
        return new Limits(
                options.get(CodecOptions.MAX_PAYLOAD),
                options.get(CodecOptions.MAX_DEPTH),
                options.get(CodecOptions.MAX_STRING),
                options.get(CodecOptions.MAX_ELEMENTS),
                options.get(CodecOptions.MAX_NUMBER));
    }

    /** Returns what Jackson knows of these limits when it reads. */
    public StreamReadConstraints reading() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(depth)
                .maxStringLength(string)
                .maxNameLength(string)
                .maxNumberLength(number)
                .build();
    }

    /** Returns what Jackson knows of these limits when it writes. */
    public StreamWriteConstraints writing() {
        return StreamWriteConstraints.builder().maxNestingDepth(depth).build();
    }
}
