package io.fanfare.embedded;

import java.nio.file.Path;

/**
 * A redis-server binary and where it came from.
 *
 * @param origin {@code configured}, {@code PATH} or {@code shipped}
 */
record Binary(Path path, String origin) {
    static final String CONFIGURED = "configured";
    static final String ON_PATH = "PATH";
    static final String SHIPPED = "shipped";

    boolean shipped() {
        return origin.equals(SHIPPED);
    }

    /** Adds a use of the binary, which exists for as long as one is left. */
    void retain() {
        if (shipped()) {
            ShippedBinary.retain();
        }
    }

    /** Gives up a use of the binary. */
    void release() {
        if (shipped()) {
            ShippedBinary.release();
        }
    }
}
