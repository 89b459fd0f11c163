package io.fanfare.codec.samples;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fanfare.spi.TypeRef;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A value of each kind that a codec carries. */
public final class Samples {
    private Samples() {}

    public enum State {
        OPEN,
        PAID {
            @Override
            public String toString() {
                return "paid in full";
            }
        }
    }

    public record Line(String article, int count, double price) {}

    public record Order(long id, State state, List<Line> lines, Optional<String> note, Instant at) {}

    public record Box<T>(T content, String label) {}

    public record Times(
            Instant instant,
            LocalDate date,
            LocalTime time,
            LocalDateTime dateTime,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            Duration duration,
            Period period,
            Year year,
            YearMonth month,
            DayOfWeek day,
            ZoneOffset zoneOffset) {}

    public record Numbers(
            byte b, short s, int i, long l, float f, double d, boolean yes, char c, BigDecimal dec, BigInteger big) {}

    /** Compared by the content of its array. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Blob(String name, byte[] data) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Blob that && name.equals(that.name) && Arrays.equals(data, that.data);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    /** With a variable number of arguments, compared by its content. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Tags(String name, int... values) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Tags that && name.equals(that.name) && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    /** Arrays of all kinds, compared by their content. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Rows(
            boolean[] flags,
            short[] shorts,
            int[] ints,
            long[] longs,
            float[] floats,
            double[] doubles,
            String[] texts,
            int[][] table) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Rows that && Arrays.deepEquals(all(), that.all());
        }

        @Override
        public int hashCode() {
            return Arrays.deepHashCode(all());
        }

        private Object[] all() {
            return new Object[] {flags, shorts, ints, longs, floats, doubles, texts, table};
        }
    }

    /** Carried by the registered names of its kinds. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Circle.class, name = "circle"),
        @JsonSubTypes.Type(value = Label.class, name = "label")
    })
    public sealed interface Shape permits Circle, Label {}

    public record Circle(double radius, Instant drawn) implements Shape {}

    public record Label(String text, List<Shape> around) implements Shape {}

    public record Maybe(Optional<Line> line, OptionalInt i, OptionalLong l, OptionalDouble d, Long boxed) {}

    public static final class Bean {
        private String name;
        private Integer count;

        public Bean() {}

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public Integer getCount() {
            return count;
        }

        public void setCount(Integer count) {
            this.count = count;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bean that && Objects.equals(name, that.name) && Objects.equals(count, that.count);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, count);
        }
    }

    /** A value with the type to carry it as. */
    public record Sample<T>(TypeRef<T> type, T value) {
        @Override
        public String toString() {
            return type + " " + value;
        }
    }

    public static Order order() {
        return new Order(
                9_007_199_254_740_993L,
                State.PAID,
                List.of(new Line("böök 📚", 2, 19.95), new Line("", -1, Double.MIN_VALUE)),
                Optional.of("leave at the \"door\"\n"),
                Instant.parse("2026-11-23T07:00:00.123456789Z"));
    }

    public static Bean bean(String name, Integer count) {
        Bean bean = new Bean();
        bean.setName(name);
        bean.setCount(count);
        return bean;
    }

    public static List<Sample<?>> all() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("text", "x");
        tree.put("int", 5);
        tree.put("long", 1L << 40);
        tree.put("big", BigInteger.ONE.shiftLeft(63));
        tree.put("fraction", 0.5);
        tree.put("yes", true);
        tree.put("nothing", null);
        tree.put("list", List.of(1, "two", List.of()));
        tree.put("map", Map.of("deep", Map.of()));
        return List.of(
                new Sample<>(TypeRef.of(Order.class), order()),
                new Sample<>(TypeRef.of(Order.class), new Order(0, null, null, Optional.empty(), null)),
                new Sample<>(new TypeRef<List<Order>>() {}, List.of(order(), order())),
                new Sample<>(new TypeRef<Box<List<Box<Integer>>>>() {}, new Box<>(List.of(new Box<>(7, "in")), "out")),
                new Sample<>(new TypeRef<Map<String, Order>>() {}, Map.of("a", order())),
                new Sample<>(new TypeRef<Map<Integer, List<String>>>() {}, Map.of(-1, List.of("x"), 70_000, List.of())),
                new Sample<>(new TypeRef<Map<State, Long>>() {}, Map.of(State.PAID, 1L)),
                new Sample<>(new TypeRef<Map<String, Object>>() {}, tree),
                new Sample<>(new TypeRef<Set<Long>>() {}, Set.of(1L, Long.MAX_VALUE, Long.MIN_VALUE)),
                new Sample<>(new TypeRef<Optional<String>>() {}, Optional.of("here")),
                new Sample<>(new TypeRef<Optional<String>>() {}, Optional.empty()),
                new Sample<>(TypeRef.of(OptionalInt.class), OptionalInt.of(3)),
                new Sample<>(TypeRef.of(Bean.class), bean("x", 5)),
                new Sample<>(TypeRef.of(Bean.class), bean(null, null)),
                new Sample<>(TypeRef.of(State.class), State.PAID),
                new Sample<>(TypeRef.of(String.class), ""),
                new Sample<>(TypeRef.of(String.class), "long ".repeat(20_000) + "\u0000\u0001é漢📚"),
                new Sample<>(TypeRef.of(Integer.class), Integer.MIN_VALUE),
                new Sample<>(TypeRef.of(Long.class), 1L << 53),
                new Sample<>(TypeRef.of(Double.class), Double.NaN),
                new Sample<>(TypeRef.of(Double.class), Double.NEGATIVE_INFINITY),
                new Sample<>(TypeRef.of(Double.class), -0.0),
                new Sample<>(TypeRef.of(Boolean.class), false),
                new Sample<>(
                        TypeRef.of(BigInteger.class), BigInteger.TEN.pow(300).negate()),
                new Sample<>(
                        TypeRef.of(BigInteger.class),
                        BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)),
                new Sample<>(TypeRef.of(BigDecimal.class), new BigDecimal("12345678901234567890.1200")),
                new Sample<>(TypeRef.of(BigDecimal.class), new BigDecimal("1E+400")),
                new Sample<>(TypeRef.of(BigDecimal.class), new BigDecimal("0.1")),
                new Sample<>(TypeRef.of(UUID.class), UUID.fromString("5a0e6a2e-54a9-4a1d-8b43-2d9c1b8ef001")),
                new Sample<>(TypeRef.of(Instant.class), Instant.EPOCH),
                new Sample<>(TypeRef.of(Instant.class), Instant.ofEpochSecond(-1, 999_999_999)),
                new Sample<>(TypeRef.of(Instant.class), Instant.ofEpochSecond(1L << 33)),
                new Sample<>(TypeRef.of(Instant.class), Instant.MAX),
                new Sample<>(TypeRef.of(Instant.class), Instant.MIN),
                new Sample<>(TypeRef.of(Times.class), times()),
                new Sample<>(TypeRef.of(Numbers.class), numbers()),
                new Sample<>(TypeRef.of(Blob.class), new Blob("all", allBytes())),
                new Sample<>(TypeRef.of(Blob.class), new Blob("none", new byte[0])),
                new Sample<>(TypeRef.of(Rows.class), rows()),
                new Sample<>(TypeRef.of(Tags.class), new Tags("some", 1, 2)),
                new Sample<>(TypeRef.of(Tags.class), new Tags("none")),
                new Sample<>(TypeRef.of(URI.class), URI.create("")),
                new Sample<>(TypeRef.of(Locale.class), Locale.ROOT),
                new Sample<>(
                        new TypeRef<List<Shape>>() {},
                        List.of(new Circle(2, Instant.EPOCH), new Label("x", List.of(new Circle(0, null))))),
                new Sample<>(
                        TypeRef.of(Maybe.class),
                        new Maybe(
                                Optional.of(new Line("a", 1, 2)),
                                OptionalInt.of(1),
                                OptionalLong.of(1L << 60),
                                OptionalDouble.of(0.1),
                                5L)),
                new Sample<>(
                        TypeRef.of(Maybe.class),
                        new Maybe(
                                Optional.empty(),
                                OptionalInt.empty(),
                                OptionalLong.empty(),
                                OptionalDouble.empty(),
                                null)),
                new Sample<>(
                        new TypeRef<Map<UUID, LocalDate>>() {},
                        Map.of(UUID.fromString("5a0e6a2e-54a9-4a1d-8b43-2d9c1b8ef001"), LocalDate.of(2026, 11, 23))),
                new Sample<>(new TypeRef<Map<Instant, Boolean>>() {}, Map.of(Instant.EPOCH, true)),
                new Sample<>(TypeRef.of(JsonNode.class), node()),
                new Sample<>(new TypeRef<List<List<List<Integer>>>>() {}, List.of(List.of(), List.of(many()))));
    }

    /** More elements than fit the shortest headers of MessagePack. */
    private static List<Integer> many() {
        return java.util.stream.IntStream.range(0, 70_000).boxed().toList();
    }

    private static Rows rows() {
        return new Rows(
                new boolean[] {true, false},
                new short[] {Short.MIN_VALUE, 300},
                new int[] {0, -32, -33, 127, 128, 255, 256, 65_535, 65_536, Integer.MAX_VALUE},
                new long[] {Long.MIN_VALUE, -1, 1L << 32, Long.MAX_VALUE},
                new float[] {0.1f, Float.MAX_VALUE, Float.NaN},
                new double[] {Double.MAX_VALUE, Double.POSITIVE_INFINITY},
                new String[] {"", null, "é"},
                new int[][] {{}, {1}, new int[300]});
    }

    private static JsonNode node() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return nodes.objectNode()
                .put("text", "x")
                .put("int", 5)
                .put("long", 1L << 40)
                .put("fraction", 0.5)
                .put("yes", true)
                .putNull("nothing")
                .set("list", nodes.arrayNode().add(1).add(nodes.objectNode()));
    }

    public static byte[] allBytes() {
        byte[] bytes = new byte[70_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static Times times() {
        LocalDateTime at = LocalDateTime.of(2026, 11, 23, 7, 8, 9, 10);
        return new Times(
                at.toInstant(ZoneOffset.UTC),
                at.toLocalDate(),
                at.toLocalTime(),
                at,
                at.atOffset(ZoneOffset.ofHoursMinutes(5, 30)),
                at.atZone(ZoneId.of("Europe/Berlin")),
                Duration.ofSeconds(-3, 5),
                Period.of(1, 2, 3),
                Year.of(2026),
                YearMonth.of(2026, 11),
                DayOfWeek.MONDAY,
                ZoneOffset.ofHours(-3));
    }

    private static Numbers numbers() {
        return new Numbers(
                Byte.MIN_VALUE,
                Short.MAX_VALUE,
                Integer.MIN_VALUE,
                Long.MAX_VALUE,
                0.1f,
                Math.PI,
                true,
                'é',
                new BigDecimal("-1.50"),
                BigInteger.ONE.shiftLeft(200));
    }
}
