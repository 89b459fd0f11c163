package io.fanfare.integration.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages documents of one format: blindly, and where it knows that the structure is. */
final class Mutator {
    /** No document grows beyond this by a mutation. */
    static final int LONGEST = 16_384;

    private final Random random;
    private final Fragments fragments;

    Mutator(Random random, Fragments fragments) {
        this.random = random;
        this.fragments = fragments;
    }

    /** Returns a document with none to five mutations, for which {@code pool} has parts. */
    byte[] mutant(byte[] origin, List<byte[]> pool) {
        byte[] document = origin;
        for (int left = random.nextInt(1 + random.nextInt(6)); left > 0; left--) {
            document = mutate(document, pool);
        }
        return document.length <= LONGEST ? document : Arrays.copyOf(document, LONGEST);
    }

    private byte[] mutate(byte[] document, List<byte[]> pool) {
        int length = document.length;
        int at = random.nextInt(4) == 0 || length == 0
                ? random.nextInt(length + 1)
                : fragments.aim(document, random.nextInt(length));
        int to = Math.min(length, at + random.nextInt(random.nextInt(8) == 0 ? length + 1 : 12));
        return switch (random.nextInt(12)) {
            case 0 -> flip(document, at);
            case 1 -> replace(document, at, Math.min(length, at + 1), new byte[] {(byte) random.nextInt(256)});
            case 2 -> Arrays.copyOf(document, at);
            case 3 -> replace(document, at, to, new byte[0]);
            case 4 -> replace(document, at, at, repeat(Arrays.copyOfRange(document, at, to)));
            case 5 -> splice(document, at, pick(pool));
            case 6 -> fragments.nest(document, random.nextInt(random.nextInt(20) == 0 ? 5_000 : 40));
            case 7 -> replace(document, length, length, fragments.pick(random));
            case 8 -> replace(document, at, at, pick(pool));
            case 9, 10 -> replace(document, at, at, fragments.pick(random));
            default -> {
                byte[] fragment = fragments.pick(random);
                yield replace(document, at, Math.min(length, at + fragment.length), fragment);
            }
        };
    }

    private byte[] flip(byte[] document, int at) {
        byte[] flipped = document.clone();
        if (at < flipped.length) {
            flipped[at] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private byte[] repeat(byte[] part) {
        int times = part.length == 0 ? 0 : random.nextInt(random.nextInt(16) == 0 ? 1_000 : 4);
        byte[] repeated = new byte[Math.min(LONGEST, part.length * times)];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = part[i % part.length];
        }
        return repeated;
    }

    private byte[] splice(byte[] document, int at, byte[] other) {
        int from = random.nextInt(other.length + 1);
        return replace(document, at, document.length, Arrays.copyOfRange(other, from, other.length));
    }

    private byte[] pick(List<byte[]> pool) {
        return pool.get(random.nextInt(pool.size()));
    }

    private static byte[] replace(byte[] document, int from, int to, byte[] by) {
        int kept = Math.max(0, Math.min(LONGEST * 2, document.length) - to);
        byte[] changed = new byte[from + by.length + kept];
        System.arraycopy(document, 0, changed, 0, from);
        System.arraycopy(by, 0, changed, from, by.length);
        System.arraycopy(document, to, changed, from + by.length, kept);
        return changed;
    }
}
