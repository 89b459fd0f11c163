package io.fanfare.integration.interop;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How a value looks to a reader, as text in which values of different types never look alike. The peers in other
 * languages write the same text.
 */
final class Sight {
    private static final int SHORT = 64;
    private static final BigInteger SAFE = BigInteger.ONE.shiftLeft(53);

    private final boolean isText;
    private final boolean hasOneNumberType;
    private final boolean isExact;

    private Sight(boolean isText, boolean hasOneNumberType, boolean isExact) {
        this.isText = isText;
        this.hasOneNumberType = hasOneNumberType;
        this.isExact = isExact;
    }

    /** Returns the sight of Fanfare itself, which tells all types apart. */
    static Sight own() {
        return new Sight(false, false, true);
    }

    /** Returns the sight of a language on what Fanfare sends in a format. */
    static Sight of(Language language, String format) {
        return new Sight(format.startsWith("json"), language == Language.NODE, false);
    }

    String of(Object value) {
        if (value == null || value instanceof Boolean) {
            return String.valueOf(value);
        }
        if (value instanceof BigDecimal decimal) {
            return isExact ? "d:" + decimal : isText ? fraction(decimal.doubleValue()) : text(decimal.toString());
        }
        if (value instanceof Double number) {
            return fraction(number);
        }
        if (value instanceof Number number) {
            return integer(new BigInteger(number.toString()));
        }
        if (value instanceof String text) {
            return text(text);
        }
        if (value instanceof byte[] bytes) {
            return isText ? text(Base64.getEncoder().encodeToString(bytes)) : bounded("b", bytes);
        }
        if (value instanceof Instant at) {
            return isText ? text(at.toString()) : String.format("t:%d.%09d", at.getEpochSecond(), at.getNano());
        }
        if (value instanceof List<?> list) {
            return list.stream().map(this::of).collect(Collectors.joining(",", "[", "]"));
        }
        return entries(value instanceof Record fields ? fieldsOf(fields) : (Map<?, ?>) value);
    }

    private String entries(Map<?, ?> map) {
        TreeSet<String> entries = new TreeSet<>();
        map.forEach((key, value) -> entries.add(of(key) + "=" + of(value)));
        return "{" + String.join(",", entries) + "}";
    }

    /** Returns the fields of a record, by name and in their order. */
    static Map<String, Object> fieldsOf(Record fields) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (RecordComponent component : fields.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                map.put(component.getName(), component.getAccessor().invoke(fields));
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("cannot read " + component, e);
            }
        }
        return map;
    }

    /**
     * JavaScript has a class for integers of 64 bits; other numbers are all of one, in which JSON's integers are
     * rounded.
     */
    private String integer(BigInteger number) {
        if (!hasOneNumberType || isSmall(number)) {
            return "i:" + number;
        }
        return isText ? fraction(number.doubleValue()) : "I:" + number;
    }

    private static boolean isSmall(BigInteger number) {
        return number.bitLength() < Integer.SIZE || (number.bitLength() == Integer.SIZE && number.signum() > 0);
    }

    private String fraction(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return isText ? text(Double.toString(number)) : Double.isNaN(number) ? "f:nan" : bits(number);
        }
        boolean isInteger = number == Math.rint(number) && Math.abs(number) < SAFE.doubleValue();
        boolean isNegativeZero = Double.compare(number, -0.0) == 0;
        return hasOneNumberType && isInteger && !isNegativeZero ? "i:" + (long) number : bits(number);
    }

    static String bits(double number) {
        return "f:" + HexFormat.of().toHexDigits(Double.doubleToLongBits(number));
    }

    static String text(String text) {
        return bounded("s", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String bounded(String kind, byte[] bytes) {
        if (bytes.length <= SHORT) {
            return kind + ":" + HexFormat.of().formatHex(bytes);
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return kind + ":" + bytes.length + ":" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every JDK has SHA-256", e);
        }
    }

    /** Returns the node of a table that describes a value for the peers to build. */
    static Map<String, Object> node(Object value) {
        if (value == null) {
            return Map.of("null", true);
        }
        if (value instanceof Boolean) {
            return Map.of("bool", value);
        }
        if (value instanceof Double number) {
            return Map.of("float", HexFormat.of().toHexDigits(Double.doubleToLongBits(number)));
        }
        if (value instanceof String || value instanceof BigDecimal) {
            return Map.of("text", value.toString());
        }
        if (value instanceof Number) {
            return Map.of("int", value.toString());
        }
        if (value instanceof byte[] bytes) {
            return Map.of("bin", HexFormat.of().formatHex(bytes));
        }
        if (value instanceof Instant at) {
            return Map.of("time", List.of(at.getEpochSecond(), at.getNano(), at.toString()));
        }
        if (value instanceof List<?> list) {
            return Map.of("list", list.stream().map(Sight::node).toList());
        }
        List<Object> entries = new ArrayList<>();
        Map<?, ?> map = value instanceof Record fields ? fieldsOf(fields) : (Map<?, ?>) value;
        map.forEach((key, element) -> entries.add(List.of(key, node(element))));
        return Map.of("map", entries);
    }
}
