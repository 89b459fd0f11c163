package io.fanfare.integration.codec;

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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** The types that payloads are declared to be, which together have every kind that a codec carries. */
@SuppressWarnings("ArrayRecordComponent") // compared by Sameness
final class Declared {
    private Declared() {}

    enum Colour {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "as grass";
            }
        },
        BLUE
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "shape")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Circle.class, name = "circle"),
        @JsonSubTypes.Type(value = Box.class, name = "box"),
        @JsonSubTypes.Type(value = Group.class, name = "group")
    })
    sealed interface Shape permits Circle, Box, Group {}

    record Circle(double radius, Colour colour) implements Shape {}

    record Box(int width, int height, String label) implements Shape {}

    record Group(List<Shape> members) implements Shape {}

    record Pair<A, B>(A first, B second) {}

    record Numbers(
            byte tiny,
            short small,
            int medium,
            long large,
            float single,
            double twice,
            boolean yes,
            char letter,
            Integer boxedInt,
            Long boxedLong,
            Float boxedSingle,
            Double boxedTwice,
            Boolean boxedYes,
            BigInteger integer,
            BigDecimal decimal) {}

    record Times(
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
            ZoneOffset zoneOffset,
            ZoneId zone) {}

    record Containers(
            List<String> texts,
            Set<Long> numbers,
            List<List<Integer>> nested,
            Map<String, Object> tree,
            Map<Integer, String> byNumber,
            Map<Colour, List<Double>> byColour,
            Map<UUID, Pair<String, Long>> byId,
            int[] ints,
            double[] doubles,
            String[] array,
            byte[] binary,
            List<byte[]> binaries) {}

    record Maybes(
            Optional<String> text,
            Optional<List<Pair<Integer, Colour>>> pairs,
            OptionalInt number,
            OptionalLong large,
            OptionalDouble fraction) {}

    /** Compared by its properties. */
    static final class Bean {
        private String name;
        private Long count;
        private boolean open;
        private List<Colour> colours;

        public Bean() {}

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public Long getCount() {
            return count;
        }

        public void setCount(Long count) {
            this.count = count;
        }

        public boolean isOpen() {
            return open;
        }

        public void setOpen(boolean open) {
            this.open = open;
        }

        public List<Colour> getColours() {
            return colours;
        }

        public void setColours(List<Colour> colours) {
            this.colours = colours;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bean that
                    && open == that.open
                    && Objects.equals(name, that.name)
                    && Objects.equals(count, that.count)
                    && Objects.equals(colours, that.colours);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, count, open, colours);
        }

        @Override
        public String toString() {
            return "Bean[" + name + ", " + count + ", " + open + ", " + colours + "]";
        }
    }

    /** Everything above in one. */
    record Event(
            long id,
            String name,
            String note,
            Colour colour,
            UUID key,
            URI link,
            Numbers numbers,
            Times times,
            Containers containers,
            Maybes maybes,
            Bean bean,
            Shape shape,
            Pair<List<Shape>, Map<String, Bean>> pair,
            Object tree) {}

    /** Refers to itself, so that decoding it recurses. */
    record Chain(Chain next, int depth) {}

    static final TypeRef<Object> TREE = TypeRef.of(Object.class);

    /** Returns the types of whole payloads, the rich ones first. */
    static List<TypeRef<?>> all() {
        return List.of(
                TypeRef.of(Event.class),
                TypeRef.of(Numbers.class),
                TypeRef.of(Times.class),
                TypeRef.of(Containers.class),
                TypeRef.of(Maybes.class),
                TypeRef.of(Bean.class),
                TypeRef.of(Shape.class),
                TypeRef.of(Chain.class),
                new TypeRef<List<Event>>() {},
                new TypeRef<List<Object>>() {},
                new TypeRef<Map<String, Object>>() {},
                new TypeRef<Map<String, List<Map<String, Long>>>>() {},
                new TypeRef<Pair<Pair<Integer, String>, List<Optional<Bean>>>>() {},
                TREE,
                TypeRef.of(String.class),
                TypeRef.of(Long.class),
                TypeRef.of(Integer.class),
                TypeRef.of(Double.class),
                TypeRef.of(Boolean.class),
                TypeRef.of(BigDecimal.class),
                TypeRef.of(BigInteger.class),
                TypeRef.of(byte[].class),
                TypeRef.of(Instant.class),
                TypeRef.of(Colour.class));
    }
}
