package io.fanfare.integration.codec;

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
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes values without structure, the limits of each type more often than chance would. */
final class RandomScalars {
    private static final double[] FRACTIONS = {
        0.0,
        -0.0,
        1.0,
        0.1,
        -1e300,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };
    private static final String[] ZONES = {"UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "+05:30"};

    private final Random random;
    private final Map<Class<?>, Supplier<Object>> makers = Map.ofEntries(
            Map.entry(byte.class, () -> (byte) integer()),
            Map.entry(short.class, () -> (short) integer()),
            Map.entry(int.class, () -> (int) integer()),
            Map.entry(Integer.class, () -> (int) integer()),
            Map.entry(long.class, this::integer),
            Map.entry(Long.class, this::integer),
            Map.entry(float.class, () -> (float) fraction()),
            Map.entry(Float.class, () -> (float) fraction()),
            Map.entry(double.class, this::fraction),
            Map.entry(Double.class, this::fraction),
            Map.entry(boolean.class, this::yes),
            Map.entry(Boolean.class, this::yes),
            Map.entry(char.class, () -> (char) between(0, Character.MIN_SURROGATE - 1)),
            Map.entry(String.class, this::text),
            Map.entry(BigInteger.class, this::big),
            Map.entry(BigDecimal.class, () -> new BigDecimal(big(), between(-60, 60))),
            Map.entry(UUID.class, () -> new UUID(integer(), integer())),
            Map.entry(URI.class, () -> URI.create("redis://host:" + between(1, 65_535) + "/" + between(0, 15))),
            Map.entry(Instant.class, this::instant),
            Map.entry(LocalDate.class, this::date),
            Map.entry(LocalTime.class, this::time),
            Map.entry(LocalDateTime.class, this::dateTime),
            Map.entry(OffsetDateTime.class, () -> dateTime().atOffset(offset())),
            Map.entry(ZonedDateTime.class, () -> dateTime().atZone(zone())),
            Map.entry(Duration.class, () -> Duration.ofSeconds(integer() >> 8, between(0, 999_999_999))),
            Map.entry(Period.class, () -> Period.of(between(-99, 99), between(-99, 99), between(-99, 99))),
            Map.entry(Year.class, () -> Year.of(between(-9_999, 9_999))),
            Map.entry(YearMonth.class, () -> YearMonth.of(between(1, 9_999), between(1, 12))),
            Map.entry(DayOfWeek.class, () -> DayOfWeek.of(between(1, 7))),
            Map.entry(ZoneOffset.class, this::offset),
            Map.entry(ZoneId.class, this::zone),
            Map.entry(OptionalInt.class, () -> yes() ? OptionalInt.empty() : OptionalInt.of((int) integer())),
            Map.entry(OptionalLong.class, () -> yes() ? OptionalLong.empty() : OptionalLong.of(integer())),
            Map.entry(OptionalDouble.class, () -> yes() ? OptionalDouble.empty() : OptionalDouble.of(fraction())));

    RandomScalars(Random random) {
        this.random = random;
    }

    boolean makes(Class<?> type) {
        return makers.containsKey(type);
    }

    Object of(Class<?> type) {
        return makers.get(type).get();
    }

    /** Returns text, a number or a boolean as decoding without a declared type gives it. */
    Object undeclared() {
        return switch (random.nextInt(5)) {
            case 0 -> yes();
            case 1 -> Double.valueOf(finite());
            case 2 -> narrow(BigInteger.valueOf(integer()));
            case 3 -> narrow(new BigInteger(64, random));
            default -> text();
        };
    }

    private static Object narrow(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            return number.intValue();
        }
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    byte[] bytes() {
        byte[] made = new byte[random.nextInt(20) == 0 ? random.nextInt(70_000) : random.nextInt(40)];
        random.nextBytes(made);
        return made;
    }

    /** Returns text of any code points that UTF-8 has, seldom longer than what length bytes can tell. */
    String text() {
        int length = random.nextInt(200) == 0 ? random.nextInt(70_000) : random.nextInt(40);
        StringBuilder made = new StringBuilder(length);
        while (made.length() < length) {
            switch (random.nextInt(8)) {
                case 0 -> made.append((char) random.nextInt(0x20));
                case 1 -> made.append("\"\\/\u007F\u2028\uFEFF\uFFFF".charAt(random.nextInt(7)));
                case 2 -> made.append((char) (0x80 + random.nextInt(0x2000)));
                case 3 -> made.appendCodePoint(0x10000 + random.nextInt(0x100000));
                default -> made.append((char) (0x20 + random.nextInt(0x5F)));
            }
        }
        return made.toString();
    }

    private boolean yes() {
        return random.nextBoolean();
    }

    private int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** Returns an integer of any width, near a power of two more often than chance would. */
    private long integer() {
        long near = random.nextBoolean() ? 1L << random.nextInt(64) : random.nextLong() >> random.nextInt(64);
        return near + between(-1, 1);
    }

    private double fraction() {
        return random.nextInt(3) == 0 ? FRACTIONS[random.nextInt(FRACTIONS.length)] : finite();
    }

    private double finite() {
        double any = Double.longBitsToDouble(random.nextLong());
        return random.nextBoolean() || !Double.isFinite(any) ? random.nextInt(1_000) / 8.0 : any;
    }

    private BigInteger big() {
        BigInteger any = new BigInteger(random.nextInt(200), random);
        return yes() ? any : any.negate();
    }

    private Instant instant() {
        return switch (random.nextInt(8)) {
            case 0 -> Instant.EPOCH;
            case 1 -> Instant.ofEpochSecond(-1, 999_999_999);
            case 2 -> Instant.ofEpochSecond(0xFFFF_FFFFL);
            case 3 -> Instant.ofEpochSecond(1L << 34, 1);
            default -> Instant.ofEpochSecond((random.nextLong() >> 27) - 1, between(0, 999_999_999));
        };
    }

    private LocalDate date() {
        return LocalDate.ofEpochDay(between(-800_000, 2_000_000));
    }

    private LocalTime time() {
        return yes() ? LocalTime.of(between(0, 23), between(0, 59)) : LocalTime.ofNanoOfDay(random.nextLong() >>> 18);
    }

    private LocalDateTime dateTime() {
        return LocalDateTime.of(date(), time());
    }

    private ZoneOffset offset() {
        return ZoneOffset.ofTotalSeconds(between(-18 * 60, 18 * 60) * 60);
    }

    private ZoneId zone() {
        return ZoneId.of(ZONES[random.nextInt(ZONES.length)]);
    }
}
