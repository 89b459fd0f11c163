package shop.closed;

/**
 * As {@link Secret}, and not public either.
 *
 * @param word any text
 */
record Hidden(String word) {}
