package io.fanfare.integration.codec;

import io.fanfare.spi.DecodeException;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Compares what the codec decodes with the value that a vector names, as each kind is to be decoded. */
final class VectorValue {
    /**
     * Kinds of the vectors. {@code number} and {@code bignum} are numbers and the same as text, equal in value whatever
     * the encoding; {@code binary} is {@code hex-hex}; {@code timestamp} is {@code [seconds, nanoseconds]}.
     */
    static final Set<String> KINDS =
            Set.of("nil", "bool", "binary", "number", "bignum", "string", "array", "map", "timestamp", "ext", "error");

    private static final byte FLOAT_32 = (byte) 0xCA;

    private VectorValue() {}

    /** Returns why an encoding is not decoded to a value; null if it is. */
    static String mismatch(Acceptance codec, String kind, JsonNode expected, Payload payload) {
        boolean recognised = codec.recognises(payload);
        if (recognised == kind.equals("error")) {
            return recognised ? "it is recognised" : "it is not recognised";
        }
        return switch (kind) {
            case "error" -> codec.refusal(payload) != null ? null : "it is decoded";
            case "ext" -> extension(codec, payload);
            default -> {
                try {
                    yield decoded(kind, expected, payload);
                } catch (DecodeException e) {
                    yield e.getMessage();
                }
            }
        };
    }

    /** Extensions of applications are carried or refused, but recognised. */
    private static String extension(Acceptance codec, Payload payload) {
        String refusal = codec.refusal(payload);
        return refusal == null || refusal.contains("codec msgpack") ? null : refusal;
    }

    private static String decoded(String kind, JsonNode expected, Payload payload) {
        return switch (kind) {
            case "nil" -> equal(Optional.empty(), decode(new TypeRef<Optional<Object>>() {}, payload));
            case "bool" -> equal(expected.booleanValue(), decode(TypeRef.of(Boolean.class), payload));
            case "string" -> equal(expected.stringValue(), decode(TypeRef.of(String.class), payload));
            case "binary" -> binary(Corpus.hex(expected.stringValue()), decode(TypeRef.of(byte[].class), payload));
            case "timestamp" ->
                equal(
                        Instant.ofEpochSecond(
                                expected.path(0).longValue(), expected.path(1).longValue()),
                        decode(TypeRef.of(Instant.class), payload));
            case "bignum" -> number(new BigDecimal(expected.stringValue()), payload);
            case "number" -> number(expected.decimalValue(), payload);
            default -> {
                Object value = decode(Declared.TREE, payload);
                yield same(expected, value) ? null : "it is " + value;
            }
        };
    }

    /** A number is the same undeclared and as a decimal, and as an integer where it is one. */
    private static String number(BigDecimal expected, Payload payload) {
        Object tree = decode(Declared.TREE, payload);
        if (!(tree instanceof Number number) || !sameNumber(expected, number, payload)) {
            return "it is " + tree;
        }
        if (!(tree instanceof Double) && !(tree instanceof Float)) {
            BigInteger integer = decode(TypeRef.of(BigInteger.class), payload);
            if (!integer.equals(expected.toBigIntegerExact())) {
                return "as an integer it is " + integer;
            }
        }
        double fraction = decode(TypeRef.of(Double.class), payload);
        return sameNumber(expected, fraction, payload) || fraction == expected.doubleValue()
                ? null
                : "as a double it is " + fraction;
    }

    /** Tells whether a number is the expected one, or the nearest of its width if that is a fraction. */
    private static boolean sameNumber(BigDecimal expected, Number number, Payload payload) {
        if (!(number instanceof Double) && !(number instanceof Float)) {
            return decimal(number).compareTo(expected) == 0;
        }
        boolean isSingle = payload.array()[payload.offset()] == FLOAT_32;
        return isSingle ? number.floatValue() == expected.floatValue() : number.doubleValue() == expected.doubleValue();
    }

    private static boolean same(JsonNode expected, Object value) {
        if (expected.isArray()) {
            return value instanceof List<?> list
                    && list.size() == expected.size()
                    && IntStream.range(0, list.size()).allMatch(i -> same(expected.get(i), list.get(i)));
        }
        if (expected.isObject()) {
            return value instanceof Map<?, ?> map
                    && map.size() == expected.size()
                    && expected.properties().stream()
                            .allMatch(member -> map.containsKey(member.getKey())
                                    && same(member.getValue(), map.get(member.getKey())));
        }
        if (expected.isNumber()) {
            return value instanceof Number number && decimal(number).compareTo(expected.decimalValue()) == 0;
        }
        if (expected.isString()) {
            return expected.stringValue().equals(value);
        }
        return expected.isBoolean() ? value.equals(expected.booleanValue()) : value == null;
    }

    private static BigDecimal decimal(Number number) {
        return number instanceof Double || number instanceof Float
                ? new BigDecimal(number.doubleValue())
                : new BigDecimal(number.toString());
    }

    private static <T> T decode(TypeRef<T> type, Payload payload) {
        return Formats.provider("msgpack").codec(type).decode(payload);
    }

    private static String equal(Object expected, Object value) {
        return expected.equals(value) ? null : "it is " + value;
    }

    private static String binary(byte[] expected, byte[] value) {
        return Arrays.equals(expected, value) ? null : "it is " + HexFormat.of().formatHex(value);
    }
}
