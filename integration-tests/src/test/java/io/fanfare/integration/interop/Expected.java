package io.fanfare.integration.interop;

import io.fanfare.integration.interop.Exchange.Direction;

/**
 * What is to come of a kind in an exchange.
 *
 * @param look how it is to look to the receiver; the beginning of it where it is refused
 * @param word what that is called in the table
 */
record Expected(String look, String word) {
    private static final String REFUSED = "refused";

    static Expected of(Exchange exchange, Kind<?> kind) {
        return exchange.direction() == Direction.TO_FANFARE ? arriving(exchange, kind) : leaving(exchange, kind);
    }

    private static Expected arriving(Exchange exchange, Kind<?> kind) {
        boolean isJson = exchange.codec().startsWith("json");
        if (isJson && kind.isNonFinite()) {
            // Python writes a bare word, which is not JSON; JavaScript writes null
            return new Expected("refused: DECODE_FAILED: ", REFUSED);
        }
        if (exchange.language() == Language.NODE && Double.valueOf(-0.0).equals(kind.value())) {
            return new Expected(Sight.own().of(0.0), "0.0");
        }
        return new Expected(Sight.own().of(kind.value()), "same");
    }

    private static Expected leaving(Exchange exchange, Kind<?> kind) {
        String look = Sight.of(exchange.language(), exchange.codec()).of(kind.value());
        String exact = Sight.own().of(kind.value());
        String word = "same";
        if (!look.equals(exact)) {
            word = look.startsWith("s:") ? "as text" : isRounded(look, exact) ? "rounded" : "same";
        }
        return new Expected(look, word);
    }

    /** Tells whether an integer is seen as a fraction: the nearest one that the language has. */
    private static boolean isRounded(String look, String exact) {
        return look.startsWith("f:") && exact.startsWith("i:");
    }

    boolean matches(String outcome) {
        return word.equals(REFUSED) ? outcome.startsWith(look) : outcome.equals(look);
    }
}
