package io.fanfare.transport.lettuce;

import io.lettuce.core.ClientOptions;

/** What Lettuce 7 asks a server to tell it of maintenance, and acts upon; Lettuce 6 does not. */
final class MaintenanceEvents {
    private static final System.Logger LOG = System.getLogger(MaintenanceEvents.class.getName());

    private MaintenanceEvents() {}

    /** Switches it off where there is something to switch off: core follows the topology, and nothing else does. */
    static void switchOff(ClientOptions.Builder builder) {
        Class<?> config;
        try {
            config = Class.forName(
                    "io.lettuce.core.MaintNotificationsConfig", true, ClientOptions.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            LOG.log(System.Logger.Level.TRACE, "this Lettuce knows no maintenance events", e);
            return;
        }
        try {
            Object off = config.getMethod("disabled").invoke(null);
            builder.getClass().getMethod("maintNotificationsConfig", config).invoke(builder, off);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Lettuce has maintenance events that cannot be switched off", e);
        }
    }
}
