package shop.closed;

/**
 * A record of a module that opens its package to nobody.
 *
 * @param word any text
 */
public record Secret(String word) {}
