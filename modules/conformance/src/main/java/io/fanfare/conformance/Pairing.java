package io.fanfare.conformance;

/**
 * What one run examines.
 *
 * @param transport the id of the transport
 * @param codec the id of the codec
 */
public record Pairing(String transport, String codec) {
    /** Returns both ids, joined by a plus sign. */
    @Override
    public String toString() {
        return transport + "+" + codec;
    }
}
