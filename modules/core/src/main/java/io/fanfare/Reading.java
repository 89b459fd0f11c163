package io.fanfare;

import io.fanfare.spi.SubscribeConnection;

/** Pauses and resumes connections, and logs what they throw. */
final class Reading {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private Reading() {}

    static void pause(SubscribeConnection connection) {
        try {
            connection.pause();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, connection + " was not paused; its queue goes beyond its limit", e);
        }
    }

    static void resume(SubscribeConnection connection) {
        try {
            connection.resume();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, connection + " was not resumed; its subscription receives nothing", e);
        }
    }
}
