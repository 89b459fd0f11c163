package io.fanfare;

import java.util.Collection;

/** Closes things so that a failure of one does not keep the others open. */
final class Closing {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private Closing() {}

    /** Closes each in order, and logs what they throw. */
    static void all(Collection<? extends AutoCloseable> resources) {
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Throwable e) {
                LOG.log(System.Logger.Level.WARNING, resource + " failed to close", e);
            }
        }
    }
}
