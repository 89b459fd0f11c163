package io.fanfare.conformance;

import java.util.Set;
import java.util.function.Supplier;

/** A lie with the rules that it breaks, and a part of what the first of them says about it. */
record Liar(String name, Supplier<Lie> lie, String says, Set<String> breaks) {
    static Liar of(String name, Supplier<Lie> lie, String says, String... breaks) {
        return new Liar(name, lie, says, Set.of(breaks));
    }

    @Override
    public String toString() {
        return name;
    }
}
